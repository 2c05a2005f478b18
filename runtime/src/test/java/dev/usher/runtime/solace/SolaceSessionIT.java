package dev.usher.runtime.solace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.solacesystems.jcsmp.JCSMPErrorResponseException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPProperties;
import com.solacesystems.jcsmp.JCSMPSession;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.runtime.config.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SolaceSessionIT {

    private static final Backoff QUICK = new Backoff(Duration.ofMillis(50), Duration.ofMillis(200));
    private static final SolaceReconnect BY_JCSMP =
            new SolaceReconnect(20, 1, Duration.ofMillis(50), Duration.ofSeconds(3), 10);

    private final Vertx vertx = Vertx.vertx();
    private final Told told = new Told();
    private EmbeddedBroker broker = broker(0);
    private SolaceSession session;

    private static EmbeddedBroker broker(int port) {
        return EmbeddedBroker.builder()
                .smfPort(port)
                .user("usher", "usher-password")
                .start();
    }

    @AfterEach
    void close() throws Exception {
        if (session != null) {
            get(session.close());
        }
        get(vertx.close());
        broker.close();
    }

    @Test
    void logsInAndRunsCalls() throws Exception {
        start(connection("usher-password", SolaceReconnect.none()));
        told.await("up 1");
        get(session.execute(jcsmp -> subscribe(jcsmp, "a/b")));
        assertThat(broker.subscriptionsOf("usher-test")).contains("a/b");
        assertThatThrownBy(() -> get(session.execute(jcsmp -> subscribe(jcsmp, "a/b"))))
                .as("a refusal stays an error")
                .hasRootCauseInstanceOf(JCSMPErrorResponseException.class);
    }

    @Test
    void waitsForABrokerThatIsNotThereYet() {
        int port = broker.smfPort();
        broker.close();
        start(connection("usher-password", SolaceReconnect.none()));
        await().until(() -> session.state().reason().contains("Exception"));
        assertThat(told.said).isEmpty();
        broker = broker(port);
        told.await("up 1");
    }

    @Test
    void aCutConnectionIsReplacedBySessionAndEpoch() throws Exception {
        start(connection("usher-password", SolaceReconnect.none()));
        told.await("up 1");
        get(session.execute(jcsmp -> subscribe(jcsmp, "a/b")));
        broker.faults().cut("usher-test");
        told.awaitEpochs("up 1", "down 1", "up 2");
        assertThat(told.sessions.get(0).isClosed()).isTrue();
        assertThat(told.sessions.get(1)).isNotSameAs(told.sessions.get(0));
        assertThat(broker.subscriptionsOf("usher-test")).doesNotContain("a/b");
        get(session.execute(jcsmp -> subscribe(jcsmp, "a/b")));
    }

    @Test
    void aReconnectOfJcsmpIsANewEpochWithoutTheOldSubscriptions() throws Exception {
        start(connection("usher-password", BY_JCSMP));
        told.await("up 1");
        get(session.execute(jcsmp -> subscribe(jcsmp, "a/b")));
        broker.faults().cut("usher-test");
        told.awaitEpochs("up 1", "down 1", "up 2");
        assertThat(told.sessions.get(1)).isSameAs(told.sessions.get(0));
        assertThat(broker.subscriptionsOf("usher-test")).doesNotContain("a/b");
    }

    @Test
    void comesBackAfterAnOutageOfTheBroker() throws Exception {
        int port = broker.smfPort();
        start(connection("usher-password", BY_JCSMP));
        told.await("up 1");
        broker.close();
        await().until(() -> !session.state().isUp());
        assertThatThrownBy(() -> get(session.execute(jcsmp -> 1))).hasCauseInstanceOf(SolaceUnavailableException.class);
        broker = broker(port);
        told.awaitEpochs("up 1", "down 1", "up 2");
        get(session.execute(jcsmp -> subscribe(jcsmp, "a/b")));
    }

    @Test
    void saysWhyALoginIsRefusedAndGoesOnTrying() {
        start(connection("wrong", SolaceReconnect.none()));
        await().untilAsserted(() ->
                assertThat(session.state().reason()).contains("Unauthorized").doesNotContain("wrong"));
        assertThat(session.state().status()).isEqualTo(SolaceState.Status.CONNECTING);
        assertThat(told.said).isEmpty();
    }

    @Test
    void closesInTimeWhileSomebodyAcceptsAndNeverAnswers() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            start(new SolaceConnection(
                    "tcp://127.0.0.1:" + silent.getLocalPort(), "default", "usher", Secret.of("usher-password")));
            assertThat(silent.accept().isConnected()).isTrue();
            long before = System.nanoTime();
            get(session.close());
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(11));
        }
        await().until(() -> threads("usher-solace-test").isEmpty());
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        start(connection("usher-password", SolaceReconnect.none()));
        told.await("up 1");
        List<Thread> own = ownThreadsExcept(before);
        assertThat(own).extracting(Thread::getName).anyMatch(name -> name.startsWith("Context_"));
        get(session.close());
        get(session.close());
        assertThat(told.said).containsExactly("up 1", "down 1 closed");
        await().until(() -> broker.clients().isEmpty());
        await().until(() -> own.stream().noneMatch(Thread::isAlive));
        await().until(() -> threads("usher-solace-test").isEmpty());
    }

    /** Those of JCSMP are called after their context; others, say of the broker, may start at any time. */
    private static List<Thread> ownThreadsExcept(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .filter(thread -> thread.getName().startsWith("Context_")
                        || thread.getName().startsWith("usher-solace-test"))
                .toList();
    }

    private void start(SolaceConnection connection) {
        SolaceTokens tokens = SolaceTokens.of(vertx, "test", connection, QUICK);
        session = new SolaceSession(vertx, "test", connection, UnaryOperator.identity(), tokens, QUICK, told);
        session.start();
    }

    private SolaceConnection connection(String password, SolaceReconnect reconnect) {
        return new SolaceConnection(broker.smfHost(), broker.vpn(), "usher", Secret.of(password))
                .withClientName("usher-test")
                .withReconnect(reconnect);
    }

    private static Object subscribe(JCSMPSession jcsmp, String topic) throws Exception {
        jcsmp.addSubscription(JCSMPFactory.onlyInstance().createTopic(topic), true);
        return jcsmp.getProperty(JCSMPProperties.CLIENT_NAME);
    }

    private static List<String> threads(String part) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains(part))
                .toList();
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static final class Told implements SolaceSession.Listener {
        private final List<String> said = new CopyOnWriteArrayList<>();
        private final List<JCSMPSession> sessions = new CopyOnWriteArrayList<>();

        @Override
        public void up(JCSMPSession session, long epoch) {
            sessions.add(session);
            said.add("up " + epoch);
        }

        @Override
        public void down(long epoch, String reason) {
            said.add("down " + epoch + " " + reason);
        }

        private void await(String... expected) {
            org.awaitility.Awaitility.await()
                    .untilAsserted(() -> assertThat(said).containsExactly(expected));
        }

        private void awaitEpochs(String... expected) {
            org.awaitility.Awaitility.await()
                    .untilAsserted(() -> assertThat(said)
                            .extracting(what -> what.split(" ")[0] + " " + what.split(" ")[1])
                            .containsExactly(expected));
        }
    }
}
