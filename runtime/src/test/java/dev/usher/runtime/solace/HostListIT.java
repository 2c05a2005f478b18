package dev.usher.runtime.solace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.usher.broker.EmbeddedBroker;
import dev.usher.runtime.config.Secret;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two brokers of which one is in charge, as a pair of PubSub+ brokers or two sites are. */
class HostListIT {

    private EmbeddedBroker first = broker(0);
    private EmbeddedBroker second = broker(0);

    private static EmbeddedBroker broker(int port) {
        return EmbeddedBroker.builder().smfPort(port).user("usher", "u").start();
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
    }

    private SolaceConnection both(SolaceReconnect reconnect) {
        return new SolaceConnection(
                List.of(first.smfHost(), second.smfHost()),
                "default",
                "usher",
                new SolaceAuthentication.Basic(Secret.of("u")),
                Optional.of("usher-test"),
                SolaceTls.DEFAULT,
                reconnect);
    }

    @Test
    void goesToTheSecondWhenTheFirstIsNotThere() throws Exception {
        SolaceConnection connection = both(SolaceReconnect.none());
        first.close();
        try (SessionLife life = new SessionLife(connection)) {
            life.awaitUp(1);
            assertThat(second.clients()).hasSize(1);
        }
    }

    @Test
    void goesToTheSecondWhenTheFirstDiesAndBackWhenThatDiesToo() throws Exception {
        int port = first.smfPort();
        try (SessionLife life = new SessionLife(both(SessionLife.BY_JCSMP))) {
            life.awaitUp(1);
            assertThat(first.clients()).hasSize(1);

            first.close();
            life.awaitUp(2);
            assertThat(second.clients()).hasSize(1);

            first = broker(port);
            assertThat(life.state().epoch())
                    .as("nobody leaves a broker that works")
                    .isEqualTo(2);
            second.close();
            life.awaitUp(3);
            assertThat(first.clients()).hasSize(1);
            assertThat(life.said()).containsExactly("up 1", "down 1", "up 2", "down 2", "up 3");
        }
    }

    /** JCSMP's own retries run out; the session is replaced, again and again. */
    @Test
    void comesBackAfterAllWereAwayForLongerThanJcsmpTries() throws Exception {
        int port = second.smfPort();
        SolaceReconnect short1 = new SolaceReconnect(
                1,
                0,
                SessionLife.BY_JCSMP.pause(),
                SessionLife.BY_JCSMP.keepAliveInterval(),
                SessionLife.BY_JCSMP.keepAliveLimit());
        try (SessionLife life = new SessionLife(both(short1))) {
            life.awaitUp(1);
            first.close();
            second.close();
            await().until(() -> life.state().status() == SolaceState.Status.CONNECTING
                    && life.state().reason().contains("ConnectException"));
            second = broker(port);
            life.awaitUp(2);
            assertThat(second.clients()).hasSize(1);
        }
    }

    /** One that answers but does not serve, such as a standby, is passed over like one that is not there. */
    @Test
    void goesToTheSecondWhenTheFirstRefuses() throws Exception {
        first.faults().refuseLogins(dev.usher.broker.core.LoginRefusal.REPLICATION_STANDBY);
        try (SessionLife life = new SessionLife(both(SolaceReconnect.none()))) {
            life.awaitUp(1);
            assertThat(second.clients()).hasSize(1);
            assertThat(first.clients()).isEmpty();
        }
    }
}
