package dev.usher.entitlements.gateway;

import static org.awaitility.Awaitility.await;

import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.AclProfile;
import dev.usher.broker.core.Action;
import dev.usher.entitlements.core.ClientRef;
import dev.usher.entitlements.core.Connection;
import dev.usher.entitlements.core.ObservedSubscription;
import dev.usher.entitlements.core.port.Urgency;
import dev.usher.entitlements.semp.MonitorLag;
import dev.usher.entitlements.semp.SempBrokerView;
import dev.usher.entitlements.smf.ManagerSession;
import dev.usher.runtime.config.Secret;
import dev.usher.runtime.solace.SolaceConnection;
import dev.usher.runtime.solace.SolaceReconnect;
import dev.usher.semp.BudgetLimits;
import dev.usher.semp.SempBudget;
import dev.usher.semp.SempClient;
import dev.usher.semp.SempClientConfig;
import dev.usher.semp.SempCredentials;
import dev.usher.semp.SempRetry;
import dev.usher.semp.SempVpn;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A broker with real clients and our adapters on it. {@code alice} is behind a profile that denies all, {@code bob} may do
 * what he likes.
 */
final class Bench implements AutoCloseable {
    static final Duration SEMP_TIMEOUT = Duration.ofMillis(700);

    private final Deque<Runnable> opened = new ArrayDeque<>();
    private final Vertx vertx = Vertx.vertx();
    private final EmbeddedBroker broker;
    private final SempVpn vpn;
    private final MonitorLag lag;
    private final SempBrokerView view;

    Bench(BrokerKind kind) {
        opened.push(() -> get(vertx.close()));
        broker = EmbeddedBroker.builder()
                .switches(kind.switches())
                .defaultUsername(false)
                .aclProfile(AclProfile.created("fence").withConnect(Action.ALLOW))
                .user(u -> u.name("manager").password("manager").subscriptionManager(true))
                .user("watcher", "watcher")
                .user("feed", "feed")
                .user(u -> u.name("alice").password("alice").aclProfile("fence"))
                .user("bob", "bob")
                .start();
        opened.push(broker::close);
        SempBudget budget = SempBudget.create(vertx, BudgetLimits.perSecond(1000));
        SempClient semp = SempClient.create(
                vertx,
                new SempClientConfig(
                        broker.sempUri(),
                        SempCredentials.basic("admin", "admin"),
                        Optional.empty(),
                        SEMP_TIMEOUT,
                        SempRetry.never(),
                        budget));
        opened.push(semp::close);
        vpn = semp.vpn("default");
        lag = new MonitorLag(vertx, kind.switches().monitorLag());
        view = new SempBrokerView(vpn, lag, "manager");
    }

    Vertx vertx() {
        return vertx;
    }

    EmbeddedBroker broker() {
        return broker;
    }

    SempVpn vpn() {
        return vpn;
    }

    /** How far the broker lags. */
    MonitorLag lag() {
        return lag;
    }

    SempBrokerView view() {
        return view;
    }

    /** A manager's session that is up. */
    ManagerSession manager(String username, ManagerSession.Duty duty) {
        ManagerSession session = new ManagerSession(
                vertx,
                "bench",
                new SolaceConnection(broker.smfHost(), "default", username, Secret.of(username))
                        .withReconnect(SolaceReconnect.none()),
                duty);
        opened.push(() -> get(session.close()));
        session.start();
        await().atMost(Duration.ofSeconds(20)).until(() -> session.trouble().isEmpty());
        return session;
    }

    MqttTarget mqtt(String username, String clientId, boolean clean) {
        MqttTarget target = MqttTarget.connect(vertx, broker, username, clientId, clean);
        opened.push(target::close);
        return target;
    }

    SmfTarget smf(String username, String clientName) {
        SmfTarget target = SmfTarget.connect(broker, username, clientName);
        opened.push(target::close);
        return target;
    }

    /** The connection that a client has now. */
    Connection connection(String kind, String id) {
        List<Connection> found =
                get(view.caughtUp().compose(caughtUp -> view.find(ClientRef.of(kind, id), Urgency.PROVE)));
        if (found.size() != 1) {
            throw new AssertionError(kind + " " + id + " has connections " + found);
        }
        return found.get(0);
    }

    /** Until the broker itself, whatever it shows, has no such client any more. */
    void awaitGone(Connection client) {
        await().until(() -> broker.clients().stream().noneMatch(c -> c.name().equals(client.clientName())));
    }

    /** What a client holds by what management shows, its inbox left out. */
    List<ObservedSubscription> held(Connection client) {
        return get(view.caughtUp().compose(caughtUp -> view.subscriptionsOf(client, Urgency.PROVE)))
                .orElse(List.of())
                .stream()
                .filter(entry -> !entry.isInbox())
                .toList();
    }

    static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        for (Runnable next = opened.poll(); next != null; next = opened.poll()) {
            next.run();
        }
    }
}
