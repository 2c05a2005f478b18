package dev.usher.semp;

import static dev.usher.semp.ScriptedSemp.await;
import static dev.usher.semp.ScriptedSemp.data;
import static dev.usher.semp.ScriptedSemp.done;
import static dev.usher.semp.ScriptedSemp.error;
import static dev.usher.semp.ScriptedSemp.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SempClientIT {
    private static final SempRetry QUICK = new SempRetry(3, Duration.ofMillis(1), Duration.ofMillis(2));
    private static final AclProfile FENCE = new AclProfile(
            "usher_managed", AclAction.ALLOW, AclAction.DISALLOW, AclAction.DISALLOW, AclAction.DISALLOW);

    private Vertx vertx;
    private ScriptedSemp broker;
    private SempClientConfig config;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        broker = new ScriptedSemp(vertx);
        config = SempClientConfig.of(
                        broker.uri(),
                        SempCredentials.basic("admin", "s3cr3t"),
                        SempBudget.create(vertx, BudgetLimits.perSecond(1000)))
                .withRetry(QUICK);
    }

    @AfterEach
    void stop() {
        broker.close();
        await(vertx.close());
    }

    @Test
    void followsCursorsOfShortAndEmptyPagesToTheEnd() {
        broker.then(200, page("<2>", "a"))
                .then(200, page("<3>"))
                .then(200, page("<4>", "b", "c"))
                .then(200, page(null));
        List<ClientSubscription> all = await(vpn().monitor().subscriptions("#mqtt/x/30"));
        assertThat(all).extracting(ClientSubscription::topic).containsExactly("a", "b", "c");
        String first = "/SEMP/v2/monitor/msgVpns/default/clients/%23mqtt%2Fx%2F30/subscriptions"
                + "?count=100&select=clientName,subscriptionTopic";
        assertThat(broker.asked)
                .extracting(ScriptedSemp.Asked::uri)
                .containsExactly(
                        first, first + "&cursor=%3C2%3E", first + "&cursor=%3C3%3E", first + "&cursor=%3C4%3E");
    }

    @Test
    void aCountIsReadFromTheCollectionsAndFailsWithoutThem() {
        JsonObject counted = data(new JsonObject().put("queueName", "q"))
                .put("collections", new JsonObject().put("msgs", new JsonObject().put("count", 12_345)));
        broker.then(200, counted);
        assertThat(await(vpn().monitor().queuedMessages("#mqtt/x/1"))).isEqualTo(12_345);
        assertThat(broker.asked.get(0).uri())
                .startsWith("/SEMP/v2/monitor/msgVpns/default/queues/%23mqtt%2Fx%2F1?select=");
        for (Object wrong : new Object[] {null, "7", -1, 1.5}) {
            JsonObject answer = counted.copy();
            answer.getJsonObject("collections").getJsonObject("msgs").put("count", wrong);
            broker.then(200, answer);
            assertThatThrownBy(() -> await(vpn().monitor().queuedMessages("q")))
                    .isInstanceOf(SempProtocolException.class)
                    .hasMessageContaining("collections.msgs.count");
        }
        broker.then(200, data(new JsonObject()));
        assertThatThrownBy(() -> await(vpn().monitor().subscriptionCount("c")))
                .isInstanceOf(SempProtocolException.class);
    }

    @Test
    void aListWithAFailedPageFails() {
        broker.then(200, page("2", "a")).then(400, error(2, "FAIL", "no"));
        assertRefused(vpn().monitor().subscriptions("c"), SempErrorKind.FAIL);
    }

    @Test
    void aListThatRunsInACircleFails() {
        broker.then(200, page("2", "a")).then(200, page("3", "b")).then(200, page("2", "c"));
        assertThatThrownBy(() -> await(vpn().monitor().subscriptions("c")))
                .isInstanceOf(SempProtocolException.class)
                .hasMessageContaining("cursor");
    }

    @Test
    void aListWithAnObjectItCannotReadFails() {
        JsonArray items = new JsonArray().add(new JsonObject().put("clientName", "c"));
        broker.then(200, data(items));
        assertThatThrownBy(() -> await(vpn().monitor().subscriptions("c")))
                .isInstanceOf(SempProtocolException.class)
                .hasMessageContaining("subscriptionTopic");
    }

    @Test
    void aMissingObjectIsNotFoundWhateverTheStatus() {
        for (int status : new int[] {400, 404}) {
            broker.then(status, error(6, "NOT_FOUND", "Could not find match"));
            SempException refusal = assertRefused(vpn().monitor().client("x"), SempErrorKind.NOT_FOUND);
            assertThat(refusal.code()).isEqualTo(6);
            assertThat(refusal.httpStatus()).isEqualTo(status);
            assertThat(refusal.outcomeUnknown()).isFalse();
            assertThat(refusal).hasMessageContaining("GET /SEMP/v2/monitor/msgVpns/default/clients/x");
        }
    }

    @Test
    void anErrorInsideAnHttp200IsAnError() {
        broker.then(200, error(10, "ALREADY_EXISTS", "exists"));
        assertRefused(vpn().config().createAclProfile(FENCE), SempErrorKind.ALREADY_EXISTS);
    }

    @Test
    void anOverloadedBrokerIsAskedAgainForWhatIsRepeatable() {
        broker.then(this::overloaded).then(503, new JsonObject()).then(200, done());
        await(vpn().config().putAclProfile(FENCE));
        assertThat(broker.asked).hasSize(3);
    }

    @Test
    void anOverloadedBrokerIsNotAskedTwiceForTheRest() {
        broker.then(this::overloaded);
        SempException refusal = assertRefused(vpn().config().createAclProfile(FENCE), SempErrorKind.OVERLOADED);
        assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(7));
        broker.then(this::overloaded);
        assertRefused(vpn().action().disconnect("x"), SempErrorKind.OVERLOADED);
        broker.then(this::overloaded);
        assertRefused(
                vpn().config()
                        .updateClientUsername("x", ClientUsernameChange.change().withEnabled(false)),
                SempErrorKind.OVERLOADED);
        assertThat(broker.asked).hasSize(3);
    }

    @Test
    void attemptsEnd() {
        broker.then(this::overloaded).then(this::overloaded).then(this::overloaded);
        assertRefused(vpn().monitor().client("x"), SempErrorKind.OVERLOADED);
    }

    @Test
    void anAnswerCutInItsMiddleLeavesTheOutcomeUnknown() {
        broker.then(SempClientIT::cut);
        assertUnavailable(vpn().config().createAclProfile(FENCE));
        broker.then(SempClientIT::cut);
        assertUnavailable(vpn().action().disconnect("x"));
        assertThat(broker.asked).hasSize(2);
    }

    @Test
    void aCutReadIsRepeated() {
        broker.then(SempClientIT::cut).then(200, page(null, "a"));
        assertThat(await(vpn().monitor().subscriptions("c"))).hasSize(1);
    }

    @Test
    void silenceAndTricklesTimeOut() {
        config = config.withTimeout(Duration.ofMillis(200)).withRetry(SempRetry.never());
        broker.then(request -> {});
        assertUnavailable(vpn().monitor().client("x"));
        broker.then(this::trickle);
        assertUnavailable(vpn().monitor().client("x"));
    }

    @Test
    void aGatewayErrorIsNoAnswerOfTheBroker() {
        config = config.withRetry(SempRetry.never());
        broker.then(request -> request.response().setStatusCode(502).end("<html>bad gateway</html>"));
        assertUnavailable(vpn().config().deleteAclProfile("x"));
    }

    @Test
    void nobodyListeningIsUnavailable() {
        ScriptedSemp gone = new ScriptedSemp(vertx);
        gone.close();
        SempClient client = SempClient.create(
                vertx,
                SempClientConfig.of(gone.uri(), config.credentials(), config.budget())
                        .withRetry(QUICK));
        assertUnavailable(client.vpn("default").monitor().msgVpn());
    }

    @Test
    void whatIsNotSempIsAProtocolErrorThatDoesNotQuoteTheBody() {
        for (String body : List.of("", "[]", "secret stuff", "{\"data\":{}}", "{\"meta\":7}")) {
            broker.then(request -> request.response().end(body));
            assertThatThrownBy(() -> await(vpn().monitor().msgVpn()))
                    .isInstanceOf(SempProtocolException.class)
                    .hasMessageNotContaining("secret")
                    .hasNoCause();
        }
    }

    @Test
    void aRedirectIsNotFollowed() {
        broker.then(request -> request.response()
                .setStatusCode(302)
                .putHeader("Location", broker.uri() + "/elsewhere")
                .end());
        assertThatThrownBy(() -> await(vpn().monitor().msgVpn())).isInstanceOf(SempProtocolException.class);
        assertThat(broker.asked).hasSize(1);
    }

    @Test
    void keepsTheManagementSessionUntilItIsRefused() {
        SempVpn vpn = vpn();
        broker.then(request -> request.response()
                        .putHeader("Set-Cookie", "ProxySession=abc; Path=/; HttpOnly")
                        .end(done().toBuffer()))
                .then(200, done())
                .then(401, error(72, "UNAUTHORIZED", "no"))
                .then(200, done());
        await(vpn.config().putAclProfile(FENCE));
        await(vpn.config().putAclProfile(FENCE));
        SempException refusal = assertRefused(vpn.config().putAclProfile(FENCE), SempErrorKind.UNAUTHORIZED);
        assertThat(refusal.httpStatus()).isEqualTo(401);
        await(vpn.config().putAclProfile(FENCE));
        assertThat(broker.asked)
                .extracting(ScriptedSemp.Asked::cookie)
                .containsExactly(null, "ProxySession=abc", "ProxySession=abc", null);
        assertThat(broker.asked).extracting(ScriptedSemp.Asked::authorization).containsOnly("Basic YWRtaW46czNjcjN0");
    }

    @Test
    void asksForATokenBeforeEachRequestAndSendsNothingWithoutOne() {
        List<String> tokens = Collections.synchronizedList(new ArrayList<>(List.of("one", "two")));
        SempCredentials bearer = SempCredentials.bearer(
                () -> tokens.isEmpty() ? Future.failedFuture("expired") : Future.succeededFuture(tokens.remove(0)));
        config = SempClientConfig.of(broker.uri(), bearer, config.budget()).withRetry(QUICK);
        SempVpn vpn = vpn();
        broker.then(200, done()).then(200, done());
        await(vpn.config().putAclProfile(FENCE));
        await(vpn.config().putAclProfile(FENCE));
        SempUnavailableException failure = catchThrowableOfType(
                SempUnavailableException.class, () -> await(vpn.config().putAclProfile(FENCE)));
        assertThat(failure.outcomeUnknown()).isFalse();
        assertThat(broker.asked)
                .extracting(ScriptedSemp.Asked::authorization)
                .containsExactly("Bearer one", "Bearer two");
    }

    @Test
    void aRefusalThatQuotesThePasswordDoesNotShowIt() {
        broker.then(400, error(11, "INVALID_PARAMETER", "bad password\n'pa55' given"));
        SempException refusal = assertRefused(
                vpn().config()
                        .createClientUsername(
                                new ClientUsername("alice", true, "default", "default", false),
                                Optional.of(SempSecret.of("pa55"))),
                SempErrorKind.INVALID_PARAMETER);
        assertThat(refusal.getMessage()).doesNotContain("pa55", "\n").contains("****");
        assertThat(broker.asked.get(0).body().toJsonObject().getString("password"))
                .isEqualTo("pa55");
    }

    @Test
    void theMostUrgentLaneGoesFirstOnTheWire() throws Exception {
        config = SempClientConfig.of(
                broker.uri(), config.credentials(), SempBudget.create(vertx, new BudgetLimits(1000, 1000, 1, 10, 100)));
        SempClient client = SempClient.create(vertx, config);
        CompletableFuture<HttpServerRequest> held = new CompletableFuture<>();
        broker.then(held::complete);
        for (int i = 0; i < 4; i++) {
            broker.then(200, done());
        }
        List<Future<Void>> calls = new ArrayList<>();
        calls.add(client.in(SempLane.SWEEP).vpn("default").action().disconnect("first"));
        HttpServerRequest first = held.get(10, TimeUnit.SECONDS);
        for (SempLane lane : List.of(SempLane.SWEEP, SempLane.GRANT, SempLane.PROVE, SempLane.REVOKE)) {
            calls.add(client.in(lane).vpn("default").action().disconnect(lane.name()));
        }
        first.response().end(done().toBuffer());
        await(Future.all(calls));
        assertThat(broker.asked)
                .extracting(asked -> asked.uri().replaceAll(".*/clients/(.*)/disconnect", "$1"))
                .containsExactly("first", "REVOKE", "PROVE", "GRANT", "SWEEP");
    }

    @Test
    void aClosedClientSendsNothing() {
        SempClient client = SempClient.create(vertx, config);
        client.close();
        SempUnavailableException failure = catchThrowableOfType(
                SempUnavailableException.class,
                () -> await(client.vpn("v").monitor().msgVpn()));
        assertThat(failure.outcomeUnknown()).isFalse();
        assertThat(broker.asked).isEmpty();
    }

    private SempVpn vpn() {
        return SempClient.create(vertx, config).in(SempLane.GRANT).vpn("default");
    }

    private void overloaded(HttpServerRequest request) {
        request.response()
                .setStatusCode(529)
                .putHeader("Retry-After", "7")
                .end("<html>No SEMP Session Available</html>");
    }

    private static void cut(HttpServerRequest request) {
        request.response()
                .putHeader("Content-Length", "100")
                .write("{\"meta\":{")
                .onComplete(written -> request.connection().close());
    }

    private void trickle(HttpServerRequest request) {
        HttpServerResponse response = request.response().setChunked(true);
        long timer = vertx.setPeriodic(20, ignored -> response.write(Buffer.buffer(" ")));
        request.connection().closeHandler(closed -> vertx.cancelTimer(timer));
    }

    private static SempException assertRefused(Future<?> call, SempErrorKind kind) {
        SempException refusal = catchThrowableOfType(SempException.class, () -> await(call));
        assertThat(refusal).isNotNull();
        assertThat(refusal.kind()).isEqualTo(kind);
        return refusal;
    }

    private static void assertUnavailable(Future<?> call) {
        SempUnavailableException failure = catchThrowableOfType(SempUnavailableException.class, () -> await(call));
        assertThat(failure).isNotNull();
        assertThat(failure.outcomeUnknown()).isTrue();
    }
}
