package dev.usher.entitlements;

import dev.usher.entitlements.api.ApiAuthenticator;
import dev.usher.entitlements.api.ApiServer;
import dev.usher.entitlements.catalog.CatalogFile;
import dev.usher.entitlements.core.Caller;
import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.UsherCore;
import dev.usher.entitlements.core.port.BrokerGateway;
import dev.usher.entitlements.postgres.PostgresStore;
import dev.usher.entitlements.semp.SempAclProfiles;
import dev.usher.entitlements.semp.SempBrokerView;
import dev.usher.entitlements.semp.SempEviction;
import dev.usher.entitlements.smf.ClientNews;
import dev.usher.entitlements.smf.ManagerSession;
import dev.usher.entitlements.smf.ManagerSubscriptions;
import dev.usher.runtime.management.ManagementServer;
import dev.usher.runtime.management.Readiness;
import dev.usher.runtime.management.ReadinessCheck;
import dev.usher.semp.SempBudget;
import dev.usher.semp.SempClient;
import dev.usher.semp.SempVpn;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The entitlements service: composes store, brokers, core and API, and takes them apart again in reverse order.
 *
 * <p>It starts also while PostgreSQL or a broker is away, answers 503 and is not ready until they are there.
 */
public final class EntitlementsVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(EntitlementsVerticle.class);
    private static final Duration CATALOG_RETRY = Duration.ofMillis(500);

    private final EntitlementsConfig config;
    private final ApiAuthenticator authenticator;
    private final PrometheusMeterRegistry meters;
    private final Clock clock;
    private final Deque<Supplier<Future<Void>>> opened = new ArrayDeque<>();
    private UsherCore core;
    private boolean catalogApplied;
    private boolean stopping;
    private volatile int apiPort;
    private volatile int managementPort;

    /** @param authenticator says who a caller is; there is no service without one */
    public EntitlementsVerticle(
            EntitlementsConfig config, ApiAuthenticator authenticator, PrometheusMeterRegistry meters, Clock clock) {
        this.config = config;
        this.authenticator = authenticator;
        this.meters = meters;
        this.clock = clock;
    }

    /** Where the API listens, once started. */
    public int apiPort() {
        return apiPort;
    }

    /** Where the management endpoints listen, once started. */
    public int managementPort() {
        return managementPort;
    }

    @Override
    public Future<?> start() {
        // A synchronous throw must be cleaned up after as well.
        return Future.<Void>succeededFuture()
                .compose(begun -> open())
                .recover(failure -> stop().transform(closed -> Future.failedFuture(failure)));
    }

    private Future<Void> open() {
        // Read first: a catalog that is wrong must stop the start before anything is opened.
        Optional<Catalog> catalog = config.catalog().map(CatalogFile::read);
        Map<String, ReadinessCheck> checks = new LinkedHashMap<>();

        PostgresStore store = new PostgresStore(vertx, config.postgres());
        opened.push(store::close);
        store.open().onSuccess(usable -> catalog.ifPresent(c -> apply(store, c)));
        checks.put("store", () -> readiness(store.problem()));

        List<BrokerGateway> gateways = new ArrayList<>();
        for (BrokerConfig broker : config.brokers()) {
            gateways.add(gateway(broker, checks));
        }
        UsherCore.Settings settings = new UsherCore.Settings(
                config.seats().clientChosenNames(),
                config.sweep().interval(),
                config.sweep().deepReadInterval());
        EntitlementsMetrics metrics = new EntitlementsMetrics(
                meters, config.brokers().stream().map(BrokerConfig::name).toList());
        core = new UsherCore(vertx, store, gateways, settings, metrics, clock);
        config.brokers()
                .forEach(broker ->
                        checks.put("sweep of " + broker.name(), () -> readiness(core.trouble(broker.name()))));
        checks.put(
                "catalog",
                () -> catalogApplied || catalog.isEmpty()
                        ? Readiness.yes()
                        : Readiness.no("the catalog is not applied yet"));
        opened.push(core::stop);

        ManagementServer management = new ManagementServer(vertx, config.management(), meters, checks);
        opened.push(management::close);
        ApiServer api = new ApiServer(vertx, config.api(), core.usher(), authenticator);
        opened.push(api::close);
        return management
                .listen()
                .compose(port -> {
                    managementPort = port;
                    return core.start();
                })
                .compose(started -> api.listen())
                .map(port -> {
                    apiPort = port;
                    return null;
                });
    }

    private BrokerGateway gateway(BrokerConfig broker, Map<String, ReadinessCheck> checks) {
        SempBudget budget = SempBudget.create(vertx, broker.semp().limits());
        SempClient semp = SempClient.create(vertx, broker.semp().client(budget));
        opened.push(() -> {
            semp.close();
            return Future.succeededFuture();
        });
        SempVpn vpn = semp.vpn(broker.manager().vpn());
        ManagerSession manager = new ManagerSession(vertx, broker.name(), broker.manager());
        opened.push(manager::close);
        checks.put("manager on " + broker.name(), () -> readiness(manager.trouble()));
        return new BrokerGateway(
                broker.name(),
                broker.manager().username(),
                broker.adoption() == BrokerConfig.Adoption.ON_FIRST_USE,
                new SempBrokerView(vpn, broker.manager().username()),
                new ManagerSubscriptions(vertx, manager, broker.requestTimeout()),
                new SempAclProfiles(vpn),
                new SempEviction(vpn),
                new ClientNews(vertx, manager));
    }

    /** Again and again until the store takes it: users keep what they have meanwhile. */
    private void apply(PostgresStore store, Catalog catalog) {
        store.applyCatalog(catalog, new Caller("catalog", "applied at start"))
                .onSuccess(change -> {
                    catalogApplied = true;
                    log.info(
                            "catalog applied users={} touched={}",
                            catalog.users().size(),
                            change.targets().size());
                    core.enforce(change);
                })
                .onFailure(failure -> {
                    log.warn("catalog not applied yet reason={}", failure.getMessage());
                    if (!stopping) {
                        vertx.setTimer(CATALOG_RETRY.toMillis(), again -> apply(store, catalog));
                    }
                });
    }

    private static Readiness readiness(Optional<String> problem) {
        return problem.map(Readiness::no).orElseGet(Readiness::yes);
    }

    /** Closes what was opened, the last first; each is closed even if another fails to. */
    @Override
    public Future<Void> stop() {
        stopping = true;
        Supplier<Future<Void>> next = opened.poll();
        if (next == null) {
            return Future.succeededFuture();
        }
        return next.get()
                .recover(failure -> {
                    log.warn("not closed cleanly reason={}", failure.getMessage());
                    return Future.succeededFuture();
                })
                .compose(closed -> stop());
    }
}
