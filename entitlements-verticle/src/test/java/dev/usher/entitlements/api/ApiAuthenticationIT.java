package dev.usher.entitlements.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.api.ApiHarness.Reply;
import dev.usher.entitlements.core.Refusal.Reason;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.openapi.contract.Operation;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing under /v1 is reached without the token, and the token is never written anywhere. */
class ApiAuthenticationIT {
    private static final String WRONG = "Q".repeat(43);

    private static ApiHarness api;

    @BeforeAll
    static void start() {
        api = new ApiHarness();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void forget() {
        api.usher.reset();
        api.refusals.clear();
    }

    @AfterEach
    void theServiceWasNotAsked() {
        assertThat(api.usher.calls()).isEmpty();
    }

    /** Every operation of the contract: method and path with its parameters filled in. */
    static Stream<org.junit.jupiter.params.provider.Arguments> operations() {
        try (ApiHarness contract = new ApiHarness()) {
            List<Operation> operations = contract.contract.operations();
            assertThat(operations).hasSizeGreaterThanOrEqualTo(8);
            return operations.stream()
                    .map(operation -> org.junit.jupiter.params.provider.Arguments.of(
                            operation.getHttpMethod().name(),
                            operation.getAbsoluteOpenAPIPath().replaceAll("\\{[^}]*}", "x")));
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void withoutATokenEveryOperationIsRefused(String method, String path) {
        assertRefused(api.send(HttpMethod.valueOf(method), path, Map.of(), null));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void withAnotherTokenEveryOperationIsRefused(String method, String path) {
        assertRefused(api.send(HttpMethod.valueOf(method), path, Map.of("Authorization", "Bearer " + WRONG), null));
    }

    @Test
    void everyOperationOfTheContractAsksForTheBearer() {
        assertThat(api.contract.operations())
                .allSatisfy(operation -> assertThat(operation.getSecurityRequirements())
                        .isNotEmpty()
                        .allSatisfy(requirement ->
                                assertThat(requirement.getNames()).containsExactly("bearer")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic {token}", "{token}", "Bearer {token}x", "Bearer x{token}"})
    void whatOnlyLooksLikeTheTokenIsRefused(String header) {
        String value = header.replace("{token}", api.authenticator.token().reveal());

        assertRefused(api.send(HttpMethod.GET, "/v1/seats/s", Map.of("Authorization", value), null));
    }

    @Test
    void twoAuthorizationHeadersAreRefused() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        headers.add("Authorization", api.authorized().get("Authorization")).add("Authorization", "Bearer " + WRONG);

        assertRefused(api.send(HttpMethod.GET, "/v1/seats/s", headers, null));
    }

    @Test
    void anUnknownPathIsNotEvenConfirmedToBeUnknown() {
        assertRefused(api.send(HttpMethod.GET, "/v1/nothing", Map.of(), null));
        assertRefused(api.send(HttpMethod.PATCH, "/v1/seats", Map.of(), null));
    }

    @Test
    void anInvalidRequestIsNotLookedAtBeforeItsToken() {
        assertRefused(api.send(HttpMethod.POST, "/v1/seats?x=y", Map.of("Content-Type", "text/plain"), "{"));
    }

    @Test
    void theSchemeIsCaseInsensitive() {
        String token = api.authenticator.token().reveal();

        Reply reply = api.send(HttpMethod.GET, "/v1/seats/s", Map.of("Authorization", "bEARER  " + token), null);

        assertThat(reply.status()).isEqualTo(200);
        api.usher.reset();
    }

    @Test
    void aRefusalIsLoggedWithoutTheCredentialsAndSoIsEverythingElse() {
        String secret = api.authenticator.token().reveal();
        try (LogCapture log = LogCapture.open()) {
            Reply refused =
                    api.send(HttpMethod.GET, "/v1/seats/s", Map.of("Authorization", "Bearer " + secret + WRONG), null);
            assertRefused(refused);
            api.get("/v1/seats/s");
            api.delete("/v1/seats/s");

            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("WARN"))
                    .singleElement()
                    .asString()
                    .contains("api request refused reason=unknown-token operation=getSeat caller=unknown")
                    .contains(refused.headers().get("Correlation-Id"));
            assertThat(log.lines()).anyMatch(line -> line.contains("api write answered operation=closeSeat"));
            assertThat(log.lines()).noneMatch(line -> line.contains(secret) || line.contains(WRONG));
        }
        api.usher.reset();
    }

    @Test
    void aRefusalIsReportedWithItsReason() {
        Reply missing = api.send(HttpMethod.DELETE, "/v1/seats/s", Map.of(), null);
        api.send(HttpMethod.GET, "/v1/nothing", Map.of("Authorization", "Basic x"), null);

        assertThat(api.refusals).hasSize(2);
        assertThat(api.refusals.get(0).reason()).isEqualTo(Reason.MISSING);
        assertThat(api.refusals.get(0).operationId()).contains("closeSeat");
        assertThat(api.refusals.get(0).caller()).isEmpty();
        assertThat(api.refusals.get(0).correlationId())
                .isEqualTo(missing.headers().get("Correlation-Id"));
        assertThat(api.refusals.get(0).remoteAddress()).startsWith("127.0.0.1:");
        assertThat(api.refusals.get(1).reason()).isEqualTo(Reason.MALFORMED);
        assertThat(api.refusals.get(1).operationId()).isEmpty();
    }

    /** RFC 6750 section 3: without credentials there is no error to name. */
    @Test
    void theChallengeSaysWhetherThereWasAToken() {
        Reply without = api.send(HttpMethod.GET, "/v1/seats/s", Map.of(), null);
        Reply wrong = api.send(HttpMethod.GET, "/v1/seats/s", Map.of("Authorization", "Bearer " + WRONG), null);

        assertThat(without.headers().get("WWW-Authenticate")).isEqualTo("Bearer realm=\"usher\"");
        assertThat(wrong.headers().get("WWW-Authenticate"))
                .isEqualTo("Bearer realm=\"usher\", error=\"invalid_token\"");
    }

    @Test
    void theContractItselfIsOpen() throws Exception {
        Reply reply = api.send(HttpMethod.GET, "/openapi.yaml", Map.of(), null);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().get("Content-Type")).isEqualTo("application/yaml");
        assertThat(reply.body().toString())
                .isEqualTo(java.nio.file.Files.readString(java.nio.file.Path.of("../openapi/entitlements.yaml")));
    }

    private static void assertRefused(Reply reply) {
        reply.problem(401, "unauthenticated");
        assertThat(reply.headers().get("WWW-Authenticate")).startsWith("Bearer");
        assertThat(reply.body().toString())
                .doesNotContain(api.authenticator.token().reveal());
    }
}
