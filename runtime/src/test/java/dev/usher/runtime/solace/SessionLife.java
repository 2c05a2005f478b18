package dev.usher.runtime.solace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.solacesystems.jcsmp.JCSMPSession;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A supervised session, what it told, and its end. */
final class SessionLife implements SolaceSession.Listener, AutoCloseable {

    static final SolaceReconnect BY_JCSMP =
            new SolaceReconnect(20, 1, Duration.ofMillis(50), Duration.ofSeconds(3), 10);

    private static final Backoff QUICK = new Backoff(Duration.ofMillis(50), Duration.ofMillis(200));

    private final Vertx vertx = Vertx.vertx();
    private final SolaceSession session;
    private final List<String> said = new CopyOnWriteArrayList<>();

    SessionLife(SolaceConnection connection) {
        this(connection, QUICK);
    }

    SessionLife(SolaceConnection connection, Backoff backoff) {
        SolaceTokens tokens = SolaceTokens.of(vertx, "test", connection, backoff);
        session = new SolaceSession(vertx, "test", connection, UnaryOperator.identity(), tokens, backoff, this);
        session.start();
    }

    @Override
    public void up(JCSMPSession jcsmp, long epoch) {
        said.add("up " + epoch);
    }

    @Override
    public void down(long epoch, String reason) {
        said.add("down " + epoch);
    }

    SolaceState state() {
        return session.state();
    }

    SolaceSession session() {
        return session;
    }

    List<String> said() {
        return said;
    }

    void awaitUp(long epoch) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(said).as(session.state().reason()).contains("up " + epoch));
    }

    void awaitReason(String... parts) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(session.state().reason()).contains(parts));
    }

    @Override
    public void close() throws Exception {
        get(session.close());
        get(vertx.close());
    }

    static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
