package dev.usher.entitlements.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetriesTest {
    private final Vertx vertx = Vertx.vertx();
    private final Retries retries = new Retries(vertx, Duration.ofMillis(1), Duration.ofMillis(2));

    @AfterEach
    void close() {
        PostgresExtension.await(vertx.close());
    }

    @Test
    void triesUntilItWorksWhateverTheFailure() {
        AtomicInteger attempts = new AtomicInteger();
        List<String> failures = new ArrayList<>();

        PostgresExtension.await(retries.until(
                () -> switch (attempts.incrementAndGet()) {
                    case 1 -> throw new IllegalStateException("thrown");
                    case 2 -> Future.failedFuture("failed");
                    default -> Future.succeededFuture();
                },
                failure -> failures.add(failure.getMessage())));

        assertThat(attempts).hasValue(3);
        assertThat(failures).containsExactly("thrown", "failed");
    }

    @Test
    void stopsWhenTold() {
        Future<Void> done = retries.until(() -> Future.failedFuture("never"), failure -> retries.stop());

        assertThatThrownBy(() -> PostgresExtension.await(done)).isInstanceOf(CancellationException.class);
    }
}
