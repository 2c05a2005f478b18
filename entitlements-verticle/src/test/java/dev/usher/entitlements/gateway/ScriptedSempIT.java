package dev.usher.entitlements.gateway;

import static dev.usher.entitlements.gateway.Bench.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.core.Connection;
import dev.usher.entitlements.core.ObservedSubscription;
import dev.usher.entitlements.core.SubscriptionLimits;
import dev.usher.entitlements.core.port.Subscriptions;
import dev.usher.entitlements.core.port.Subscriptions.Outcome;
import dev.usher.entitlements.core.port.Urgency;
import dev.usher.entitlements.semp.MonitorLag;
import dev.usher.entitlements.semp.SempBrokerView;
import dev.usher.entitlements.semp.SempSubscriptions;
import dev.usher.semp.BudgetLimits;
import dev.usher.semp.SempBudget;
import dev.usher.semp.SempClient;
import dev.usher.semp.SempClientConfig;
import dev.usher.semp.SempCredentials;
import dev.usher.semp.SempRetry;
import dev.usher.semp.SempVpn;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which requests go out, on a broker that is what no embedded one can be. */
class ScriptedSempIT {
    private static final String VPN = "/msgVpns/default";
    private static final TopicFilter NASDAQ = TopicFilter.parse("US/NASDAQ/>");
    private static final Connection DESK = new Connection("#mqtt/desk/7", "alice", "10.0.0.1:4711", 7, "usher_managed");

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Map<String, Object> answers = new ConcurrentHashMap<>();
    private Vertx vertx;
    private SempClient client;
    private SempVpn vpn;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        HttpServer server =
                get(vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1"));
        client = SempClient.create(
                vertx,
                new SempClientConfig(
                        URI.create("http://127.0.0.1:" + server.actualPort()),
                        SempCredentials.basic("admin", "admin"),
                        Optional.empty(),
                        Duration.ofSeconds(5),
                        SempRetry.never(),
                        SempBudget.create(vertx, BudgetLimits.perSecond(1000))));
        vpn = client.vpn("default");
    }

    @AfterEach
    void stop() {
        client.close();
        get(vertx.close());
    }

    private void answer(HttpServerRequest request) {
        String path = request.path().substring("/SEMP/v2".length());
        requests.add(request.method() + " " + path);
        Object data = answers.getOrDefault(path, new JsonObject());
        request.response()
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject()
                        .put("data", data)
                        .put("meta", new JsonObject().put("responseCode", 200))
                        .encode());
    }

    private static JsonObject session(String router, String clientName) {
        return new JsonObject()
                .put("mqttSessionClientId", "desk")
                .put("mqttSessionVirtualRouter", router)
                .put("clientName", clientName)
                .put("owner", "alice")
                .put("enabled", true)
                .put("durable", true)
                .put("clean", false)
                .put("createdByManagement", false)
                .put("queueName", "");
    }

    @Test
    void theVirtualRouterIsThatOfTheSessionTheClientIsConnectedTo() {
        answers.put(
                "/monitor" + VPN + "/mqttSessions",
                new JsonArray().add(session("primary", "")).add(session("backup", DESK.clientName())));
        Subscriptions gateway = new SempSubscriptions(vpn, new MonitorLag(vertx, Duration.ZERO));

        assertThat(get(gateway.add(DESK, NASDAQ))).isEqualTo(new Outcome.Done());
        assertThat(get(gateway.remove(DESK, new ObservedSubscription("US/NASDAQ/+/#", NASDAQ))))
                .isEqualTo(new Outcome.Done());

        String entry = "/config" + VPN + "/mqttSessions/desk,backup/subscriptions/US%2FNASDAQ%2F%2B%2F%23";
        assertThat(requests)
                .containsExactly(
                        "GET /monitor" + VPN + "/mqttSessions",
                        "PUT " + entry,
                        "GET /monitor" + VPN + "/mqttSessions",
                        "DELETE " + entry);
    }

    @Test
    void filtersAskedForTogetherShareOneLook() {
        answers.put("/monitor" + VPN + "/mqttSessions", new JsonArray().add(session("primary", DESK.clientName())));
        Subscriptions gateway = new SempSubscriptions(vpn, new MonitorLag(vertx, Duration.ZERO));

        get(Future.join(List.of(
                gateway.add(DESK, NASDAQ),
                gateway.add(DESK, TopicFilter.parse("a")),
                gateway.add(DESK, TopicFilter.parse("b")))));
        assertThat(requests).filteredOn(r -> r.startsWith("GET")).hasSize(1);
        assertThat(requests).filteredOn(r -> r.startsWith("PUT")).hasSize(3);

        get(gateway.add(DESK, NASDAQ));
        assertThat(requests).filteredOn(r -> r.startsWith("GET")).hasSize(2);
    }

    @Test
    void limitsAreRememberedForAMoment() {
        answers.put(
                "/config" + VPN + "/clientProfiles/gold",
                new JsonObject()
                        .put("clientProfileName", "gold")
                        .put("elidingEnabled", false)
                        .put("elidingDelay", 0)
                        .put("elidingMaxTopicCount", 1)
                        .put("maxSubscriptionCount", 10));
        answers.put(
                "/config" + VPN,
                new JsonObject()
                        .put("msgVpnName", "default")
                        .put("enabled", true)
                        .put("eventPublishClientEnabled", true)
                        .put("maxConnectionCount", 5)
                        .put("maxSubscriptionCount", 100));
        SempBrokerView view = new SempBrokerView(vpn, new MonitorLag(vertx, Duration.ZERO), "manager");

        assertThat(get(view.limits("gold", Urgency.GRANT))).isEqualTo(new SubscriptionLimits(10, 100));
        assertThat(get(view.limits("gold", Urgency.GRANT))).isEqualTo(new SubscriptionLimits(10, 100));

        assertThat(requests).hasSize(2);
    }
}
