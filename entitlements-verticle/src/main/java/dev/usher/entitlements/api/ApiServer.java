package dev.usher.entitlements.api;

import dev.usher.entitlements.auth.ApiAuthenticator;
import dev.usher.entitlements.core.Usher;
import dev.usher.entitlements.core.port.Refusals;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The REST API over HTTP: the contract's operations under {@code /v1}, the contract itself at {@code /openapi.yaml}, and a page
 * to read it at {@code /reference}.
 *
 * <p>{@link Usher} is called on the Vert.x context that {@link #listen()} is called on.
 */
public final class ApiServer {
    private static final Logger log = LoggerFactory.getLogger(ApiServer.class);

    /** Longer than the longest wait, so that it only ends connections on which nothing is going on. */
    private static final int IDLE_TIMEOUT_SECONDS = 120;

    /** Room for the longest token that is looked at; what is longer is answered with 431 before anybody looks at it. */
    private static final int MAX_HEADER_BYTES = 16 * 1024;

    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final ApiConfig config;
    private final Usher usher;
    private final ApiAuthenticator authenticator;
    private final Refusals refusals;
    private final Duration grace;
    private HttpServer server;

    /** A server that is not listening yet. */
    public ApiServer(Vertx vertx, ApiConfig config, Usher usher, ApiAuthenticator authenticator, Refusals refusals) {
        this(vertx, config, usher, authenticator, refusals, GRACE);
    }

    ApiServer(
            Vertx vertx,
            ApiConfig config,
            Usher usher,
            ApiAuthenticator authenticator,
            Refusals refusals,
            Duration grace) {
        this.grace = grace;
        this.vertx = vertx;
        this.config = config;
        this.usher = usher;
        this.authenticator = authenticator;
        this.refusals = refusals;
    }

    /**
     * Starts to listen and answers with the TCP port.
     *
     * <p>Fails with {@link java.net.BindException} if the address is taken, and with {@link IllegalStateException} if the
     * packaged contract and the handlers do not match, or the contract does not say for each operation which roles may.
     */
    public Future<Integer> listen() {
        Future<Contract> contract = Contract.load(vertx);
        Future<ReferencePage> reference = ReferencePage.load(vertx);
        return Future.all(contract, reference).compose(loaded -> listen(contract.result(), reference.result()));
    }

    private Future<Integer> listen(Contract contract, ReferencePage reference) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(config.host())
                .setPort(config.port())
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setIdleTimeout(IDLE_TIMEOUT_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
        ApiRouter router = new ApiRouter(vertx, contract, Operations.of(usher), authenticator, refusals, grace);
        server = vertx.createHttpServer(options).requestHandler(router.create(reference));
        return server.listen().map(listening -> {
            log.info("api listening host={} port={}", config.host(), listening.actualPort());
            return listening.actualPort();
        });
    }

    /** Stops listening and closes open connections; does nothing if it never listened. */
    public Future<Void> close() {
        return server == null ? Future.succeededFuture() : server.close();
    }
}
