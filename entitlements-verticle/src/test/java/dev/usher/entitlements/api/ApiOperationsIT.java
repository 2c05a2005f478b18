package dev.usher.entitlements.api;

import static dev.usher.entitlements.api.ApiHarness.array;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.api.ApiHarness.Reply;
import dev.usher.entitlements.api.FakeUsher.Call;
import dev.usher.entitlements.core.Caller;
import dev.usher.entitlements.core.ClientRef;
import dev.usher.entitlements.core.IdempotencyKey;
import dev.usher.entitlements.core.Intent;
import dev.usher.entitlements.core.Page;
import dev.usher.entitlements.core.Seat;
import dev.usher.entitlements.core.SeatQuery;
import dev.usher.entitlements.core.UserStatus;
import dev.usher.entitlements.core.Usher.SeatAnswer;
import dev.usher.entitlements.core.Usher.SeatRequest;
import dev.usher.topics.TopicFilter;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each operation asks the service for and how it answers when that succeeds. */
class ApiOperationsIT {
    private static final Duration DEFAULT_WAIT = Duration.ofSeconds(10);

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

    @Test
    void openSeatWithNothingButAUserMintsAnMqttClient() {
        api.usher.answers(Samples.newSeat());

        Reply reply = api.json(HttpMethod.POST, "/v1/seats", "{\"user\":\"alice\"}");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.headers().get("Location")).isEqualTo("/v1/seats/seat%2F2%20%C3%A4");
        assertThat(reply.json()).isEqualTo(new JsonObject("""
                        {"id":"seat/2 ä","user":"alice","broker":"default","clientUsername":"alice-cu",
                         "client":{"kind":"smf","id":"desk-1"},"noticeTopic":"usher/notice/seat%2F2 ä",
                         "open":true,"presence":"none",
                         "filters":[{"filter":"US/NASDAQ/>","state":"pending","products":[],
                                     "reason":"the client is not connected"}],
                         "openedAt":"2026-03-02T08:30:00.120Z","asOf":"2026-03-02T08:30:04.310Z"}"""));
        assertThat(api.usher.onlyCall())
                .isEqualTo(call(
                        "openSeat",
                        new SeatRequest(
                                Optional.empty(),
                                "alice",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        new Caller("auth-service", ""),
                        Optional.empty(),
                        DEFAULT_WAIT));
    }

    @Test
    void openSeatPassesEverythingOn() {
        Reply reply = api.json(HttpMethod.POST, "/v1/seats", """
                {"user":"Zoë 👩‍💻","broker":"emea","client":{"kind":"smf","id":"desk-ß"},"reason":"login",
                 "filters":["US/NASDAQ/>","US/NASDAQ/>","FX/*"],"expiresInSeconds":60}""", "Prefer", "respond-async, wait=0");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(api.usher.onlyCall())
                .isEqualTo(call(
                        "openSeat",
                        new SeatRequest(
                                Optional.empty(),
                                "Zoë 👩‍💻",
                                Optional.of("emea"),
                                Optional.of("smf"),
                                Optional.of("desk-ß"),
                                Optional.of(List.of(
                                        TopicFilter.parse("US/NASDAQ/>"),
                                        TopicFilter.parse("US/NASDAQ/>"),
                                        TopicFilter.parse("FX/*"))),
                                Optional.of(Duration.ofSeconds(60))),
                        new Caller("auth-service", "login"),
                        Optional.empty(),
                        Duration.ZERO));
    }

    @Test
    void putSeatOpensItUnderTheNameInThePath() {
        api.usher.answers(Samples.newSeat());

        Reply reply = api.json(HttpMethod.PUT, "/v1/seats/my%2Fseat", "{\"user\":\"alice\"}");

        assertThat(reply.status()).isEqualTo(201);
        SeatRequest asked = (SeatRequest) api.usher.onlyCall().arguments().get(0);
        assertThat(asked.id()).contains("my/seat");
    }

    @Test
    void theSameBodyHasTheSameFingerprintHoweverItIsWritten() {
        IdempotencyKey first =
                keyOf("{\"user\":\"a\",\"client\":{\"kind\":\"smf\",\"id\":\"x\"},\"filters\":[\"a\",\"b\"]}");

        assertThat(first.key()).isEqualTo("k-1");
        assertThat(
                        keyOf(
                                "{ \"filters\":[\"a\",\"b\"], \"client\":{\"id\":\"x\",\"kind\":\"smf\"}, \"user\":\"\\u0061\" }"))
                .isEqualTo(first);
        assertThat(keyOf("{\"user\":\"a\",\"client\":{\"kind\":\"smf\",\"id\":\"x\"},\"filters\":[\"b\",\"a\"]}"))
                .isNotEqualTo(first);
        assertThat(keyOf("{\"user\":\"a\",\"client\":{\"kind\":\"smf\",\"id\":\"x\"}}"))
                .isNotEqualTo(first);
    }

    private static IdempotencyKey keyOf(String body) {
        api.usher.reset();
        api.json(HttpMethod.POST, "/v1/seats", body, "Idempotency-Key", "k-1");
        return (IdempotencyKey) ((Optional<?>) api.usher.onlyCall().arguments().get(2)).orElseThrow();
    }

