package dev.usher.entitlements;

import dev.usher.entitlements.api.ApiServer;
import dev.usher.entitlements.auth.ApiAuthenticator;
import dev.usher.entitlements.auth.JwtAuthenticator;
import dev.usher.entitlements.auth.JwtConfig;
import dev.usher.entitlements.catalog.CatalogFile;
import dev.usher.entitlements.core.Caller;
import dev.usher.entitlements.core.Committed;
import dev.usher.entitlements.core.Definitions;
import dev.usher.entitlements.core.Intent;
import dev.usher.entitlements.core.UsherCore;
import dev.usher.entitlements.core.port.BrokerGateway;
import dev.usher.entitlements.core.port.Refusals;
import dev.usher.entitlements.postgres.PostgresStore;
import dev.usher.entitlements.semp.MonitorLag;
import dev.usher.entitlements.semp.SempAclProfiles;
import dev.usher.entitlements.semp.SempBrokerView;
import dev.usher.entitlements.semp.SempEviction;
import dev.usher.entitlements.semp.SempKeptSessions;
import dev.usher.entitlements.semp.SempSubscriptions;
import dev.usher.entitlements.smf.ClientNews;
import dev.usher.entitlements.smf.ManagerNotices;
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
    private final Optional<ApiAuthenticator> authenticator;
    private final PrometheusMeterRegistry meters;
    private final Clock clock;
    private final Deque<Supplier<Future<Void>>> opened = new ArrayDeque<>();
    private UsherCore core;
    private boolean catalogApplied;
    private boolean stopping;
    private volatile int apiPort;
    private volatile int managementPort;

    /**
     * A service that accepts the tokens that {@code api.auth.jwt} describes.
     *
     * @throws IllegalArgumentException if it is not configured: there is no service without a way to tell callers apart
     */
    public EntitlementsVerticle(EntitlementsConfig config, PrometheusMeterRegistry meters, Clock clock) {
        this(config, Optional.empty(), meters, clock);
        if (config.api().jwt().isEmpty()) {
            throw new IllegalArgumentException("api.auth.jwt is not configured");
        }
    }

    /** @param authenticator says who a caller is, whatever is configured */
    public EntitlementsVerticle(
            EntitlementsConfig config, ApiAuthenticator authenticator, PrometheusMeterRegistry meters, Clock clock) {
        this(config, Optional.of(authenticator), meters, clock);
    }

    private EntitlementsVerticle(
            EntitlementsConfig config,
            Optional<ApiAuthenticator> authenticator,
            PrometheusMeterRegistry meters,
            Clock clock) {
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
        Optional<Definitions> catalog = config.catalog().map(CatalogFile::read);
        Map<String, ReadinessCheck> checks = new LinkedHashMap<>();

        PostgresStore store = new PostgresStore(vertx, config.postgres());
        opened.push(store::close);
        store.open().onSuccess(usable -> catalog.ifPresent(c -> apply(store, c)));
        checks.put("store", () -> readiness(store.problem()));

        EntitlementsMetrics metrics = new EntitlementsMetrics(
                meters, config.brokers().stream().map(BrokerConfig::name).toList());
        List<BrokerGateway> gateways = new ArrayList<>();
        for (BrokerConfig broker : config.brokers()) {
            gateways.add(gateway(broker, checks, metrics));
        }
        UsherCore.Settings settings = new UsherCore.Settings(
                config.seats().clientChosenNames(),
                config.sweep().interval(),
                config.sweep().deepReadInterval());
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

        ApiAuthenticator callers = authenticator.orElseGet(() -> tokens(checks));
        ManagementServer management = new ManagementServer(vertx, config.management(), meters, checks);
        opened.push(management::close);
        ApiServer api = new ApiServer(
                vertx, config.api(), core.usher(), callers, Refusals.all(new RefusalMetrics(meters), store.refusals()));
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

    /** Keys that cannot be read keep callers out, not the service from starting: suspended users stay suspended meanwhile. */
    private ApiAuthenticator tokens(Map<String, ReadinessCheck> checks) {
        JwtConfig jwt = config.api().jwt().orElseThrow();
        JwtAuthenticator tokens = new JwtAuthenticator(vertx, jwt, clock);
        opened.push(tokens::close);
        checks.put("token issuer", () -> readiness(tokens.problem()));
        tokens.open();
        return tokens;
    }

    private BrokerGateway gateway(
            BrokerConfig broker, Map<String, ReadinessCheck> checks, EntitlementsMetrics metrics) {
        SempBudget budget = SempBudget.create(vertx, broker.semp().limits());
        SempClient semp = SempClient.create(vertx, broker.semp().client(budget));
        opened.push(() -> {
            semp.close();
            return Future.succeededFuture();
        });
        SempVpn vpn = semp.vpn(broker.manager().vpn());
        MonitorLag lag = new MonitorLag(vertx, broker.semp().monitorLag());
        boolean smf = broker.injection() == BrokerConfig.Injection.SMF;
        ManagerSession manager = new ManagerSession(
                vertx,
                broker.name(),
                broker.manager(),
                smf ? ManagerSession.Duty.SUBSCRIBE : ManagerSession.Duty.WATCH);
        opened.push(manager::close);
        checks.put("manager on " + broker.name(), () -> readiness(manager.trouble()));
        return new BrokerGateway(
                broker.name(),
                broker.manager().username(),
                broker.adoption() == BrokerConfig.Adoption.ON_FIRST_USE,
                new SempBrokerView(vpn, lag, broker.manager().username()),
                smf
                        ? new ManagerSubscriptions(vertx, manager, broker.requestTimeout())
                        : new SempSubscriptions(vpn, lag),
                new SempKeptSessions(vpn, lag),
                new SempAclProfiles(vpn),
                new SempEviction(vpn),
                new ClientNews(vertx, manager),
                new ManagerNotices(manager, sent -> metrics.notice(broker.name(), sent)));
    }

    /** Again and again until the store takes it: users keep what they have meanwhile. */
    private void apply(PostgresStore store, Definitions catalog) {
        store.commit(new Intent.Seed(catalog), new Caller("catalog", "applied at start"), Optional.empty())
                .map(Committed::change)
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
