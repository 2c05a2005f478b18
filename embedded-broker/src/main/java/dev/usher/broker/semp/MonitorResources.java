package dev.usher.broker.semp;

import static dev.usher.broker.semp.Attribute.Kind.BOOLEAN;
import static dev.usher.broker.semp.Attribute.Kind.INTEGER;
import static dev.usher.broker.semp.Attribute.Kind.STRING;
import static dev.usher.broker.semp.Attribute.key;
import static dev.usher.broker.semp.Attribute.parent;
import static dev.usher.broker.semp.Attribute.shown;

import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.core.Client;
import dev.usher.broker.core.Protocol;
import dev.usher.broker.core.Subscription;
import dev.usher.broker.semp.MonitorPicture.Row;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Live clients and MQTT sessions (SEMP v2 spec 10.26, monitor). */
final class MonitorResources {
    static final String VIRTUAL_ROUTER = "primary";

    private static final String VPN = "msgVpnName";
    private static final int NAME = 160;
    private static final List<String> ROUTERS = List.of("primary", "backup", "auto");

    private final BrokerCore core;
    private final MonitorPicture picture;

    MonitorResources(BrokerCore core, SempBehaviour behaviour) {
        this.core = core;
        this.picture = new MonitorPicture(core, behaviour);
    }

    /** By collection names, e.g. {@code msgVpns/clients}. */
    Map<String, Resource> all() {
        return Map.of(
                "msgVpns", new ReadOnly(VPN_TYPE, parent -> List.of(vpn())),
                "msgVpns/clients", new Clients(),
                "msgVpns/clients/subscriptions", new ReadOnly(CLIENT_SUBSCRIPTION, this::clientSubscriptions),
                "msgVpns/clients/connections", new ReadOnly(CONNECTION, this::connections),
                "msgVpns/mqttSessions", new ReadOnly(SESSION, parent -> sessions()),
                "msgVpns/mqttSessions/subscriptions", new ReadOnly(SESSION_SUBSCRIPTION, this::sessionSubscriptions));
    }

    private record ReadOnly(ObjectType type, Function<Keys, List<JsonObject>> lister) implements Resource {
        @Override
        public List<JsonObject> list(Keys parent) {
            return lister.apply(parent);
        }
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
                    shown("maxSubscriptionCount", INTEGER),
                    shown("replicationRole", STRING),
                    shown("state", STRING)),
            List.of("aclProfiles", "clientProfiles", "clientUsernames", "clients", "mqttSessions"));

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

    private static final ObjectType SESSION = new ObjectType(
            "MsgVpnMqttSession",
            List.of(
                    parent(VPN),
                    key("mqttSessionClientId", 128),
                    key("mqttSessionVirtualRouter", ROUTERS),
                    shown("clean", BOOLEAN),
                    shown("clientName", STRING),
                    shown("createdByManagement", BOOLEAN),
                    shown("durable", BOOLEAN),
                    shown("enabled", BOOLEAN),
                    shown("expiryTime", INTEGER),
                    shown("owner", STRING)),
            List.of("subscriptions"));

    private static final ObjectType SESSION_SUBSCRIPTION = new ObjectType(
            "MsgVpnMqttSessionSubscription",
            List.of(
                    parent(VPN),
                    parent("mqttSessionClientId"),
                    parent("mqttSessionVirtualRouter"),
                    key("subscriptionTopic", 250),
                    shown("subscriptionQos", INTEGER)));

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
                .put("virtualRouter", VIRTUAL_ROUTER);
    }

    private List<JsonObject> clientSubscriptions(Keys parent) {
        Row row = require(parent.get(1));
        return each(
                row.subscriptions(),
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

    private List<JsonObject> sessions() {
        return picture.clients().stream()
                .map(Row::client)
                .filter(c -> c.protocol() == Protocol.MQTT)
                .map(this::session)
                .toList();
    }

    private JsonObject session(Client client) {
        return new JsonObject()
                .put(VPN, core.vpn().name())
                .put("mqttSessionClientId", client.mqttClientId().orElseThrow())
                .put("mqttSessionVirtualRouter", VIRTUAL_ROUTER)
                .put("clean", true)
                .put("clientName", client.name())
                .put("createdByManagement", false)
                .put("durable", false)
                .put("enabled", true)
                .put("expiryTime", 0)
                .put("owner", client.username());
    }

    private List<JsonObject> sessionSubscriptions(Keys parent) {
        String id = parent.get(1);
        Row row = picture.mqttSession(id)
                .filter(r -> parent.get(2).equals(VIRTUAL_ROUTER)
                        || (parent.get(2).equals("auto") && core.switches().autoRouterInPath()))
                .orElseThrow(() -> SempRefusal.notFound("mqttSession " + id + "," + parent.get(2)));
        return row.subscriptions().stream()
                .filter(s -> s.origin() != Subscription.Origin.BROKER)
                .map(s -> new JsonObject()
                        .put(VPN, core.vpn().name())
                        .put("mqttSessionClientId", id)
                        .put("mqttSessionVirtualRouter", VIRTUAL_ROUTER)
                        .put("subscriptionTopic", s.filter().mqttText())
                        .put("subscriptionQos", 0))
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
