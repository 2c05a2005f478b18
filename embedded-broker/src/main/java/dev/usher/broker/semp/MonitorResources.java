package dev.usher.broker.semp;

import static dev.usher.broker.semp.Attribute.Kind.BOOLEAN;
import static dev.usher.broker.semp.Attribute.Kind.INTEGER;
import static dev.usher.broker.semp.Attribute.Kind.STRING;
import static dev.usher.broker.semp.Attribute.key;
import static dev.usher.broker.semp.Attribute.parent;
import static dev.usher.broker.semp.Attribute.shown;

import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.core.Client;
import dev.usher.broker.core.Subscription;
import dev.usher.broker.semp.MonitorPicture.Row;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The Message VPN and live clients; MQTT sessions by {@link MqttMonitorResources} (SEMP v2 spec 10.26, monitor). */
final class MonitorResources {
    private static final String VPN = "msgVpnName";
    private static final int NAME = 160;

    private final BrokerCore core;
    private final MonitorPicture picture;

    MonitorResources(BrokerCore core, SempBehaviour behaviour) {
        this.core = core;
        this.picture = new MonitorPicture(core, behaviour);
    }

    /** By collection names, e.g. {@code msgVpns/clients}. */
    Map<String, Resource> all() {
        Map<String, Resource> all = new HashMap<>(new MqttMonitorResources(core, picture).all());
        all.put("msgVpns", new ReadOnly(VPN_TYPE, parent -> List.of(vpn())));
        all.put("msgVpns/clients", new Clients());
        all.put("msgVpns/clients/subscriptions", new ReadOnly(CLIENT_SUBSCRIPTION, this::clientSubscriptions));
        all.put("msgVpns/clients/connections", new ReadOnly(CONNECTION, this::connections));
        return all;
    }

    /** Reads one client without making JSON of all. */
    private final class Clients implements Resource {
        @Override
        public ObjectType type() {
            return CLIENT;
        }

        @Override
        public List<JsonObject> list(Keys parent) {
            return each(picture.clients(), MonitorResources.this::client);
        }

        @Override
        public JsonObject get(Keys keys) {
            return client(require(keys.last()));
        }

        @Override
        public Map<String, Integer> counts(Keys keys) {
            return Map.of(
                    "connections",
                    1,
                    "subscriptions",
                    visible(require(keys.last())).size());
        }
    }

    private static final ObjectType VPN_TYPE = new ObjectType(
            "MsgVpn",
            List.of(
                    key(VPN, 32),
                    shown("enabled", BOOLEAN),
                    shown("eventPublishClientEnabled", BOOLEAN),
                    shown("eventPublishTopicFormatMqttEnabled", BOOLEAN),
                    shown("eventPublishTopicFormatSmfEnabled", BOOLEAN),
                    shown("failureReason", STRING),
                    shown("maxConnectionCount", INTEGER),
                    shown("maxEffectiveSubscriptionCount", INTEGER),
                    shown("maxSubscriptionCount", INTEGER),
                    shown("replicationRole", STRING),
                    shown("state", STRING)),
            List.of("aclProfiles", "clientProfiles", "clientUsernames", "clients", "mqttSessions", "queues"));

    private static final ObjectType CLIENT = new ObjectType(
            "MsgVpnClient",
            List.of(
                    parent(VPN),
                    key("clientName", NAME),
                    shown("aclProfileName", STRING),
                    shown("clientAddress", STRING),
                    shown("clientId", INTEGER),
                    shown("clientProfileName", STRING),
                    shown("clientUsername", STRING),
                    shown("dataRxMsgCount", INTEGER),
                    shown("dataTxMsgCount", INTEGER),
                    shown("description", STRING),
                    shown("eliding", BOOLEAN),
                    shown("elidingTopicCount", INTEGER),
                    shown("originalClientUsername", STRING),
                    shown("platform", STRING),
                    shown("publishTopicAclRxDiscardedMsgCount", INTEGER),
                    shown("slowSubscriber", BOOLEAN),
                    shown("softwareVersion", STRING),
                    shown("txDiscardedMsgCount", INTEGER),
                    shown("uptime", INTEGER),
                    shown("virtualRouter", STRING)),
            List.of("connections", "subscriptions"));

