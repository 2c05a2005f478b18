package dev.usher.entitlements.auth;

import static dev.usher.entitlements.auth.JwksServer.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import dev.usher.entitlements.core.Refusal.Reason;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SelfSignedCertificate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The issuer's keys: they change, they are withdrawn, and the issuer goes away. */
class JwtAuthenticatorIT {
    private static Vertx vertx;

    /** Nanoseconds; moves when told to. */
    private final AtomicLong ticks = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);

    private final List<JwtAuthenticator> opened = new ArrayList<>();
    private JwksServer issuer;

    @TempDir
    private Path folder;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void close() {
        await(vertx.close());
    }

    @BeforeEach
    void publish() {
        issuer = new JwksServer(vertx, Tokens.jwks(Tokens.RSA));
    }

    @AfterEach
    void stop() {
        opened.forEach(authenticator -> await(authenticator.close()));
        issuer.close();
    }

    @Test
    void aTokenOfTheIssuerIsAccepted() {
        JwtAuthenticator authenticator = opened();

        assertThat(await(authenticator.authenticate(bearer(Tokens.RSA))).name()).isEqualTo("svc-login");
        assertThat(authenticator.problem()).isEmpty();
        assertThat(issuer.requests()).isEqualTo(1);
    }

    @Test
    void aNewKeyIsFetchedWhenATokenNamesIt() {
        JwtAuthenticator authenticator = opened();
        issuer.publishes(Tokens.jwks(Tokens.RSA, Tokens.NEXT_RSA));
        pass(KeyRing.PAUSE);

        assertThat(refusal(authenticator, bearer(Tokens.NEXT_RSA))).isEmpty();
        assertThat(refusal(authenticator, bearer(Tokens.RSA))).isEmpty();
        assertThat(issuer.requests()).isEqualTo(2);
    }

    @Test
    void aWithdrawnKeyIsRefusedOnceTheKeysAreReadAgain() {
        JwtAuthenticator authenticator = opened();
        issuer.publishes(Tokens.jwks(Tokens.NEXT_RSA));
        pass(KeyRing.PAUSE);

        assertThat(refusal(authenticator, bearer(Tokens.NEXT_RSA))).isEmpty();
        assertThat(refusal(authenticator, bearer(Tokens.RSA))).contains(Reason.UNKNOWN_KEY);
    }

    @Test
    void keysAreReadAgainWithoutAnybodyAsking() {
        JwtAuthenticator authenticator = opened(config(Duration.ofMillis(50), Duration.ofHours(1)));
        issuer.publishes(Tokens.jwks(Tokens.NEXT_RSA));

        await().untilAsserted(() ->
                assertThat(refusal(authenticator, bearer(Tokens.RSA))).contains(Reason.UNKNOWN_KEY));
    }

    @Test
    void tokensWithUnknownKeysDoNotMakeUsBotherTheIssuer() {
        JwtAuthenticator authenticator = opened();

        for (int i = 0; i < 50; i++) {
            assertThat(refusal(authenticator, bearer(Tokens.FOREIGN_RSA))).contains(Reason.UNKNOWN_KEY);
        }
        assertThat(issuer.requests()).isEqualTo(1);

        pass(KeyRing.PAUSE);
        List<Future<Identity>> many = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            many.add(authenticator.authenticate(bearer(Tokens.FOREIGN_RSA)));
        }
        await(Future.join(many).otherwiseEmpty());
        assertThat(issuer.requests()).isEqualTo(2);
    }

    @Test
    void whileTheIssuerIsAwayItsKeysAreKeptButNotForEver() {
        JwtAuthenticator authenticator = opened(config(Duration.ofMinutes(5), Duration.ofHours(1)));
        issuer.fails(500);

        pass(Duration.ofMinutes(59));
        assertThat(refusal(authenticator, bearer(Tokens.RSA))).isEmpty();
        assertThat(refusal(authenticator, bearer(Tokens.FOREIGN_RSA))).contains(Reason.UNKNOWN_KEY);
        assertThat(authenticator.problem()).isEmpty();

        pass(Duration.ofMinutes(1));
        assertThat(refusal(authenticator, bearer(Tokens.RSA))).contains(Reason.KEYS_UNAVAILABLE);
        assertThat(authenticator.problem().orElseThrow()).contains("everybody is refused", "status 500");

        issuer.publishes(Tokens.jwks(Tokens.RSA));
        pass(KeyRing.PAUSE);
        assertThat(refusal(authenticator, bearer(Tokens.RSA))).isEmpty();
        assertThat(authenticator.problem()).isEmpty();
    }

    @Test
    void withoutKeysFromTheStartEverybodyIsRefused() {
        issuer.close();
        JwtAuthenticator authenticator = opened();

        assertThat(refusal(authenticator, bearer(Tokens.RSA))).contains(Reason.KEYS_UNAVAILABLE);
        assertThat(authenticator.problem().orElseThrow()).contains("everybody is refused");
        // What needs no key to be refused is refused for what it is.
        assertThat(refusal(authenticator, null)).contains(Reason.MISSING);
        assertThat(refusal(authenticator, "Bearer x.y")).contains(Reason.MALFORMED);
    }

    @Test
    void anEmptySetIsTheIssuersWordAndNotAnOutage() {
        JwtAuthenticator authenticator = opened();
        issuer.publishes("{\"keys\":[]}");
        pass(KeyRing.PAUSE);

        assertThat(refusal(authenticator, bearer(Tokens.FOREIGN_RSA))).contains(Reason.UNKNOWN_KEY);
        assertThat(refusal(authenticator, bearer(Tokens.RSA))).contains(Reason.UNKNOWN_KEY);
        assertThat(authenticator.problem().orElseThrow()).contains("publishes no key");
    }

    @Test
    void whatIsNoKeySetChangesNothing() {
        List<Runnable> answers = List.of(
                () -> issuer.publishes("<html>sign in</html>"),
                () -> issuer.publishes("{\"keys\":{}}"),
                () -> issuer.publishes("{\"error\":\"x\"}"),
                () -> issuer.publishes("{\"keys\":[],\"x\":\"" + "x".repeat(JwksSource.MAX_BYTES) + "\"}"),
                () -> issuer.answers(request -> request.response()
                        .setStatusCode(302)
                        .putHeader("Location", "/keys2")
                        .end()),
                () -> issuer.answers(request -> request.connection().close()),
                () -> issuer.fails(204));
        for (Runnable answer : answers) {
            issuer.publishes(Tokens.jwks(Tokens.RSA));
            JwtAuthenticator authenticator = opened();
            int before = issuer.requests();
            answer.run();
            pass(KeyRing.PAUSE);

            assertThat(refusal(authenticator, bearer(Tokens.FOREIGN_RSA))).contains(Reason.UNKNOWN_KEY);
            assertThat(issuer.requests()).isEqualTo(before + 1);
            assertThat(refusal(authenticator, bearer(Tokens.RSA))).isEmpty();
        }
    }

    @Test
    void anIssuerThatNeverAnswersIsGivenUp() {
        issuer.answers(request -> {});
        JwtAuthenticator authenticator = authenticator(config(Duration.ofMinutes(5), Duration.ofHours(1)));
        Future<Void> opening = authenticator.open();

        await(opening);
        assertThat(authenticator.problem().orElseThrow()).contains("no answer in 5 s");
    }

    /** Anybody on the way can answer in the place of a server whose certificate nobody vouches for. */
    @Test
    void keysFromAServerThatCannotProveWhoItIsAreNotTaken() {
        SelfSignedCertificate certificate = SelfSignedCertificate.create("localhost");
        HttpServer server = await(vertx.createHttpServer(
                        new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate.keyCertOptions()))
                .requestHandler(request -> request.response().end(Tokens.jwks(Tokens.RSA)))
                .listen(0, "127.0.0.1"));
        try {
            URI uri = URI.create("https://localhost:" + server.actualPort() + "/");
            JwtAuthenticator authenticator = opened(Tokens.config(new JwksLocation.Remote(uri)));

            assertThat(refusal(authenticator, bearer(Tokens.RSA))).contains(Reason.KEYS_UNAVAILABLE);
        } finally {
            await(server.close());
            certificate.delete();
        }
    }

    @Test
    void aFileCanBeReplaced() throws IOException {
        Path file = Files.writeString(folder.resolve("jwks.json"), Tokens.jwks(Tokens.RSA));
        JwtAuthenticator authenticator = opened(Tokens.config(new JwksLocation.LocalFile(file)));
        assertThat(refusal(authenticator, bearer(Tokens.RSA))).isEmpty();

        Files.writeString(file, Tokens.jwks(Tokens.NEXT_RSA));
        pass(KeyRing.PAUSE);

        assertThat(refusal(authenticator, bearer(Tokens.NEXT_RSA))).isEmpty();
        assertThat(refusal(authenticator, bearer(Tokens.RSA))).contains(Reason.UNKNOWN_KEY);
    }

    /** PS256 with the issuer's own key: well signed, and nobody said that it may be. */
    @Test
    void anAlgorithmThatIsNotConfiguredIsRefused() throws JOSEException {
        String token = Tokens.sign(
                Tokens.header("PS256", "rsa-1"),
                Tokens.claims(Tokens.NOW, "admin"),
                new RSASSASigner(Tokens.RSA),
                JWSAlgorithm.PS256);

        assertThat(refusal(opened(), "Bearer " + token)).contains(Reason.UNSUPPORTED_ALGORITHM);
    }

    /** Whichever event loop the keys arrive on. */
    @Test
    void whoeverAsksIsAnsweredOnTheirOwnContext() {
        JwtAuthenticator authenticator = opened();
        issuer.publishes(Tokens.jwks(Tokens.RSA, Tokens.NEXT_RSA));
        pass(KeyRing.PAUSE);
        Promise<Boolean> same = Promise.promise();
        Context own = vertx.getOrCreateContext();

        own.runOnContext(go -> {
            Thread asking = Thread.currentThread();
            authenticator
                    .authenticate(bearer(Tokens.NEXT_RSA))
                    .onComplete(answer -> same.complete(answer.succeeded() && Thread.currentThread() == asking));
        });

        assertThat(await(same.future())).isTrue();
    }

    @Test
    void onceClosedNobodyIsAskedAnyMore() {
        JwtAuthenticator authenticator = opened();
        await(authenticator.close());
        pass(Duration.ofHours(5));

        assertThat(refusal(authenticator, bearer(Tokens.RSA))).contains(Reason.KEYS_UNAVAILABLE);
        assertThat(issuer.requests()).isEqualTo(1);
    }

    private void pass(Duration time) {
        ticks.addAndGet(time.toNanos());
    }

    private JwtConfig config(Duration refresh, Duration maxAge) {
        JwtConfig usual = Tokens.config(new JwksLocation.Remote(issuer.uri()));
        return new JwtConfig(
                usual.issuer(),
                usual.audience(),
                usual.keys(),
                refresh,
                maxAge,
                usual.algorithms(),
                usual.clockSkew(),
                usual.rolesClaim(),
                usual.roles(),
                usual.callerClaim());
    }

    private JwtAuthenticator opened() {
        return opened(config(Duration.ofMinutes(5), Duration.ofHours(4)));
    }

    private JwtAuthenticator opened(JwtConfig config) {
        JwtAuthenticator authenticator = authenticator(config);
        await(authenticator.open());
        return authenticator;
    }

    private JwtAuthenticator authenticator(JwtConfig config) {
        JwtAuthenticator authenticator =
                new JwtAuthenticator(vertx, config, Clock.fixed(Tokens.NOW, ZoneOffset.UTC), ticks::get, KeyRing.PAUSE);
        opened.add(authenticator);
        return authenticator;
    }

    private static String bearer(JWK key) {
        assertThat(key).isInstanceOf(RSAKey.class);
        return "Bearer " + Tokens.valid(key, Tokens.NOW, "admin");
    }

    private static Optional<Reason> refusal(JwtAuthenticator authenticator, String header) {
        return await(authenticator
                .authenticate(header)
                .map(accepted -> Optional.<Reason>empty())
                .recover(failure ->
                        Future.succeededFuture(Optional.of(((AuthenticationRefusedException) failure).reason()))));
    }
}
