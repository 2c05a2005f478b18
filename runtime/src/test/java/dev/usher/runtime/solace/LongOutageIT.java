package dev.usher.runtime.solace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.runtime.config.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** All hosts away for so long that hundreds of attempts fail: nothing grows, and the log stays readable. */
class LongOutageIT {
    private static final int ATTEMPTS = 400;
    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("dev.usher.runtime.solace");

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @AfterEach
    void detach() {
        LOGGER.detachAppender(logged);
    }

    @Test
    void hundredsOfFailedAttemptsLeaveNothingBehind() throws Exception {
        int firstPort;
        int secondPort;
        try (EmbeddedBroker first = EmbeddedBroker.builder().start();
                EmbeddedBroker second = EmbeddedBroker.builder().start()) {
            firstPort = first.smfPort();
            secondPort = second.smfPort();
        }
        SolaceConnection connection = new SolaceConnection(
                List.of("tcp://127.0.0.1:" + firstPort, "tcp://127.0.0.1:" + secondPort),
                "default",
                "usher",
                new SolaceAuthentication.Basic(Secret.of("u")),
                Optional.of("usher-test"),
                SolaceTls.DEFAULT,
                SolaceReconnect.none());
        logged.start();
        LOGGER.addAppender(logged);
        try (SessionLife life = new SessionLife(connection, new Backoff(Duration.ofMillis(1), Duration.ofMillis(2)))) {
            IntSupplier failures = () -> life.session().failures();
            await().atMost(Duration.ofSeconds(60)).until(() -> failures.getAsInt() >= ATTEMPTS / 4);
            long threads = jcsmpThreads();
            await().atMost(Duration.ofSeconds(60)).until(() -> failures.getAsInt() >= ATTEMPTS);

            assertThat(jcsmpThreads()).isLessThanOrEqualTo(threads);
            assertThat(logged.list)
                    .as("one line in %d attempts", AttemptLog.EVERY)
                    .hasSizeLessThanOrEqualTo(2 + failures.getAsInt() / AttemptLog.EVERY);

            try (EmbeddedBroker back = EmbeddedBroker.builder()
                    .smfPort(secondPort)
                    .user("usher", "u")
                    .start()) {
                life.awaitUp(1);
                assertThat(back.clients()).hasSize(1);
            }
        }
    }

    private static long jcsmpThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("Context_") || name.startsWith("usher-") || name.startsWith("pool-"))
                .count();
    }
}