    private static final ObjectType CLIENT_SUBSCRIPTION = new ObjectType(
            "MsgVpnClientSubscription", List.of(parent(VPN), parent("clientName"), key("subscriptionTopic", 255)));

    private static final ObjectType CONNECTION = new ObjectType(
            "MsgVpnClientConnection",
            List.of(
                    parent(VPN),
                    parent("clientName"),
                    key("clientAddress", 64),
                    shown("compression", BOOLEAN),
                    shown("encryption", BOOLEAN),
                    shown("tcpState", STRING),
                    shown("uptime", INTEGER)));

    private JsonObject vpn() {
        var settings = core.vpn().settings();
        return new JsonObject()
                .put(VPN, core.vpn().name())
                .put("enabled", settings.enabled())
                .put("eventPublishClientEnabled", settings.clientEvents())
                .put("eventPublishTopicFormatMqttEnabled", settings.eventsForMqtt())
                .put("eventPublishTopicFormatSmfEnabled", settings.eventsForSmf())
                .put("failureReason", "")
                .put("maxConnectionCount", settings.maxConnectionCount())
                .put("maxEffectiveSubscriptionCount", settings.maxSubscriptionCount())
                .put("maxSubscriptionCount", settings.maxSubscriptionCount())
                .put("replicationRole", "active")
                .put("state", settings.enabled() ? "up" : "down");
    }

    private JsonObject client(Row row) {
        Client client = row.client();
        return new JsonObject()
                .put(VPN, core.vpn().name())
                .put("clientName", client.name())
                .put("aclProfileName", client.aclProfile())
                .put("clientAddress", client.address())
                .put("clientId", client.clientId())
                .put("clientProfileName", client.clientProfile())
                .put("clientUsername", client.username())
                .put("dataRxMsgCount", client.published())
                .put("dataTxMsgCount", client.delivered())
                .put("description", client.login().description())
                .put("eliding", client.isElidingEnabled())
                .put("elidingTopicCount", client.elidingTopics())
                .put("originalClientUsername", client.originalUsername())
                .put("platform", client.login().platform())
                .put("publishTopicAclRxDiscardedMsgCount", client.publishRefused())
                .put("slowSubscriber", client.discarded() > 0)
                .put("softwareVersion", client.login().software())
                .put("txDiscardedMsgCount", client.discarded())
                .put("uptime", uptime(client))
                .put("virtualRouter", VirtualRouters.PRIMARY);
    }

    private List<JsonObject> clientSubscriptions(Keys parent) {
        Row row = require(parent.get(1));
        return each(
                visible(row),
                s -> new JsonObject()
                        .put(VPN, core.vpn().name())
                        .put("clientName", row.client().name())
                        .put("subscriptionTopic", s.text()));
    }

    private List<JsonObject> connections(Keys parent) {
        Client client = require(parent.get(1)).client();
        return List.of(new JsonObject()
                .put(VPN, core.vpn().name())
                .put("clientName", client.name())
                .put("clientAddress", client.address())
                .put("compression", false)
                .put("encryption", false)
                .put("tcpState", "established")
                .put("uptime", uptime(client)));
    }

    private List<Subscription> visible(Row row) {
        return row.subscriptions().stream()
                .filter(s -> s.origin() != Subscription.Origin.SEMP
                        || core.switches().managementAddsInClients())
                .toList();
    }

    private Row require(String clientName) {
        return picture.client(clientName).orElseThrow(() -> SempRefusal.notFound("client " + clientName));
    }

    private long uptime(Client client) {
        return Duration.between(client.connectedAt(), core.clock().instant()).toSeconds();
    }

    private static <T> List<JsonObject> each(List<T> items, Function<T, JsonObject> toJson) {
        return items.stream().map(toJson).toList();
    }
}
