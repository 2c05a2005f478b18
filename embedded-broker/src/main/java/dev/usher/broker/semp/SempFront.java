package dev.usher.broker.semp;

import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.core.SempFault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SEMP v2 over HTTP with basic authentication: {@code /SEMP/v2/config}, {@code /monitor} and {@code /action}. */
public final class SempFront {
    private static final Logger log = LoggerFactory.getLogger(SempFront.class);
    private static final int MAX_BODY_BYTES = 1_000_000;
    private static final int NO_SESSION_AVAILABLE = 529;

    private final Vertx vertx;
    private final BrokerCore core;
    private final String host;
    private final int port;
    private final SempSessions sessions;
    private final SempBehaviour behaviour = new SempBehaviour();
    private final SempRouter router;
    private HttpServer server;

    /** @param port 0 for any free one */
    public SempFront(Vertx vertx, BrokerCore core, String host, int port, String adminUser, String adminPassword) {
        this.vertx = vertx;
        this.core = core;
        this.host = host;
        this.port = port;
        this.sessions = new SempSessions(adminUser, adminPassword, core.clock(), behaviour);
        this.router = router(core, behaviour);
    }

    /** What a test may change about this front while it runs. */
    public SempBehaviour behaviour() {
        return behaviour;
    }

    /** Completes with the actual port; fails when the port cannot be bound. */
    public Future<Integer> listen() {
        server = vertx.createHttpServer(new HttpServerOptions().setHost(host).setPort(port))
                .requestHandler(this::onRequest);
        return server.listen().map(HttpServer::actualPort);
    }

    /** Closes the port and every connection. */
    public Future<Void> close() {
        return server == null ? Future.succeededFuture() : server.close();
    }

    static SempRouter router(BrokerCore core, SempBehaviour behaviour) {
        Map<String, Resource> resources = new HashMap<>();
        new ConfigResources(core).all().forEach((path, resource) -> {
            resources.put("config/" + path, resource);
            resources.put("monitor/" + path, resource);
        });
        MonitorResources monitor = new MonitorResources(core, behaviour);
        monitor.all().forEach((path, resource) -> resources.put("monitor/" + path, resource));
        JsonObject about = new JsonObject().put("platform", "usher").put("sempVersion", "2.50");
        return new SempRouter(
                resources,
                Map.of("msgVpns/clients/disconnect", keys -> disconnect(core, keys)),
                about,
                core.vpn().name(),
                behaviour);
    }

    private static void disconnect(BrokerCore core, Keys keys) {
        core.client(keys.last())
                .orElseThrow(() -> SempRefusal.notFound("client " + keys.last()))
                .kick("disconnected by management");
    }

    private void onRequest(HttpServerRequest request) {
        Buffer body = Buffer.buffer();
        request.exceptionHandler(e -> log.debug("semp request failed cause={}", e.toString()));
        request.handler(chunk -> {
            if (body.length() + chunk.length() > MAX_BODY_BYTES) {
                request.connection().close();
            } else {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(v -> onComplete(request, body));
    }

    private void onComplete(HttpServerRequest http, Buffer body) {
        String authority = http.authority() == null
                ? host + ":" + server.actualPort()
                : http.authority().toString();
        String origin = http.scheme() + "://" + authority;
        SempRequest request = new SempRequest(http.method().name(), origin, http.path(), http.query(), body);
        SempSessions.Login login = sessions.login(http.getHeader("Authorization"), http.getHeader("Cookie"));
        if (login.outcome() == SempSessions.Outcome.DENIED) {
            http.response().putHeader("WWW-Authenticate", "Basic realm=\"SEMP\"");
            send(http, SempAnswer.refused(request, 401, SempCode.UNAUTHORIZED.number(), "Invalid credentials"));
            return;
        }
        if (login.outcome() == SempSessions.Outcome.FULL) {
            http.response().setStatusCode(NO_SESSION_AVAILABLE).end();
            return;
        }
        login.newCookie().ifPresent(cookie -> http.response().putHeader("Set-Cookie", cookie));
        Optional<SempFault.Effect> fault = core.faults().nextSemp(request.method(), request.rawPath());
        if (fault.isPresent()) {
            fail(http, request, fault.get());
        } else {
            send(http, answer(request));
        }
    }

    private SempAnswer answer(SempRequest request) {
        SempAnswer answer;
        try {
            answer = router.answer(request);
        } catch (RuntimeException e) {
            // A defect here must not look like a broker that is slow.
            log.error("semp request broke method={} path={}", request.method(), request.rawPath(), e);
            answer = SempAnswer.refused(request, 500, SempCode.FAIL.number(), "internal error");
        }
        log.debug("semp request method={} path={} status={}", request.method(), request.rawPath(), answer.status());
        return answer;
    }

    private void fail(HttpServerRequest http, SempRequest request, SempFault.Effect fault) {
        log.info("semp fault method={} path={} fault={}", request.method(), request.rawPath(), fault.kind());
        switch (fault.kind()) {
            case REFUSE -> send(http, SempAnswer.refused(request, fault.httpStatus(), fault.code(), fault.text()));
            case CUT -> http.connection().close();
            case APPLY_AND_CUT -> {
                answer(request);
                http.connection().close();
            }
            case SWALLOW -> {
                // Neither an answer nor the end of the connection: the client has to give up by itself.
            }
            case DELAY -> vertx.setTimer(Math.max(1, fault.delay().toMillis()), id -> send(http, answer(request)));
        }
    }

    private static void send(HttpServerRequest http, SempAnswer answer) {
        HttpServerResponse response = http.response();
        if (!response.closed()) {
            response.setStatusCode(answer.status())
                    .putHeader("Content-Type", "application/json")
                    .end(answer.body().encode());
        }
    }
}
