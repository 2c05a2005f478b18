package dev.usher.entitlements.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.api.ApiHarness.Reply;
import dev.usher.entitlements.auth.JwksLocation;
import dev.usher.entitlements.auth.JwksServer;
import dev.usher.entitlements.auth.JwtAuthenticator;
import dev.usher.entitlements.auth.Tokens;
import dev.usher.entitlements.core.Refusal.Reason;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of an issuer over HTTP: who gets in, what the others are told, and what is written down about them. */
class ApiTokensIT {
    private static final String VALID = Tokens.valid(Tokens.RSA, Tokens.NOW, "operator");

    private static Vertx vertx;
    private static JwksServer issuer;
    private static JwtAuthenticator authenticator;
    private static ApiHarness api;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        issuer = new JwksServer(vertx, Tokens.jwks(Tokens.RSA));
        authenticator = authenticator(issuer);
        api = new ApiHarness(authenticator);
    }

    private static JwtAuthenticator authenticator(JwksServer keys) {
        JwtAuthenticator opened = new JwtAuthenticator(
                vertx, Tokens.config(new JwksLocation.Remote(keys.uri())), Clock.fixed(Tokens.NOW, ZoneOffset.UTC));
        ApiHarness.await(opened.open());
        return opened;
    }

    @AfterAll
    static void stop() {
        api.close();
        ApiHarness.await(authenticator.close());
        issuer.close();
        ApiHarness.await(vertx.close());
    }

    @BeforeEach
    void forget() {
        api.usher.reset();
        api.refusals.clear();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "bearer ", "BEARER   "})
    void theIssuersTokenLetsItsHolderIn(String scheme) {
        Reply reply = api.send(HttpMethod.DELETE, "/v1/seats/s", Map.of("Authorization", scheme + VALID), null);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(api.usher.onlyCall().arguments())
                .anyMatch(each -> String.valueOf(each).contains("svc-login"));
        assertThat(api.refusals).isEmpty();
    }

    @Test
    void andOnlyWhereItsRolesDo() {
        Reply reply = api.send(
                HttpMethod.PUT,
                "/v1/groups/g/products",
                Map.of("Authorization", "Bearer " + VALID, "Content-Type", "application/json"),
                "{\"products\":[]}");

        assertThat(reply.problem(403, "not-allowed").getString("detail")).isEqualTo("Needs one of these roles: admin.");
        assertThat(api.refusals)
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.caller()).contains("svc-login"));
    }

    static Stream<Arguments> refused() throws Exception {
        JsonObject header = Tokens.header("RS256", "rsa-1");
        JsonObject claims = Tokens.claims(Tokens.NOW, "admin");
        byte[] publicKey = Tokens.RSA.toRSAPublicKey().getEncoded();
        return Stream.of(
                Arguments.of(
                        Reason.EXPIRED,
                        "expired",
                        sign(claims.copy()
                                .put("exp", Tokens.NOW.minusSeconds(60).getEpochSecond()))),
                Arguments.of(
                        Reason.NOT_YET_VALID,
                        "not valid yet",
                        sign(claims.copy().put("nbf", Tokens.NOW.plusSeconds(60).getEpochSecond()))),
                Arguments.of(
                        Reason.WRONG_AUDIENCE, "audience", sign(claims.copy().put("aud", "billing"))),
                Arguments.of(Reason.WRONG_ISSUER, "issuer", sign(claims.copy().put("iss", "https://evil.test"))),
                Arguments.of(Reason.UNSUPPORTED_ALGORITHM, "", Tokens.unsigned(Tokens.header("none", "rsa-1"), claims)),
                Arguments.of(
                        Reason.UNSUPPORTED_ALGORITHM,
                        "",
                        Tokens.hmac(Tokens.header("HS256", "rsa-1"), claims, publicKey)),
                Arguments.of(Reason.BAD_SIGNATURE, "", Tokens.sign(header, claims, Tokens.FOREIGN_RSA)),
                Arguments.of(
                        Reason.UNKNOWN_KEY,
                        "",
                        Tokens.sign(Tokens.header("RS256", "foreign"), claims, Tokens.FOREIGN_RSA)),
                Arguments.of(Reason.MALFORMED, "", "no.jwt"),
                Arguments.of(Reason.MALFORMED, "", VALID + "." + "A".repeat(9000)));
    }

    private static String sign(JsonObject claims) {
        return Tokens.sign(Tokens.header("RS256", "rsa-1"), claims, Tokens.RSA);
    }

    /** Why is told to the holder of a genuine token alone, and written down always; the token never. */
    @ParameterizedTest
    @MethodSource("refused")
    void aRefusalIsRecordedWithoutTheToken(Reason reason, String told, String token) {
        try (LogCapture log = LogCapture.open()) {
            Reply reply = api.send(HttpMethod.GET, "/v1/seats/s", Map.of("Authorization", "Bearer " + token), null);

            JsonObject problem = reply.problem(401, "unauthenticated");
            String challenge = reply.headers().get("WWW-Authenticate");
            assertThat(challenge).startsWith("Bearer realm=\"usher\", error=\"invalid_token\"");
            assertThat(problem.getString("detail")).contains(told);
            if (told.isEmpty()) {
                assertThat(problem.getString("detail")).isEqualTo("A valid bearer token is required.");
                assertThat(challenge).doesNotContain("error_description");
            } else {
                assertThat(challenge).contains("error_description").contains(told);
            }
            assertThat(api.refusals).singleElement().satisfies(refusal -> {
                assertThat(refusal.reason()).isEqualTo(reason);
                assertThat(refusal.operationId()).contains("getSeat");
                assertThat(refusal.correlationId()).isEqualTo(problem.getString("correlationId"));
            });
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("reason=" + reason.text() + " operation=getSeat")
                            && line.contains(problem.getString("correlationId")));
            assertNowhere(token, reply.body().toString());
            assertNowhere(token, reply.headers().toString());
            assertNowhere(token, api.refusals.toString());
            assertThat(log.lines()).allSatisfy(line -> assertNowhere(token, line));
        }
        assertThat(api.usher.calls()).isEmpty();
    }

    /** Neither the whole nor any part of it that says something. */
    private static void assertNowhere(String token, String text) {
        assertThat(text).doesNotContain(token);
        for (String part : token.split("\\.")) {
            if (part.length() > 8) {
                assertThat(text).doesNotContain(part);
            }
        }
    }

    @Test
    void twoAuthorizationHeadersAreRefusedEvenIfBothAreGood() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add("Authorization", "Bearer " + VALID)
                .add("authorization", "Bearer " + VALID);

        api.send(HttpMethod.GET, "/v1/seats/s", headers, null).problem(401, "unauthenticated");
        assertThat(api.refusals)
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(Reason.MALFORMED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer {t}, Bearer {t}", "Bearer {t},{t}", "Bearer\t{t}", "Bearer {t} x", "DPoP {t}"})
    void oneHeaderHoldsOneToken(String header) {
        Reply reply =
                api.send(HttpMethod.GET, "/v1/seats/s", Map.of("Authorization", header.replace("{t}", VALID)), null);

        reply.problem(401, "unauthenticated");
    }

    /** Before it is read, so nobody can be asked to read it. */
    @Test
    void aHugeTokenIsRefusedByTheServer() throws Exception {
        try (java.net.Socket socket = new java.net.Socket("127.0.0.1", api.port())) {
            String request = "GET /v1/seats/s HTTP/1.1\r\nHost: usher\r\nAuthorization: Bearer " + "A".repeat(20_000);
            socket.getOutputStream().write((request + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            socket.setSoTimeout(10_000);
            String status = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);

            assertThat(status).isEqualTo("HTTP/1.1 431");
        }
        assertThat(api.usher.calls()).isEmpty();
    }

    @Test
    void withoutKeysTheAnswerIsToTryAgain() {
        try (JwksServer away = new JwksServer(vertx, "")) {
            away.fails(503);
            JwtAuthenticator without = authenticator(away);
            try (ApiHarness closed = new ApiHarness(without)) {
                Reply reply =
                        closed.send(HttpMethod.GET, "/v1/seats/s", Map.of("Authorization", "Bearer " + VALID), null);

                reply.problem(503, "unavailable");
                assertThat(reply.headers().get("Retry-After")).isNotBlank();
                assertThat(closed.usher.calls()).isEmpty();
                assertThat(closed.refusals)
                        .singleElement()
                        .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(Reason.KEYS_UNAVAILABLE));
            } finally {
                ApiHarness.await(without.close());
            }
        }
    }
}
