package dev.usher.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.e2e.Sample.Ran;
import dev.usher.e2e.ScriptedApi.Asked;
import dev.usher.e2e.ScriptedApi.Scripted;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The guide's samples when things go wrong, which the real service does not do on demand. */
class SamplesIT {
    private static final String SEAT = """
            {"id":"4711","user":"alice","broker":"local","clientUsername":"alice",
             "client":{"kind":"mqtt","id":"c1"},"noticeTopic":"usher/notice/4711","open":true,"presence":"none",
             "filters":[],"openedAt":"2026-03-02T08:30:00Z","asOf":"2026-03-02T08:30:00Z"}""";
    private static final Scripted OPENED = Scripted.of(201, SEAT);
    private static final Scripted AWAY = new Scripted(
            503, Map.of("Retry-After", "1"), problem(503, "unavailable", "The store or a broker did not answer."));

    private static String problem(int status, String type, String detail) {
        return new JsonObject()
                .put("type", "urn:usher:problem:" + type)
                .put("status", status)
                .put("detail", detail)
                .encode();
    }

    @ParameterizedTest
    @EnumSource(Sample.class)
    void aServiceThatWasAwayIsAskedTheSameAgain(Sample sample) {
        try (ScriptedApi api = new ScriptedApi(AWAY, Scripted.of(0, ""), OPENED)) {
            Ran ran = sample.run(api.uri(), "secret", "login", "4711", "alice");

            assertThat(ran.exit()).as(ran.err()).isZero();
            assertThat(new JsonObject(ran.out()).getJsonObject("client").getString("id"))
                    .isEqualTo("c1");
            List<Asked> asked = api.asked();
            assertThat(asked).hasSizeGreaterThanOrEqualTo(3);
            assertThat(asked.stream().distinct()).hasSize(1);
            Asked first = asked.get(0);
            assertThat(first.authorization()).isEqualTo("Bearer secret");
            assertThat(new JsonObject(first.body()))
                    .isEqualTo(new JsonObject().put("user", "alice").put("expiresInSeconds", 3600));
            // Each makes the repetition harmless in its own way.
            assertThat(first.method() + " " + first.path() + " " + first.idempotencyKey())
                    .isIn("PUT /v1/seats/4711 null", "POST /v1/seats 4711");
        }
    }

    @ParameterizedTest
    @EnumSource(Sample.class)
    void aServiceThatStaysAwayIsGivenUpAndNobodyIsLetIn(Sample sample) {
        Scripted awayForLong =
                new Scripted(503, Map.of("Retry-After", "60"), problem(503, "unavailable", "did not answer"));
        try (ScriptedApi api = new ScriptedApi(awayForLong)) {
            Ran ran = sample.run(api.uri(), "secret", "login", "4711", "alice");

            assertThat(ran.exit()).isEqualTo(1);
            assertThat(ran.out()).isEmpty();
            assertThat(ran.err()).startsWith("unavailable").contains("did not answer");
            assertThat(api.asked()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "JAVA, 404, not-found", "NODE, 404, not-found",
        "JAVA, 409, conflict", "NODE, 409, conflict",
        "JAVA, 422, unreachable-client", "NODE, 422, unreachable-client",
        "JAVA, 401, unauthenticated", "NODE, 401, unauthenticated"
    })
    void aRefusedLoginIsNotTriedAgainAndSaysWhy(Sample sample, int status, String type) {
        try (ScriptedApi api = new ScriptedApi(Scripted.of(status, problem(status, type, "the way out")), OPENED)) {
            Ran ran = sample.run(api.uri(), "secret", "login", "4711", "alice");

            assertThat(ran.exit()).isEqualTo(1);
            assertThat(ran.out()).isEmpty();
            assertThat(ran.err()).contains("(" + status + ")", "urn:usher:problem:" + type, "the way out");
            assertThat(api.asked()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "JAVA, 200, refreshed", "NODE, 200, refreshed",
        "JAVA, 409, over", "NODE, 409, over",
        "JAVA, 404, over", "NODE, 404, over"
    })
    void aSeatThatIsOverIsNotRefreshed(Sample sample, int status, String said) {
        try (ScriptedApi api = new ScriptedApi(Scripted.of(status, status == 200 ? SEAT : problem(status, "x", "y")))) {
            Ran ran = sample.run(api.uri(), "secret", "refresh", "47 11");

            assertThat(ran.out()).as(ran.err()).isEqualTo(said);
            assertThat(api.asked()).singleElement().satisfies(asked -> {
                assertThat(asked.method() + " " + asked.path()).isEqualTo("PUT /v1/seats/47%2011/expiry");
                assertThat(new JsonObject(asked.body())).isEqualTo(new JsonObject().put("expiresInSeconds", 3600));
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "JAVA, 200, enforced", "NODE, 200, enforced",
        "JAVA, 202, pending", "NODE, 202, pending",
        "JAVA, 404, enforced", "NODE, 404, enforced"
    })
    void aLogoutSaysWhetherItIsProven(Sample sample, int status, String said) {
        try (ScriptedApi api = new ScriptedApi(AWAY, Scripted.of(status, problem(status, "x", "y")))) {
            Ran ran = sample.run(api.uri(), "secret", "logout", "4711");

            assertThat(ran.out()).as(ran.err()).isEqualTo(said);
            assertThat(api.asked())
                    .hasSize(2)
                    .allSatisfy(asked -> assertThat(asked.method() + " " + asked.path())
                            .isEqualTo("DELETE /v1/seats/4711?reason=logout"));
        }
    }
}
