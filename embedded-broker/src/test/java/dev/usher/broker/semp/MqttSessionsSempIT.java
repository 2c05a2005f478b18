package dev.usher.broker.semp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.core.Client;
import dev.usher.broker.core.Filter;
import dev.usher.broker.core.Message;
import dev.usher.broker.core.OboOutcome;
import dev.usher.broker.core.Protocol;
import dev.usher.broker.core.Subscription;
import dev.usher.broker.switches.BrokerSwitches;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** MQTT sessions, their subscriptions and queues through SEMP. */
class MqttSessionsSempIT extends SempFrontSetup {
    private static final String SESSIONS = CONFIG + "/mqttSessions";
    private static final String DEV = SESSIONS + "/dev,primary";
    private static final String LIVE = MONITOR + "/mqttSessions/dev,primary";

    private static Message guaranteed(String topic) {
        return Message.of(topic, "x".getBytes(StandardCharsets.UTF_8), false, true);
    }

    private List<String> table() {
        return core.mqttSessions().get("dev").subscriptions().stream()
                .filter(s -> s.origin() != Subscription.Origin.BROKER)
                .map(s -> s.text() + "@" + s.qos())
                .toList();
    }

    private static JsonObject data(JsonObject answer) {
        return answer.getJsonObject("data");
    }

    @Test
    void aSessionMadeByManagementFromItsCreationToItsEnd() throws Exception {
        JsonObject key = json("mqttSessionClientId", "dev", "mqttSessionVirtualRouter", "auto");
        JsonObject created = ok("POST", SESSIONS, key);
        assertThat(data(created).getMap())
                .containsAllEntriesOf(json(
                                "enabled", false,
                                "mqttSessionClientId", "dev",
                                "mqttSessionVirtualRouter", "primary",
                                "msgVpnName", "default",
                                "owner", "",
                                "queueMaxDeliveredUnackedMsgsPerFlow", 10_000,
                                "queueMaxMsgSpoolUsage", 5_000)
                        .getMap());
        assertThat(created.getJsonObject("links").getString("uri")).endsWith("/mqttSessions/dev,primary");
        assertThat(created.getJsonObject("links").getString("subscriptionsUri"))
                .endsWith("/mqttSessions/dev,primary/subscriptions");
        assertThat(refused("POST", SESSIONS, key)).isEqualTo(10);
        assertThat(data(ok("PATCH", DEV, json("owner", "default", "enabled", true)))
                        .getBoolean("enabled"))
                .isTrue();
        JsonObject live = data(get(LIVE));
        assertThat(live.getBoolean("createdByManagement")).isTrue();
        assertThat(live.getBoolean("durable")).isTrue();
        assertThat(live.getBoolean("clean")).isFalse();
        assertThat(live.getString("clientName")).isEmpty();
        assertThat(live.getString("queueName")).isEmpty();
        assertThat(data(ok("PUT", DEV, json("queueMaxMsgSpoolUsage", 1))).getString("owner"))
                .isEmpty();
        ok("PATCH", DEV, json("enabled", true));
        assertThat(refused("DELETE", DEV, null)).isEqualTo(89);
        ok("PATCH", DEV, json("enabled", false));
        ok("DELETE", DEV, null);
        assertThat(refused("DELETE", DEV, null)).isEqualTo(6);
        assertThat(refused("GET", LIVE, null)).isEqualTo(6);
        assertThat(refused("PATCH", DEV, json("enabled", true))).isEqualTo(6);
    }

    @Test
    void putMakesASessionAndTheBackupRouterIsNotThere() throws Exception {
        assertThat(data(ok("PUT", SESSIONS + "/a%2C1,auto", json("enabled", true)))
                        .getString("mqttSessionVirtualRouter"))
                .isEqualTo("primary");
        assertThat(get(SESSIONS + "/a%2C1,primary").getJsonObject("data").getString("mqttSessionClientId"))
                .isEqualTo("a,1");
        assertThat(refused("GET", SESSIONS + "/a%2C1,backup", null)).isEqualTo(6);
        assertThat(refused("PUT", SESSIONS + "/b,backup", json())).isEqualTo(14);
        assertThat(refused("GET", SESSIONS + "/b", null)).isEqualTo(535);
        assertThat(refused("POST", SESSIONS, json("mqttSessionClientId", "c"))).isEqualTo(228);
        assertThat(refused(
                        "POST",
                        SESSIONS,
                        json("mqttSessionClientId", "c", "mqttSessionVirtualRouter", "primary", "durable", true)))
                .isEqualTo(11);
    }

