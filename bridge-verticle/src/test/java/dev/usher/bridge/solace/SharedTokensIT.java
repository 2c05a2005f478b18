package dev.usher.bridge.solace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.Tls;
import dev.usher.broker.core.TokenVerifier;
import dev.usher.runtime.config.Secret;
import dev.usher.runtime.solace.SolaceAuthentication;
import dev.usher.runtime.solace.SolaceConnection;
import dev.usher.runtime.solace.SolaceReconnect;
import dev.usher.runtime.solace.SolaceTls;
import dev.usher.runtime.solace.TokenOrigin;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All sessions of a bridge log in with one access token. */
class SharedTokensIT extends PublisherSetup {

    @TempDir
    private Path folder;

    @Test
    void manySessionsAskForOneToken() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        Vertx idp = Vertx.vertx();
        TokenVerifier any = (token, issuer) ->
                Optional.of(new TokenVerifier.Holder("bridge", Instant.now().plusSeconds(3_600)));
        try (EmbeddedBroker broker = EmbeddedBroker.builder()
                .tls(Tls.selfSigned())
                .user("bridge", "")
                .oauth(any)
                .start()) {
            HttpServer server = idp.createHttpServer()
                    .requestHandler(request -> request.response()
                            .end("{\"access_token\":\"t" + requests.incrementAndGet() + "\",\"expires_in\":3600}"))
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            start(withTokens(broker, "http://127.0.0.1:" + server.actualPort() + "/token"), 3);
            await().until(() -> link.sessionsUp() == 3);
            assertThat(requests).hasValue(1);
        } finally {
            idp.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    private SolaceConnection withTokens(EmbeddedBroker broker, String endpoint) throws Exception {
        return new SolaceConnection(
                List.of(broker.smfTlsHost()),
                broker.vpn(),
                "bridge",
                new SolaceAuthentication.OAuth(
                        new TokenOrigin.Endpoint(
                                URI.create(endpoint),
                                "id",
                                Secret.of("secret"),
                                Optional.empty(),
                                Map.of(),
                                Optional.empty(),
                                Optional.empty()),
                        Optional.empty()),
                Optional.empty(),
                new SolaceTls(
                        Optional.of(broker.tls().writeTrustStore(folder.resolve("trust.p12"))),
                        Optional.of(Secret.of(Tls.TRUST_STORE_PASSWORD)),
                        true),
                SolaceReconnect.none());
    }
}
