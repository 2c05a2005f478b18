package dev.usher.runtime.solace;

import dev.usher.runtime.config.Secret;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.TrustOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** The client credentials grant (RFC 6749, 4.4). What goes wrong is told without what was sent or received. */
final class TokenEndpointClient implements TokenSource {

    private static final long PATIENCE_MILLIS = 10_000;
    private static final int MAX_BODY = 64 * 1024;
    /** Ten years: more would not be added to a date. */
    private static final long LONGEST_LIFE_SECONDS = 315_360_000;

    private static final Pattern ERROR_CODE = Pattern.compile("[a-z_]{1,40}");

    private final Vertx vertx;
    private final TokenOrigin.Endpoint endpoint;
    private final long patienceMillis;

    TokenEndpointClient(Vertx vertx, TokenOrigin.Endpoint endpoint) {
        this(vertx, endpoint, PATIENCE_MILLIS);
    }

    /** @param patienceMillis from the beginning of a request to the last byte of its answer */
    TokenEndpointClient(Vertx vertx, TokenOrigin.Endpoint endpoint, long patienceMillis) {
        this.vertx = vertx;
        this.endpoint = endpoint;
        this.patienceMillis = patienceMillis;
    }

    /** With a client of its own, since the trust store may be another by now. */
    @Override
    public Future<AccessToken> fetch() {
        Instant asked = Instant.now();
        return vertx.executeBlocking(this::client, false)
                .compose(this::ask)
                .recover(e ->
                        Future.failedFuture(e instanceof ConnectionProblem ? e : new ConnectionProblem(away(e), e)))
                .map(answer -> token(answer, asked));
    }

    private Future<JsonObject> ask(HttpClient client) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(endpoint.uri().toString());
        Promise<JsonObject> answer = Promise.promise();
        long timer = vertx.setTimer(
                patienceMillis,
                id -> answer.tryFail(new ConnectionProblem("the token endpoint " + endpoint.shown()
                        + " has not answered within " + patienceMillis + " ms")));
        client.request(options).compose(this::send).onComplete(answer::tryComplete, answer::tryFail);
        // Whatever is still on its way ends with the client.
        return answer.future().onComplete(done -> {
            vertx.cancelTimer(timer);
            client.close();
        });
    }

    @Override
    public Optional<Duration> recheck() {
        return Optional.empty();
    }

    @Override
    public void close() {
        // nothing is kept open
    }

    private HttpClient client() {
        HttpClientOptions options = new HttpClientOptions().setKeepAlive(false).setVerifyHost(true);
        if ("https".equals(endpoint.uri().getScheme())) {
            options.setSsl(true);
            endpoint.trustStore()
                    .ifPresent(path -> options.setTrustOptions(
                            trust(KeyStores.trusted(path, endpoint.trustStorePassword(), "oauth.trustStore"))));
        }
        return vertx.createHttpClient(options);
    }

    private static TrustOptions trust(KeyStore store) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .map(TrustOptions::wrap)
                    .findFirst()
                    .orElseThrow();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Future<JsonObject> send(HttpClientRequest request) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        endpoint.scope().ifPresent(scope -> form.put("scope", scope));
        form.putAll(endpoint.parameters());
        String body = form.entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
        // Both are form-encoded before they are joined (RFC 6749, 2.3.1).
        String both = encoded(endpoint.clientId()) + ":"
                + encoded(endpoint.clientSecret().reveal());
        request.putHeader("Content-Type", "application/x-www-form-urlencoded")
                .putHeader("Accept", "application/json")
                .putHeader(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
        return request.send(body).compose(this::read);
    }

    private Future<JsonObject> read(HttpClientResponse response) {
        return body(response).map(body -> {
            Optional<JsonObject> json = json(body);
            if (response.statusCode() != 200) {
                throw new ConnectionProblem("the token endpoint " + endpoint.shown() + " answered "
                        + response.statusCode()
                        + json.flatMap(TokenEndpointClient::errorCode)
                                .map(code -> " " + code)
                                .orElse("")
                        + (response.statusCode() / 100 == 4 ? "; check clientId, clientSecret and scope" : ""));
            }
            return json.orElseThrow(() -> new ConnectionProblem(
                    "the token endpoint " + endpoint.shown() + " did not answer with JSON; is that its address?"));
        });
    }

    private Future<Buffer> body(HttpClientResponse response) {
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(whole::tryFail)
                .endHandler(end -> whole.tryComplete(body))
                .handler(part -> {
                    if (body.length() + part.length() <= MAX_BODY) {
                        body.appendBuffer(part);
                    } else {
                        whole.tryFail(new ConnectionProblem("the token endpoint " + endpoint.shown()
                                + " answered with more than " + MAX_BODY + " bytes; is that its address?"));
                    }
                });
        return whole.future();
    }

    private AccessToken token(JsonObject answer, Instant asked) {
        if (!(answer.getValue("access_token") instanceof String text) || text.isEmpty()) {
            throw new ConnectionProblem("the token endpoint " + endpoint.shown() + " gave no access_token");
        }
        AccessToken token = AccessToken.of(text);
        if (answer.getValue("expires_in") instanceof Number seconds) {
            Instant end = asked.plusSeconds(Math.min(seconds.longValue(), LONGEST_LIFE_SECONDS));
            boolean sooner = token.expires().map(end::isBefore).orElse(true);
            return sooner ? new AccessToken(Secret.of(text), Optional.of(end)) : token;
        }
        return token;
    }

    private String away(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return "the token endpoint " + endpoint.shown() + " cannot be reached (" + root + ")";
    }

    private static Optional<JsonObject> json(Buffer body) {
        try {
            return Optional.of(new JsonObject(body));
        } catch (DecodeException | ClassCastException e) {
            return Optional.empty();
        }
    }

    /** One of the codes of RFC 6749, 5.2; a text might say more than a log should. */
    private static Optional<String> errorCode(JsonObject body) {
        return body.getValue("error") instanceof String code
                        && ERROR_CODE.matcher(code).matches()
                ? Optional.of(code)
                : Optional.empty();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