    @Test
    void disablingDisconnectsAndTheSessionStays() throws Exception {
        connect(Protocol.MQTT, "dev", "default", false);
        ok("PATCH", DEV, json("enabled", false));
        assertThat(kicked).containsExactly("dev");
        assertThat(data(get(LIVE)).getBoolean("enabled")).isFalse();
        ok("PATCH", DEV, json("enabled", true));
        connect(Protocol.MQTT, "dev", "default", false);
        ok("PATCH", DEV, json("owner", "somebody"));
        assertThat(kicked).hasSize(2);
    }

    @Test
    void subscriptionsAreInMqttSyntaxAndPutCanBeRepeated() throws Exception {
        connect(Protocol.MQTT, "dev", "default", false);
        String topic = DEV + "/subscriptions/a%2F%2B%2F%23";
        for (int i = 0; i < 2; i++) {
            assertThat(data(ok("PUT", topic, json())))
                    .isEqualTo(json(
                            "mqttSessionClientId", "dev",
                            "mqttSessionVirtualRouter", "primary",
                            "msgVpnName", "default",
                            "subscriptionQos", 0,
                            "subscriptionTopic", "a/+/#"));
        }
        assertThat(table()).containsExactly("a/+/#@0");
        ok("PATCH", topic, json("subscriptionQos", 1));
        assertThat(table()).containsExactly("a/+/#@1");
        ok("PATCH", topic, json());
        assertThat(table()).containsExactly("a/+/#@1");
        ok("PUT", topic, json());
        assertThat(table()).containsExactly("a/+/#@0");
        String uri = ok("POST", DEV + "/subscriptions", json("subscriptionTopic", "b,c/>", "subscriptionQos", 1))
                .getJsonObject("links")
                .getString("uri");
        assertThat(uri).endsWith("/mqttSessions/dev,primary/subscriptions/b%2Cc%2F%3E");
        assertThat(core.mqttSessions().get("dev").subscriptions())
                .extracting(s -> s.filter().matches("b,c/x"))
                .containsOnly(false);
        assertThat(refused("POST", DEV + "/subscriptions", json("subscriptionTopic", "b,c/>")))
                .isEqualTo(10);
        assertThat(names(get(LIVE + "/subscriptions"), "subscriptionTopic")).containsExactly("a/+/#", "b,c/>");
        assertThat(get(LIVE + "/subscriptions?where=subscriptionQos==1")
                        .getJsonArray("data")
                        .size())
                .isEqualTo(1);
        assertThat(get(DEV + "/subscriptions?count=1&select=subscriptionTopic")
                        .getJsonArray("data")
                        .getJsonObject(0))
                .isEqualTo(json("subscriptionTopic", "a/+/#"));
        ok("DELETE", topic, null);
        assertThat(refused("DELETE", topic, null)).isEqualTo(6);
        assertThat(table()).containsExactly("b,c/>@1");
    }

    @Test
    void refusesWhatIsNoMqttSubscription() throws Exception {
        connect(Protocol.MQTT, "dev", "default", false);
        assertThat(refused("PUT", DEV + "/subscriptions/a%2F%23%2Fb", json())).isEqualTo(11);
        assertThat(refused("PUT", DEV + "/subscriptions/a", json("subscriptionQos", 2)))
                .isEqualTo(11);
        assertThat(refused("PUT", DEV + "/subscriptions/%24share%2Fg%2Fa", json()))
                .isEqualTo(11);
        assertThat(refused("PUT", DEV + "/subscriptions/a", json("subscriptionTopic", "b")))
                .isEqualTo(11);
        assertThat(refused("PUT", SESSIONS + "/none,primary/subscriptions/a", json()))
                .isEqualTo(6);
        core.vpn().updateSettings(s -> s.withMaxSubscriptionCount(core.subscriptionCount()));
        assertThat(refused("PUT", DEV + "/subscriptions/a", json())).isEqualTo(2);
        assertThat(table()).isEmpty();
    }

