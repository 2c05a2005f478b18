package dev.usher.entitlements.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.api.ApiHarness.Reply;
import dev.usher.entitlements.core.ClientRef;
import dev.usher.entitlements.core.Preview;
import dev.usher.entitlements.core.Seat;
import dev.usher.topics.TopicFilter;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code dryRun=true}: every write says what it would do, and nothing else is asked of the service. */
class ApiTryIT {
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

    @ParameterizedTest
    @MethodSource("writes")
    void aTriedWriteOnlySaysWhatItWouldDo(Examples write) {
        Reply reply = write.tryOn(api);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().contains("Location")).isFalse();
        assertThat(reply.json().getBoolean("dryRun")).isTrue();
        assertThat(api.usher.onlyCall().method()).startsWith("preview");
    }

    @Test
    void theWalkKnowsEveryWrite() {
        assertThat(writes().map(write -> write.operationId))
                .containsExactlyInAnyOrderElementsOf(api.contract.operations().stream()
                        .filter(o -> !o.getHttpMethod().equals(HttpMethod.GET))
                        .map(o -> o.getOperationId())
                        .filter(id -> !id.equals("checkAccess"))
                        .toList());
    }

    @Test
    void thePreviewIsShownWhole() {
        assertThat(Examples.SET_GROUP_PRODUCTS.tryOn(api).json()).isEqualTo(new JsonObject("""
                        {"dryRun":true,"kind":"group-products","created":false,
                         "counts":{"targets":2,"seats":1,"gained":1,"lost":1,"operations":1,"disconnects":1},
                         "targets":[{"user":"alice","broker":"default","clientUsername":"alice-cu"},
                                    {"user":"bob","broker":"emea","clientUsername":"bob-cu"}],
                         "seats":[{"id":"seat-1","user":"alice","broker":"default","clientUsername":"alice-cu",
                                   "client":{"kind":"mqtt","id":"client-1"},
                                   "gained":["FX/*/SPOT"],"lost":["US/NASDAQ/>"]}],
                         "operations":[{"broker":"default","kind":"remove-subscription","subject":"#mqtt/client-1/17",
                                        "detail":"US/NASDAQ/>"}],
                         "disconnects":[{"user":"alice","broker":"default","clientUsername":"alice-cu",
                                         "clientName":"#mqtt/client-1/17","reason":"another ACL profile"}],
                         "unknown":["broker emea does not answer"],"truncated":false}"""));
    }

    @Test
    void aLargePreviewIsCountedInFullAndShownInPart() {
        List<TopicFilter> many = IntStream.range(0, 101)
                .mapToObj(i -> TopicFilter.parse("a/" + i))
                .toList();
        Seat seat = new Seat("s", Samples.ALICE, new ClientRef.Smf("c"), Samples.T0);
        api.usher.answers(new Preview(
                "user-status",
                false,
                List.of(),
                Collections.nCopies(1001, new Preview.SeatDelta(seat, List.of(), many)),
                List.of(),
                List.of(),
                List.of()));

        JsonObject json = Examples.SET_USER_STATUS.tryOn(api).json();

        assertThat(json.getJsonObject("counts").getLong("lost")).isEqualTo(1001L * 101);
        assertThat(json.getJsonArray("seats")).hasSize(1000);
        assertThat(json.getJsonArray("seats").getJsonObject(0).getJsonArray("lost"))
                .hasSize(100);
        assertThat(json.getBoolean("truncated")).isTrue();
    }
}
