package dev.usher.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.runtime.config.ConfigException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ServiceTest {
    private final List<String> events = new CopyOnWriteArrayList<>();

    @Test
    void stopsInReverseOrderOneAfterTheOther() {
        try (Service service = new Service()) {
            service.start(new Recorded("first"));
            service.start(new Recorded("second"));
            assertThat(events).containsExactly("first starts", "second starts");
        }

        assertThat(events)
                .containsExactly(
                        "first starts",
                        "second starts",
                        "second stops",
                        "second stopped",
                        "first stops",
                        "first stopped");
    }

    @Test
    void oneThatDoesNotStopCleanlyDoesNotKeepTheOthersOpen() {
        try (Service service = new Service()) {
            service.start(new Recorded("first"));
            service.start(new Recorded("second") {
                @Override
                public Future<?> stop() {
                    return Future.failedFuture(new IOException("stuck"));
                }
            });
        }

        assertThat(events).endsWith("first stops", "first stopped");
    }

    @Test
    void aFailedStartClosesWhatWasStartedBefore() {
        Service service = new Service();
        Recorded first = service.start(new Recorded("first"));

        assertThatThrownBy(() -> service.start(new Failing(new IOException("no room"))))
                .isInstanceOf(StartFailedException.class)
                .hasMessageContaining("Failing did not start")
                .hasMessageContaining("no room");

        assertThat(events).containsExactly("first starts", "first stops", "first stopped");
        // Vert.x itself is closed, too: nothing can be deployed any more, and none of its threads is left.
        assertThatThrownBy(
                () -> first.vertx().deployVerticle(new Recorded("late")).await());
        assertThat(events).doesNotContain("late starts");
    }

    @Test
    void aWrongConfigurationStaysOne() {
        try (Service service = new Service()) {
            ConfigException wrong = new ConfigException(List.of("catalog is wrong"));

            assertThatThrownBy(() -> service.start(new Failing(wrong))).isSameAs(wrong);
        }
    }

    @Test
    void mayBeClosedAgain() {
        Service service = new Service();
        service.start(new Recorded("only"));
        service.close();
        service.close();

        assertThat(events).containsExactly("only starts", "only stops", "only stopped");
    }

    private class Recorded extends VerticleBase {
        private final String name;

        Recorded(String name) {
            this.name = name;
        }

        Vertx vertx() {
            return vertx;
        }

        @Override
        public Future<?> start() {
            events.add(name + " starts");
            return Future.succeededFuture();
        }

        @Override
        public Future<?> stop() {
            events.add(name + " stops");
            return vertx.timer(20).onComplete(passed -> events.add(name + " stopped"));
        }
    }

    private static final class Failing extends VerticleBase {
        private final Throwable cause;

        Failing(Throwable cause) {
            this.cause = cause;
        }

        @Override
        public Future<?> start() {
            return Future.failedFuture(cause);
        }
    }
}
