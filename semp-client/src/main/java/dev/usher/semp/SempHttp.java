package dev.usher.semp;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.ext.web.client.WebClientSession;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends one request and reads its answer. Whether and when it may be sent, and sent again, is decided by {@link SempCalls}. */
final class SempHttp {
    private static final Logger log = LoggerFactory.getLogger(SempHttp.class);

    private final SempClientConfig config;
    private final SessionCookies cookies = new SessionCookies();
    private final WebClient pool;
    private final WebClient http;
    private volatile boolean closed;

    SempHttp(Vertx vertx, SempClientConfig config) {
        this.config = config;
        WebClientOptions options = new WebClientOptions()
                .setUserAgent("usher")
                // A redirect could carry the credentials to another host.
                .setFollowRedirects(false)
                .setConnectTimeout(Math.toIntExact(config.timeout().toMillis()))
                .setSsl(config.https())
                .setVerifyHost(true);
        config.trust().ifPresent(options::setTrustOptions);
        PoolOptions connections =
                new PoolOptions().setHttp1MaxSize(config.budget().limits().maxConcurrent());
        this.pool = WebClient.create(vertx, options, connections);
        this.http = config.credentials().opensSession() ? WebClientSession.create(pool, cookies) : pool;
    }

    Future<SempAnswer> send(SempRequest request) {
        if (closed) {
            return Future.failedFuture(
                    SempUnavailableException.notSent(request.toString(), "the client is closed", null));
        }
        return authorization(request)
                .compose(authorization -> exchange(request, authorization))
                .map(response -> read(request, response));
    }

    void close() {
        closed = true;
        pool.close();
    }

    boolean isClosed() {
        return closed;
    }

    private Future<String> authorization(SempRequest request) {
        return Future.succeededFuture()
                .compose(ignored -> config.credentials().authorization())
                .recover(e -> Future.failedFuture(
                        SempUnavailableException.notSent(request.toString(), "no credentials to send", e)));
    }

    private Future<HttpResponse<Buffer>> exchange(SempRequest request, String authorization) {
        long millis = config.timeout().toMillis();
        // The URI goes out as given: the web client encodes only parameters that are added to it.
        HttpRequest<Buffer> http1 = http.request(request.method(), config.port(), config.host(), request.uri())
                .putHeader("Authorization", authorization)
                .putHeader("Accept", "application/json")
                // Frees the connection when nothing arrives any more ...
                .timeout(millis);
        Future<HttpResponse<Buffer>> response =
                request.body().map(http1::sendJsonObject).orElseGet(http1::send);
        // ... and this bounds an answer that keeps trickling in.
        return response.timeout(millis, TimeUnit.MILLISECONDS)
                .recover(e -> Future.failedFuture(SempUnavailableException.noAnswer(
                        request.toString(), e.getClass().getSimpleName(), e)));
    }

    private SempAnswer read(SempRequest request, HttpResponse<Buffer> response) {
        log.debug("semp answered method={} path={} status={}", request.method(), request.path(), response.statusCode());
        if (response.statusCode() == 401 && cookies.clear()) {
            log.info("semp session dropped status=401 path={}", request.path());
        }
        return SempAnswer.read(request, response);
    }
}
