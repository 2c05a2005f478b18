package dev.usher.broker.semp;

import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.core.SempFault;
import dev.usher.broker.net.Binding;
import dev.usher.broker.net.Listener;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
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
    private final SempSessions sessions;
    private final SempBehaviour behaviour;
    private final SempCeiling ceiling;
    private final SempRouter router;

    public SempFront(Vertx vertx, BrokerCore core, String adminUser, String adminPassword) {
        this(vertx, core, adminUser, adminPassword, SempBehaviour.of(core.switches()));
    }

    public SempFront(Vertx vertx, BrokerCore core, String adminUser, String adminPassword, SempBehaviour behaviour) {
        this.vertx = vertx;
        this.core = core;
        this.behaviour = behaviour;
        this.sessions = new SempSessions(adminUser, adminPassword, core.clock(), behaviour);
        this.ceiling = new SempCeiling(core.clock(), behaviour);
        this.router = router(core, behaviour);
    }

    /** Admits somebody who may read everything and change nothing. */
    public SempFront reader(String user, String password) {
        sessions.admit(new SempUser(user, true), password);
        return this;
    }

    /** What a test may change about this front while it runs. */
    public SempBehaviour behaviour() {
        return behaviour;
    }

    /** HTTP, or HTTPS; the sessions are the same. */
    public Listener http(Binding at) {
        return Listener.http(vertx, at, this::onRequest);
    }

    static SempRouter router(BrokerCore core, SempBehaviour behaviour) {
        Map<String, Resource> resources = new HashMap<>();
        new ConfigResources(core).all().forEach((path, resource) -> {
            resources.put("config/" + path, resource);
            resources.put("monitor/" + path, MonitorView.of(path, resource, core.vpn()));
        });
        MonitorResources monitor = new MonitorResources(core, behaviour);
        monitor.all().forEach((path, resource) -> resources.put("monitor/" + path, resource));
        return new SempRouter(
                resources,
                Map.of("msgVpns/clients/disconnect", keys -> disconnect(core, keys)),
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
        if (core.faults().isFrozen()) {
            Context context = vertx.getOrCreateContext();
            core.faults()
                    .whenThawed(
                            () -> context.runOnContext(v -> onComplete(http, body)),
                            () -> context.runOnContext(v -> http.connection().close()));
            return;
        }
        String authority = http.authority() == null
                ? http.localAddress().hostAddress() + ":" + http.localAddress().port()
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
        onAdmitted(http, request.by(login.user()));
    }

    private void onAdmitted(HttpServerRequest http, SempRequest request) {
        SempCeiling.Turn turn = ceiling.next();
        if (!turn.accepted()) {
            int status = behaviour.ceiling().overload().status();
            log.debug("semp overload method={} path={} status={}", request.method(), request.rawPath(), status);
            send(http, SempAnswer.refused(request, status, SempCode.FAIL.number(), "too many requests"));
        } else if (turn.delayMillis() > 0) {
            vertx.setTimer(turn.delayMillis(), id -> serve(http, request.havingWaited()));
        } else {
            serve(http, request);
        }
    }

    private void serve(HttpServerRequest http, SempRequest request) {
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
            synchronized (router) {
                answer = router.answer(request);
            }
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
            case PRETEND -> send(http, pretended(request));
            case APPLY_UNANSWERED -> answer(request);
            case SWALLOW -> {
                // Neither an answer nor the end of the connection: the client has to give up by itself.
            }
            case DELAY -> delay(http, request, fault.delay());
        }
    }

    private void delay(HttpServerRequest http, SempRequest request, Duration delay) {
        Context context = vertx.getOrCreateContext();
        Runnable due = core.faults()
                .putOff(
                        () -> context.runOnContext(v -> send(http, answer(request))),
                        () -> context.runOnContext(v -> http.connection().close()));
        vertx.setTimer(Math.max(1, delay.toMillis()), id -> due.run());
    }

    /** As if it were done: what was sent comes back, but for the password. */
    private static SempAnswer pretended(SempRequest request) {
        if (request.body().length() == 0) {
            return SempAnswer.done(request);
        }
        JsonObject data = request.json().copy();
        data.remove("password");
        return SempAnswer.object(request, data, new JsonObject());
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
