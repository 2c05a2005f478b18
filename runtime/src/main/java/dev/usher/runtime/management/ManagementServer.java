package dev.usher.runtime.management;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The management endpoints of a service.
 *
 * <ul>
 *   <li>{@code GET /live}: 200 as long as the event loop turns. It says nothing about what the service depends on, because a
 *       restart would not bring that back.
 *   <li>{@code GET /ready}: 200 when every check says ready, else 503; the body names each check, why it is not ready and since
 *       when, as far as this server knows: checks are looked at every second.
 *   <li>{@code GET /metrics}: Prometheus text format, with {@code usher_ready{check="…"}} for each check: 1 when it was ready
 *       the last time it was looked at, else 0, also in the first second.
 * </ul>
 *
 * <p>Without authentication: bind it where only operators reach it.
 */
public final class ManagementServer {

    private static final Logger log = LoggerFactory.getLogger(ManagementServer.class);
    private static final long LOOK_MS = 1000;
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Vertx vertx;
    private final ManagementConfig config;
    private final PrometheusMeterRegistry registry;
    private final Map<String, ReadinessCheck> checks;
    private final HttpServer server;

    /** When each check that is not ready was first found so. */
    private final Map<String, Instant> since = new ConcurrentHashMap<>();

    /** The checks found ready when they were looked at last. */
    private final Set<String> ready = ConcurrentHashMap.newKeySet();

    private final List<Gauge> gauges = new ArrayList<>();

    private long timer = -1;

    /** A server that does not listen yet. The checks are reported in the order of the map. */
    public ManagementServer(
            Vertx vertx,
            ManagementConfig config,
            PrometheusMeterRegistry registry,
            Map<String, ReadinessCheck> checks) {
        this.vertx = vertx;
        this.config = config;
        this.registry = registry;
        this.checks = new LinkedHashMap<>(checks);
        this.server = vertx.createHttpServer().requestHandler(router());
    }

    /** Starts to listen. Gives the actual port; fails with {@link java.net.BindException} when the port is taken. */
    public Future<Integer> listen() {
        return server.listen(config.port(), config.host()).map(listening -> {
            log.info("management listening host={} port={}", config.host(), listening.actualPort());
            checks.keySet().forEach(this::show);
            timer = vertx.setPeriodic(LOOK_MS, tick -> checks.forEach(this::look));
            return listening.actualPort();
        });
    }

    /** Stops listening. May be called repeatedly, and before {@link #listen}. */
    public Future<Void> close() {
        vertx.cancelTimer(timer);
        gauges.forEach(registry::remove);
        gauges.clear();
        return server.close();
    }

    /** Scrapes are answered on another thread than checks may be asked on, so they are told what was found last. */
    private void show(String check) {
        gauges.add(Gauge.builder("usher.ready", ready, found -> found.contains(check) ? 1 : 0)
                .description("1 for a check of /ready that is ready")
                .tag("check", check)
                .strongReference(true)
                .register(registry));
    }

    private Router router() {
        Router router = Router.router(vertx);
        router.get("/live").handler(this::live);
        router.get("/ready").handler(this::ready);
        router.get("/metrics").handler(this::metrics);
        return router;
    }

    private void live(RoutingContext request) {
        send(request, 200, new JsonObject().put("live", true));
    }

    private void ready(RoutingContext request) {
        boolean all = true;
        JsonArray states = new JsonArray();
        for (Map.Entry<String, ReadinessCheck> check : checks.entrySet()) {
            Readiness readiness = look(check.getKey(), check.getValue());
            all &= readiness.ready();
            JsonObject state = new JsonObject().put("name", check.getKey()).put("ready", readiness.ready());
            if (!readiness.ready()) {
                state.put("reason", readiness.reason()).put("since", String.valueOf(since.get(check.getKey())));
            } else if (!readiness.reason().isEmpty()) {
                state.put("note", readiness.reason());
            }
            states.add(state);
        }
        send(request, all ? 200 : 503, new JsonObject().put("ready", all).put("checks", states));
    }

    private Readiness look(String name, ReadinessCheck check) {
        Readiness readiness = ask(name, check);
        if (readiness.ready()) {
            since.remove(name);
            ready.add(name);
        } else {
            ready.remove(name);
            since.putIfAbsent(name, Instant.now().truncatedTo(ChronoUnit.SECONDS));
        }
        return readiness;
    }

    private static Readiness ask(String name, ReadinessCheck check) {
        try {
            return Objects.requireNonNull(check.check(), "a readiness");
        } catch (RuntimeException e) {
            // Asked every few seconds: a line each time, the stack trace only for who wants it.
            log.warn("readiness check failed check={} failure={}", name, e.toString());
            log.debug("readiness check failed check={}", name, e);
            return Readiness.no("the check failed: " + e.getClass().getSimpleName());
        }
    }

    private void metrics(RoutingContext request) {
        // Reading all meters runs gauges of others and renders a long text: not on the event loop.
        vertx.executeBlocking(() -> registry.scrape(), false)
                .onSuccess(text -> request.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, PROMETHEUS_TEXT)
                        .end(text))
                .onFailure(request::fail);
    }

    private static void send(RoutingContext request, int status, JsonObject body) {
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(body.toBuffer());
    }
}