    @Test
    void aSeatShowsWhatItWantsAndWhenItExpires() {
        Seat seat = new Seat(
                "seat-1",
                Samples.ALICE,
                new ClientRef.Mqtt("client-1"),
                Samples.T0,
                Optional.of(List.of(TopicFilter.parse("US/>"))),
                Optional.of(Samples.T1));
        api.usher.answers(new SeatAnswer(seat, false, false, Samples.newSeat().state()));

        JsonObject json = api.get("/v1/seats/seat-1").json();

        assertThat(json.getJsonArray("wanted")).isEqualTo(array("US/>"));
        assertThat(json.getString("expiresAt")).isEqualTo("2026-03-02T08:30:04.310Z");
        assertThat(json.getBoolean("open")).isFalse();
    }

    @Test
    void aSeatCanLiveLongerOrForEver() {
        api.json(HttpMethod.PUT, "/v1/seats/s/expiry", "{\"expiresInSeconds\":90,\"reason\":\"still there\"}");
        assertThat(api.usher.onlyCall())
                .isEqualTo(call(
                        "refreshSeat",
                        "s",
                        Optional.of(Duration.ofSeconds(90)),
                        new Caller("auth-service", "still there")));

        api.usher.reset();
        api.json(HttpMethod.PUT, "/v1/seats/s/expiry", "{\"expiresInSeconds\":null}");
        assertThat(api.usher.onlyCall())
                .isEqualTo(call("refreshSeat", "s", Optional.empty(), new Caller("auth-service", "")));
    }

    @Test
    void aSeatThatWasOpenAnswers200WithItsConnection() {
        Reply reply = api.json(HttpMethod.POST, "/v1/seats", "{\"user\":\"alice\"}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().contains("Location")).isFalse();
        assertThat(reply.json().getString("presence")).isEqualTo("connected");
        assertThat(reply.json().getJsonObject("connection"))
                .isEqualTo(
                        new JsonObject().put("clientName", "#mqtt/client-1/17").put("address", "203.0.113.9:52114"));
        assertThat(reply.json().getJsonArray("filters"))
                .isEqualTo(array(
                        new JsonObject()
                                .put("filter", "US/NASDAQ/>")
                                .put("state", "active")
                                .put("products", array("nasdaq-l1")),
                        new JsonObject()
                                .put("filter", "FX/*/SPOT")
                                .put("state", "denied")
                                .put("products", new JsonArray())
                                .put("reason", "not exact for MQTT")));
    }

    @Test
    void getSeatDecodesItsIdOnce() {
        Reply reply = api.get("/v1/seats/a%2Fb%2520+c%25");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(api.usher.onlyCall()).isEqualTo(call("seat", "a/b%20+c%"));
    }

    @Test
    void aPathIdThatLooksLikeJsonIsTakenAsItIs() {
        assertThat(api.get("/v1/seats/12.50").status()).isEqualTo(200);
        assertThat(api.get("/v1/seats/true").status()).isEqualTo(200);
        assertThat(api.get("/v1/seats/%5Cu0061%22").status()).isEqualTo(200);

        assertThat(api.usher.calls())
                .containsExactly(call("seat", "12.50"), call("seat", "true"), call("seat", "\\u0061\""));
    }

    @Test
    void listSeatsDecodesTheUserOnce() {
        Reply reply = api.get("/v1/seats?user=a%2Bb%20%C3%A9+%2525");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().getJsonArray("items")).hasSize(1);
        assertThat(reply.json().containsKey("next")).isFalse();
        assertThat(api.usher.onlyCall())
                .isEqualTo(call(
                        "seats",
                        new SeatQuery(Optional.of("a+b é %25"), Optional.empty()),
                        new Page.Request(100, Optional.empty())));
    }

    @Test
    void seatsAreListedAPageAtATime() {
        api.usher.nextPage(Optional.of("after-1"));

        Reply reply = api.get("/v1/seats?broker=emea&limit=7&cursor=after-0");

        assertThat(reply.json().getString("next")).isEqualTo("after-1");
        assertThat(api.usher.onlyCall())
                .isEqualTo(call(
                        "seats",
                        new SeatQuery(Optional.empty(), Optional.of("emea")),
                        new Page.Request(7, Optional.of("after-0"))));
    }

