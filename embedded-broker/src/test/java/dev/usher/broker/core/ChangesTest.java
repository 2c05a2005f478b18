package dev.usher.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Changes changes = new Changes();

    @Test
    void whatIsSoAlreadyNeedsNoChangeAndNoTime() throws InterruptedException {
        assertThat(changes.await(Duration.ZERO, () -> Optional.of("seen"))).contains("seen");
    }

    @Test
    void emptyWhenTheTimeIsOver() throws InterruptedException {
        assertThat(changes.await(Duration.ofMillis(1), Optional::empty)).isEmpty();
    }

    /** A change between a look and the sleep after it must not be lost: nothing else would wake. */
    @Test
    void aChangeDuringTheLookLeadsToAnother() throws InterruptedException {
        AtomicInteger looks = new AtomicInteger();

        Optional<String> seen = changes.await(LONG, () -> {
            if (looks.incrementAndGet() == 3) {
                return Optional.of("third");
            }
            changes.happened();
            return Optional.empty();
        });

        assertThat(seen).contains("third");
    }

    @Test
    void everyoneWhoWaitsIsWoken() throws Exception {
        int count = 4;
        AtomicInteger state = new AtomicInteger();
        CountDownLatch looked = new CountDownLatch(count);
        var waiters = java.util.stream.IntStream.range(0, count)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return changes.await(LONG, () -> {
                                    looked.countDown();
                                    return state.get() == 0 ? Optional.empty() : Optional.of(i);
                                });
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        command -> new Thread(command).start()))
                .toList();

        looked.await();
        state.set(1);
        changes.happened();

        for (int i = 0; i < count; i++) {
            assertThat(waiters.get(i).get()).contains(i);
        }
    }
}
