package dev.usher.entitlements.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.api.ApiHarness.Reply;
import dev.usher.entitlements.core.Usher.NotAllowedException;
import dev.usher.entitlements.core.Usher.TooManySubscriptionsException;
import dev.usher.entitlements.core.Usher.UnreachableClientException;
import dev.usher.entitlements.core.port.BrokerUnavailableException;
import dev.usher.entitlements.core.port.EntitlementStore.ConflictException;
import dev.usher.entitlements.core.port.EntitlementStore.InvalidCursorException;
import dev.usher.entitlements.core.port.EntitlementStore.KeyReusedException;
import dev.usher.entitlements.core.port.EntitlementStore.NotFoundException;
import dev.usher.entitlements.core.port.EntitlementStore.StoreUnavailableException;
import dev.usher.entitlements.core.port.EntitlementStore.UnknownReferenceException;
import dev.usher.topics.TopicFilter;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/** How each operation answers when the service refuses or fails. */
class ApiRefusalsIT {
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
    }

    static Stream<Examples> writes() {
        return Stream.of(Examples.values()).filter(Examples::isWrite);
    }

    static Stream<Examples> withBody() {
        return Stream.of(Examples.values()).filter(example -> example.body != null);
    }

    @Test
    void thereIsAnExampleForEveryOperation() {
        assertThat(Stream.of(Examples.values()).map(e -> e.operationId))
                .containsExactlyInAnyOrderElementsOf(api.contract.operations().stream()
                        .map(io.vertx.openapi.contract.Operation::getOperationId)
                        .collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @EnumSource
    void theExampleSucceeds(Examples example) {
        assertThat(example.sendTo(api, api.authorized()).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_NONE, names = "^(LIST_(PRODUCTS|GROUPS|USERS|BROKERS)|GET_CATALOG)$")
    void whatDoesNotExistIsNotFound(Examples example) {
        api.usher.fails(new NotFoundException("user alice"));

        JsonObject problem = example.sendTo(api, api.authorized()).problem(404, "not-found");

        assertThat(problem.getString("detail")).isEqualTo("user alice does not exist");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "LIST_BROKERS")
    void whatIsNotAllowedIsForbidden(Examples example) {
        api.usher.fails(new NotAllowedException("clients may not choose their names"));

        JsonObject problem = example.sendTo(api, api.authorized()).problem(403, "not-allowed");

        assertThat(problem.getString("detail")).isEqualTo("clients may not choose their names");
    }

    @ParameterizedTest
    @MethodSource("writes")
    void aConflictSaysWithWhat(Examples example) {
        api.usher.fails(new ConflictException("client desk-1 is connected as bob, not as alice"));

        JsonObject problem = example.sendTo(api, api.authorized()).problem(409, "conflict");

        assertThat(problem.getString("detail")).isEqualTo("client desk-1 is connected as bob, not as alice");
    }

    @ParameterizedTest
    @MethodSource("withBody")
    void anUnknownReferenceIsUnprocessable(Examples example) {
        api.usher.fails(new UnknownReferenceException("product gold does not exist"));

        JsonObject problem = example.sendTo(api, api.authorized()).problem(422, "unprocessable");

        assertThat(problem.getString("detail")).isEqualTo("product gold does not exist");
    }

    @Test
    void anInvalidFilterIsUnprocessableAndNamesTheLevel() {
        RuntimeException invalid =
                org.assertj.core.api.Assertions.catchRuntimeException(() -> TopicFilter.parse("US//NASDAQ"));
        api.usher.fails(invalid);

        JsonObject problem =
                Examples.SET_GROUP_PRODUCTS.sendTo(api, api.authorized()).problem(422, "invalid-filter");

        assertThat(problem.getString("detail")).contains("level 2");
    }

    @Test
    void whatASeatCannotBeSaysTheWayOut() {
        refusesASeat(new KeyReusedException(), "key-reused", "use a new one for each");
        refusesASeat(new UnreachableClientException("use an MQTT client"), "unreachable-client", "use an MQTT client");
        refusesASeat(
                new TooManySubscriptionsException("801 of 1000 subscriptions"),
                "too-many-subscriptions",
                "801 of 1000 subscriptions");
    }

    private static void refusesASeat(Throwable failure, String kind, String detail) {
        api.usher.fails(failure);

        assertThat(Examples.OPEN_SEAT
                        .sendTo(api, api.authorized())
                        .problem(422, kind)
                        .getString("detail"))
                .contains(detail);
    }

    @ParameterizedTest
    @EnumSource(names = {"LIST_PRODUCTS", "LIST_GROUPS", "LIST_USERS", "LIST_SEATS"})
    void aCursorOfAnotherListIsABadRequest(Examples example) {
        api.usher.fails(new InvalidCursorException());

        JsonObject problem = example.sendTo(api, api.authorized()).problem(400, "bad-request");

        assertThat(problem.getJsonObject("parameter"))
                .isEqualTo(new JsonObject().put("in", "query").put("name", "cursor"));
        assertThat(problem.getString("detail")).contains("begin again without one");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "LIST_BROKERS")
    void anAbsentStoreIsUnavailableAndSaysNothingInternal(Examples example) {
        api.usher.fails(new StoreUnavailableException("db-7.internal refused", new IllegalStateException("pool")));

        Reply reply = example.sendTo(api, api.authorized());

        reply.problem(503, "unavailable");
        assertThat(reply.headers().get("Retry-After")).isEqualTo("5");
        assertThat(reply.body().toString()).doesNotContain("db-7").doesNotContain("pool");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "LIST_BROKERS")
    void anAbsentBrokerIsUnavailable(Examples example) {
        api.usher.fails(new BrokerUnavailableException("broker-3.internal", null));

        Reply reply = example.sendTo(api, api.authorized());

        reply.problem(503, "unavailable");
        assertThat(reply.body().toString()).doesNotContain("broker-3");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "LIST_BROKERS")
    void aFaultSaysNothingInternalButTheLogDoes(Examples example) {
        api.usher.fails(new IllegalArgumentException("select secret from t", new RuntimeException("row 12")));
        try (LogCapture log = LogCapture.open()) {
            Reply reply = example.sendTo(api, api.authorized());

            JsonObject problem = reply.problem(500, "internal");
            assertThat(reply.body().toString())
                    .doesNotContain("select")
                    .doesNotContain("row 12")
                    .doesNotContain("Exception");
            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("ERROR"))
                    .singleElement()
                    .asString()
                    .contains(problem.getString("correlationId"))
                    .contains("select secret from t")
                    .contains("row 12");
            assertThat(log.lines())
                    .noneMatch(line -> line.contains(api.authenticator.token().reveal()));
        }
    }

    @Test
    void aFaultThatIsThrownAndNotReturnedIsAFaultToo() {
        api.usher.answers((dev.usher.entitlements.core.Usher.SeatAnswer) null);

        Examples.GET_SEAT.sendTo(api, api.authorized()).problem(500, "internal");
    }

    @Test
    void aServiceThatNeverAnswersIsUnavailable() {
        try (ApiHarness impatient = new ApiHarness(Duration.ofMillis(50))) {
            impatient.usher.neverAnswers();

            impatient
                    .json(io.vertx.core.http.HttpMethod.POST, "/v1/seats", "{\"user\":\"a\"}", "Prefer", "wait=0")
                    .problem(503, "unavailable");
        }
    }
}