    @Test
    void closeSeatAnswersWithTheEnforcedChange() {
        Reply reply = api.delete("/v1/seats/seat-1?cut=true&reason=logout");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().contains("Location")).isFalse();
        assertThat(reply.json()).isEqualTo(new JsonObject("""
                        {"change":"change-1","kind":"user-status","state":"enforced",
                         "requestedAt":"2026-03-02T08:30:00.120Z","recorded":true,"disconnected":true,
                         "counts":{"enforced":2,"pending":0,"failed":0},
                         "brokers":[{"broker":"emea","enforced":2,"pending":0,"failed":0}],"truncated":false,
                         "targets":[
                          {"user":"alice","broker":"default","clientUsername":"alice-cu","state":"enforced",
                           "proof":{"kind":"observed","at":"2026-03-02T08:30:04.310Z"},"disconnected":true,"left":[]},
                          {"user":"bob","broker":"emea","clientUsername":"bob-cu","state":"enforced",
                           "proof":{"kind":"observed","at":"2026-03-02T08:30:04.310Z"},"disconnected":false,"left":[]}]}"""));
        assertThat(api.usher.onlyCall())
                .isEqualTo(call(
                        "write",
                        new Intent.CloseSeat("seat-1"),
                        true,
                        new Caller("auth-service", "logout"),
                        DEFAULT_WAIT));
    }

    @Test
    void closeSeatDoesNotCutUnlessAsked() {
        api.delete("/v1/seats/seat-1");

        assertThat(api.usher.onlyCall())
                .isEqualTo(call(
                        "write", new Intent.CloseSeat("seat-1"), false, new Caller("auth-service", ""), DEFAULT_WAIT));
    }

    @Test
    void aWriteThatIsNotProvenInTimeIsAcceptedWithAPlaceToAsk() {
        api.usher.answers(Samples.pendingChange());

        Reply reply = api.json(
                HttpMethod.PUT, "/v1/users/bob/status", "{\"status\":\"suspended\",\"cut\":true}", "Prefer", "wait=60");

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.headers().get("Location")).isEqualTo("/v1/changes/change-2");
        assertThat(reply.json().getString("state")).isEqualTo("pending");
        assertThat(reply.json().getBoolean("disconnected")).isFalse();
        assertThat(reply.json().getJsonObject("counts"))
                .isEqualTo(new JsonObject().put("enforced", 1).put("pending", 1).put("failed", 0));
        assertThat(reply.json().getJsonArray("targets").getJsonObject(1).getJsonArray("left"))
                .isEqualTo(array("broker emea does not answer"));
        assertThat(api.usher.onlyCall())
                .isEqualTo(call(
                        "write",
                        new Intent.SetStatus("bob", UserStatus.SUSPENDED),
                        true,
                        new Caller("auth-service", ""),
                        Duration.ofSeconds(60)));
    }

    @Test
    void whatIsNotRecordedYetSaysSo() {
        api.usher.answers(Samples.answer(Samples.enforcedChange().progress().change(), false));

        Reply reply = api.json(HttpMethod.PUT, "/v1/users/bob/status", "{\"status\":\"active\"}");

        assertThat(reply.json().getBoolean("recorded")).isFalse();
        assertThat(api.usher.onlyCall().arguments()).contains(new Intent.SetStatus("bob", UserStatus.ACTIVE), false);
    }

    @Test
    void setGroupProductsReplacesTheSet() {
        Reply reply = api.json(
                HttpMethod.PUT,
                "/v1/groups/us%20traders/products",
                "{\"products\":[\"nasdaq-l1\",\"börse\"],\"reason\":\"contract 17\"}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(api.usher.onlyCall())
                .isEqualTo(call(
                        "write",
                        new Intent.SetGroupProducts("us traders", Set.of("nasdaq-l1", "börse")),
                        false,
                        new Caller("auth-service", "contract 17"),
                        DEFAULT_WAIT));
    }

    @Test
    void aGroupMayHoldNothing() {
        api.json(HttpMethod.PUT, "/v1/groups/g/products", "{\"products\":[],\"cut\":true}");

        assertThat(api.usher.onlyCall().arguments()).contains(new Intent.SetGroupProducts("g", Set.of()), true);
    }

    @Test
    void getEntitlementsShowsWhereEachFilterComesFrom() {
        Reply reply = api.get("/v1/users/a%2Fl%C3%AFce/entitlements");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json()).isEqualTo(new JsonObject("""
                        {"user":"alice","status":"active","groups":["staff","us-traders"],"products":["fx-majors"],
                         "brokers":[{"broker":"default","clientUsername":"alice-cu"},
                                    {"broker":"emea","clientUsername":"alice-emea"}],
                         "filters":[{"filter":"US/NASDAQ/>","products":["nasdaq-l1","nasdaq-l2"]},
                                    {"filter":"FX/*/SPOT","products":["fx-majors"]}]}"""));
        assertThat(api.usher.onlyCall()).isEqualTo(call("entitlements", "a/lïce"));
    }

    @Test
    void getChangeAnswers200AlsoWhilePending() {
        api.usher.answers(Samples.pendingChange());

        Reply reply = api.get("/v1/changes/change-2");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().getString("state")).isEqualTo("pending");
        assertThat(api.usher.onlyCall()).isEqualTo(call("change", "change-2"));
    }

    @Test
    void unknownPreferencesAreIgnoredAndTheFirstWaitCounts() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().addAll(api.authorized());
        headers.add("Prefer", "return=minimal; foo").add("Prefer", "wait=\"3\";x=1, wait=99");

        Reply reply = api.send(HttpMethod.DELETE, "/v1/seats/s", headers, null);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(api.usher.onlyCall().arguments()).contains(Duration.ofSeconds(3));
    }

    private static Call call(String method, Object... arguments) {
        return new Call(method, List.of(arguments));
    }
}
