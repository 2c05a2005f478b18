package dev.usher.runtime.solace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.usher.runtime.config.Secret;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a token endpoint may answer, and what is told of it. */
class TokenEndpointClientIT {

    private final Vertx vertx = Vertx.vertx();
    private TokenSource source;

    @AfterEach
    void close() throws Exception {
        source.close();
        SessionLife.get(vertx.close());
    }

    private void answering(int status, String body) throws Exception {
        answering(request -> request.response().setStatusCode(status).end(body), Duration.ofSeconds(10));
    }

    private void answering(Handler<HttpServerRequest> how, Duration patience) throws Exception {
        int port = SessionLife.get(vertx.createHttpServer().requestHandler(how).listen(0, "127.0.0.1"))
                .actualPort();
        TokenOrigin.Endpoint endpoint = new TokenOrigin.Endpoint(
                URI.create("http://127.0.0.1:" + port + "/token?code=leaked"),
                "id",
                Secret.of("hunter2"),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty());
        source = new TokenEndpointClient(vertx, endpoint, patience.toMillis());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | {\"error\":\"invalid_client\"} | answered 401 invalid_client; check clientId",
                "400 | {\"error\":\"leaked Token 1\"} | answered 400; check",
                "500 | <html>leaked</html> | answered 500",
                "200 | <html>leaked</html> | did not answer with JSON",
                "200 | [\"leaked\"] | did not answer with JSON",
                "200 | {\"token\":\"leaked\"} | gave no access_token",
                "200 | {\"access_token\":\"\"} | gave no access_token",
                "302 | leaked | answered 302"
            })
    void whatIsNoTokenIsSaidWithoutWhatWasAnswered(int status, String body, String saying) throws Exception {
        answering(status, body);
        Throwable e = catchThrowable(() -> SessionLife.get(source.fetch()));
        assertThat(e.getCause()).isInstanceOf(ConnectionProblem.class).hasMessageContaining(saying);
        assertThat(e.getCause().getMessage()).doesNotContain("leaked").doesNotContain("hunter2");
    }

    @Test
    void anAnswerWithoutEndIsBrokenOff() throws Exception {
        AtomicBoolean broken = new AtomicBoolean();
        answering(
                request -> {
                    request.response().setChunked(true).exceptionHandler(e -> broken.set(true));
                    request.connection().closeHandler(closed -> broken.set(true));
                    vertx.setPeriodic(20, id -> {
                        if (broken.get()) {
                            vertx.cancelTimer(id);
                        } else {
                            request.response().write(" ");
                        }
                    });
                },
                Duration.ofMillis(300));
        assertThat(catchThrowable(() -> SessionLife.get(source.fetch())).getCause())
                .isInstanceOf(ConnectionProblem.class)
                .hasMessageContaining("has not answered within 300 ms");
        await().untilTrue(broken);
    }

    @Test
    void anAnswerThatIsTooLongIsBrokenOff() throws Exception {
        answering(200, " ".repeat(70_000) + "{\"access_token\":\"a\"}");
        assertThat(catchThrowable(() -> SessionLife.get(source.fetch())).getCause())
                .isInstanceOf(ConnectionProblem.class)
                .hasMessageContaining("more than 65536 bytes");
    }

    @Test
    void theLongestLifeIsNoTrouble() throws Exception {
        answering(200, "{\"access_token\":\"a\",\"expires_in\":9223372036854775807}");
        assertThat(SessionLife.get(source.fetch()).expires()).isPresent();
    }

    @Test
    void theLifeThatTheEndpointTellsCountsFromTheRequest() throws Exception {
        answering(200, "{\"access_token\":\"a\",\"expires_in\":60}");
        Instant before = Instant.now();
        AccessToken token = SessionLife.get(source.fetch());
        assertThat(token.value()).isEqualTo(Secret.of("a"));
        assertThat(token.expires().orElseThrow())
                .isBetween(before.plusSeconds(60), Instant.now().plus(Duration.ofSeconds(60)));
    }
}
