package dev.usher.runtime.solace;

import dev.usher.broker.core.TokenVerifier;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An authorization server with the client credentials grant, whose tokens a broker can verify. */
final class TokenServer implements TokenVerifier {

    static final String CLIENT_ID = "bridge id";
    static final String CLIENT_SECRET = "client:secret&1";

    private final Map<String, Holder> issued = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger number = new AtomicInteger();
    private final int port;
    private final boolean tls;
    private volatile Duration life = Duration.ofMinutes(10);
    private volatile int status = 200;
    private volatile boolean tellsLife = true;

    TokenServer(Vertx vertx, HttpServerOptions options) throws Exception {
        tls = options.isSsl();
        port = SessionLife.get(vertx.createHttpServer(options)
                        .requestHandler(request -> request.body().onSuccess(body -> answer(request, body)))
                        .listen(0, "127.0.0.1"))
                .actualPort();
    }

    String uri() {
        return (tls ? "https" : "http") + "://127.0.0.1:" + port + "/token";
    }

    /** Of the tokens from now on. */
    void life(Duration value) {
        life = value;
    }

    void answers(int value) {
        status = value;
    }

    void tellsLife(boolean value) {
        tellsLife = value;
    }

    /** From now on, no token issued so far is accepted. */
    void revokeAll() {
        issued.clear();
    }

    /** The forms that were sent, oldest first. */
    List<String> requests() {
        return requests;
    }

    List<String> tokens() {
        return List.copyOf(issued.keySet());
    }

    String issue() {
        String token = "secret-token-" + number.incrementAndGet();
        issued.put(token, new Holder("usher", Instant.now().plus(life)));
        return token;
    }

    private void answer(HttpServerRequest request, Buffer body) {
        requests.add(body.toString());
        String expected = "Basic "
                + Base64.getEncoder().encodeToString("bridge+id:client%3Asecret%261".getBytes(StandardCharsets.UTF_8));
        if (status != 200 || !expected.equals(request.getHeader("Authorization"))) {
            request.response()
                    .setStatusCode(status == 200 ? 401 : status)
                    .end(new JsonObject().put("error", "invalid_client").encode());
            return;
        }
        JsonObject answer = new JsonObject().put("access_token", issue()).put("token_type", "Bearer");
        if (tellsLife) {
            answer.put("expires_in", life.toSeconds());
        }
        request.response().end(answer.encode());
    }

    @Override
    public Optional<Holder> verify(String accessToken, String issuer) {
        return Optional.ofNullable(issued.get(accessToken));
    }
}