    @Test
    void whatManagementSubscribesIsDelivered() throws Exception {
        Client dev = connect(Protocol.MQTT, "dev", "default", false);
        ok("PUT", DEV + "/subscriptions/a", json());
        dev.publish(guaranteed("a"));
        assertThat(dev.delivered()).isEqualTo(1);
        ok("DELETE", DEV + "/subscriptions/a", null);
        dev.publish(guaranteed("a"));
        assertThat(dev.delivered()).isEqualTo(1);
    }

    @Test
    void theQueueOfASession() throws Exception {
        Client dev = connect(Protocol.MQTT, "dev", "default", false);
        assertThat(get(MONITOR + "/queues").getJsonArray("data")).isEmpty();
        dev.subscribe(Filter.mqtt("a"), 1);
        dev.publish(guaranteed("a"));
        String name = data(get(LIVE)).getString("queueName");
        assertThat(name).isEqualTo("#mqtt/dev/1");
        dev.kick("test");
        connect(Protocol.SMF, "publisher", "default").publish(guaranteed("a"));
        String queue = MONITOR + "/queues/" + PercentCodec.encode(name);
        JsonObject answer = get(queue);
        assertThat(data(answer))
                .isEqualTo(json(
                        "createdByManagement", false,
                        "durable", true,
                        "maxMsgSpoolUsage", 5_000,
                        "maxMsgSpoolUsageExceededDiscardedMsgCount", 0,
                        "msgSpoolUsage", 4,
                        "msgVpnName", "default",
                        "owner", "default",
                        "queueName", name,
                        "redeliveredMsgCount", 0,
                        "spooledMsgCount", 2,
                        "txUnackedMsgCount", 1));
        assertThat(answer.getJsonObject("collections")).isEqualTo(json("msgs", json("count", 2)));
        assertThat(get(MONITOR + "/queues").getJsonArray("collections").getJsonObject(0))
                .isEqualTo(json("msgs", json("count", 2)));
        List<Object> undelivered = get(queue + "/msgs").getJsonArray("data").stream()
                .map(o -> (Object) ((JsonObject) o).getBoolean("undelivered"))
                .toList();
        assertThat(undelivered).containsExactly(false, true);
        assertThat(data(get(queue + "/msgs/2")).getInteger("attachmentSize")).isEqualTo(2);
        assertThat(refused("GET", queue + "/msgs/3", null)).isEqualTo(6);
        assertThat(refused("GET", queue + "/txFlows", null)).isEqualTo(14);
        assertThat(refused("GET", CONFIG + "/queues", null)).isEqualTo(14);
    }

    @Test
    void sessionsAreFoundByTheirOwnerWhoeverIsConnected() throws Exception {
        connect(Protocol.MQTT, "dev", "default", false).kick("test");
        connect(Protocol.MQTT, "live", "default");
        JsonObject found =
                get(MONITOR + "/mqttSessions?where=owner==default&select=mqttSessionClientId,clientName,durable");
        assertThat(found.getJsonArray("data").getList())
                .isEqualTo(List.of(
                        json("clientName", "", "durable", true, "mqttSessionClientId", "dev")
                                .getMap(),
                        json("clientName", "#mqtt/live/2", "durable", false, "mqttSessionClientId", "live")
                                .getMap()));
        assertThat(get(MONITOR + "/mqttSessions?where=owner==nobody").getJsonArray("data"))
                .isEmpty();
    }

