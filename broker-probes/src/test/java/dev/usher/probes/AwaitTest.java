package dev.usher.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On a Message VPN that others use, messages of theirs never end; a wait does. */
@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AwaitTest {
    private static final Duration PATIENCE = Duration.ofMillis(50);

    private final BlockingQueue<Heard> busy = new LinkedBlockingQueue<>() {
        @Override
        public Heard poll(long timeout, TimeUnit unit) {
            return heard("somebody else's");
        }
    };

    @Test
    void aControlMessageIsNotWaitedForLongerBecauseOthersCome() {
        assertThatExceptionOfType(CannotTell.class)
                .isThrownBy(() -> SmfClient.upTo(busy, "mark", PATIENCE))
                .withMessage("the control message did not come within 50 ms");
    }

    @Test
    void whatIsMeantIsNotWaitedForLongerBecauseOthersCome() {
        assertThatExceptionOfType(CannotTell.class)
                .isThrownBy(() -> Await.first(PATIENCE, busy, m -> m.payload().equals("mine"), m -> {}, "mine"))
                .withMessage("mine did not come within 50 ms");
    }

    @Test
    void whatCameBeforeTheControlMessageIsKeptInOrder() {
        BlockingQueue<Heard> inbox =
                new LinkedBlockingQueue<>(List.of(heard("a"), heard("b"), heard("mark"), heard("c")));

        assertThat(Heard.payloads(SmfClient.upTo(inbox, "mark", Duration.ofSeconds(10))))
                .containsExactly("a", "b");
        assertThat(inbox).hasSize(1);
    }

    private static Heard heard(String payload) {
        return new Heard("t", payload, 0, false, Optional.empty());
    }
}
