package dev.usher.entitlements.auth;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A key set over HTTP. Redirects are not followed: they could lead where nobody configured to go. */
final class RemoteJwks implements JwksSource {
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final URI uri;
    private final HttpClient client;

    RemoteJwks(Vertx vertx, URI uri) {
        this.vertx = vertx;
        this.uri = uri;
        // One fetch in a while: a connection that is kept would only be found broken.
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(false).setConnectTimeout(Math.toIntExact(TIMEOUT.toMillis())));
    }

    @Override
    public Future<String> load() {
        Promise<String> answer = Promise.promise();
        long timer = vertx.setTimer(
                TIMEOUT.toMillis(),
                fired -> answer.tryFail(new IOException("no answer in " + TIMEOUT.toSeconds() + " s")));
        client.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setAbsoluteURI(uri.toString())
                        .setFollowRedirects(false)
                        .putHeader(HttpHeaders.ACCEPT, "application/jwk-set+json, application/json"))
                .compose(request -> send(request, answer))
                .onComplete(
                        text -> {
                            vertx.cancelTimer(timer);
                            answer.tryComplete(text);
                        },
                        failure -> {
                            vertx.cancelTimer(timer);
                            answer.tryFail(failure);
                        });
        return answer.future();
    }

    private static Future<String> send(HttpClientRequest request, Promise<String> answer) {
        // After the timeout nobody is interested any more.
        answer.future().onFailure(over -> request.reset());
        return request.send().compose(response -> {
            if (response.statusCode() != 200) {
                response.exceptionHandler(cut -> {});
                request.reset();
                return Future.failedFuture(new IOException("answered with status " + response.statusCode()));
            }
            return read(request, response);
        });
    }

    private static Future<String> read(HttpClientRequest request, HttpClientResponse response) {
        Promise<String> text = Promise.promise();
        Buffer content = Buffer.buffer();
        response.handler(chunk -> {
            if (content.length() + chunk.length() > MAX_BYTES) {
                text.tryFail(new IOException("the answer is longer than " + MAX_BYTES + " bytes"));
                request.reset();
            } else {
                content.appendBuffer(chunk);
            }
        });
        response.exceptionHandler(text::tryFail);
        response.endHandler(end -> text.tryComplete(content.toString(StandardCharsets.UTF_8)));
        return text.future();
    }

    @Override
    public Future<Void> close() {
        return client.close();
    }
}