    @Test
    void aCleanSessionIsInConfigBySwitch() throws Exception {
        connect(Protocol.MQTT, "dev", "default");
        assertThat(names(get(SESSIONS), "mqttSessionClientId")).containsExactly("dev");
        ok("PUT", DEV + "/subscriptions/a", json());
        assertThat(table()).containsExactly("a@0");

        start(BrokerSwitches.defaults().with(s -> s.cleanSessionsInConfig(false)));
        connect(Protocol.MQTT, "dev", "default");
        connect(Protocol.MQTT, "durable", "default", false);
        assertThat(names(get(SESSIONS), "mqttSessionClientId")).containsExactly("durable");
        for (String method : List.of("GET", "DELETE")) {
            assertThat(refused(method, DEV, null)).isEqualTo(6);
        }
        assertThat(refused("PUT", DEV + "/subscriptions/a", json())).isEqualTo(6);
        assertThat(refused("GET", DEV + "/subscriptions", null)).isEqualTo(6);
        assertThat(refused("POST", SESSIONS, json("mqttSessionClientId", "dev", "mqttSessionVirtualRouter", "primary")))
                .isEqualTo(10);
        assertThat(data(get(LIVE)).getBoolean("durable")).isFalse();
    }

    @Test
    void whereSubscriptionsShowIsASwitch() throws Exception {
        core.vpn().clientUsernames().update("default", u -> u.withSubscriptionManager(true));
        Client dev = connect(Protocol.MQTT, "dev", "default", false);
        fillFor(dev);
        String client = MONITOR + "/clients/" + PercentCodec.encode(dev.name());
        assertThat(names(get(client + "/subscriptions"), "subscriptionTopic")).contains("own", "obo", "semp");
        assertThat(names(get(LIVE + "/subscriptions"), "subscriptionTopic")).containsExactly("obo", "own", "semp");
        assertThat(get(client).getJsonObject("collections").getJsonObject("subscriptions"))
                .isEqualTo(json("count", 4));

        start(BrokerSwitches.defaults()
                .with(s -> s.managementAddsInClients(false).oboAddsInSessions(false)));
        core.vpn().clientUsernames().update("default", u -> u.withSubscriptionManager(true));
        Client other = connect(Protocol.MQTT, "dev", "default", false);
        fillFor(other);
        client = MONITOR + "/clients/" + PercentCodec.encode(other.name());
        assertThat(names(get(client + "/subscriptions"), "subscriptionTopic"))
                .contains("own", "obo")
                .doesNotContain("semp");
        for (String uri : List.of(LIVE, DEV)) {
            assertThat(names(get(uri + "/subscriptions"), "subscriptionTopic")).containsExactly("own", "semp");
        }
        assertThat(refused("DELETE", DEV + "/subscriptions/obo", null)).isEqualTo(6);
        ok("PUT", DEV + "/subscriptions/obo", json());
        ok("DELETE", DEV + "/subscriptions/obo", null);
        assertThat(table()).containsExactly("own@0", "semp@0");
    }

    private void fillFor(Client dev) throws Exception {
        dev.subscribe(Filter.mqtt("own"));
        assertThat(connect(Protocol.SMF, "manager", "default").onBehalfOf(true, dev.name(), "obo"))
                .isEqualTo(OboOutcome.OK);
        ok("PUT", DEV + "/subscriptions/semp", json());
    }

    @Test
    void monitorMayLagBehind() throws Exception {
        connect(Protocol.MQTT, "dev", "default", false);
        front.behaviour().monitorLag(Duration.ofDays(1));
        assertThat(get(LIVE + "/subscriptions").getJsonArray("data")).isEmpty();
        ok("PUT", DEV + "/subscriptions/a", json());
        assertThat(get(LIVE + "/subscriptions").getJsonArray("data")).isEmpty();
        assertThat(get(DEV + "/subscriptions").getJsonArray("data")).hasSize(1);
        front.behaviour().monitorLag(Duration.ZERO);
        assertThat(get(LIVE + "/subscriptions").getJsonArray("data")).hasSize(1);
    }

    @Test
    void limitsCanBeRead() throws Exception {
        assertThat(data(get(CONFIG)).getInteger("maxSubscriptionCount")).isEqualTo(500_000);
        assertThat(data(get(MONITOR)).getInteger("maxEffectiveSubscriptionCount"))
                .isEqualTo(500_000);
        assertThat(data(get(CONFIG + "/clientProfiles/default")).getInteger("maxSubscriptionCount"))
                .isEqualTo(500_000);
    }
}
