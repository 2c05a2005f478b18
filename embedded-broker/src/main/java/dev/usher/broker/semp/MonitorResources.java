package dev.usher.broker.semp;

import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.core.Client;
import dev.usher.broker.core.MqttPacketCounts;
import dev.usher.broker.core.MqttPacketKind;
import dev.usher.broker.core.MqttQueueStatus;
import dev.usher.broker.core.MqttSessionStatus;
import dev.usher.broker.core.ReceivedCounts;
import dev.usher.broker.core.Subscription;
import dev.usher.broker.core.Traffic;
import dev.usher.broker.semp.MonitorPicture.Row;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.SSLSession;

/** The Message VPN and live clients; MQTT sessions by {@link MqttMonitorResources} (SEMP v2 spec 10.26, monitor). */
final class MonitorResources {
    private static final String VPN = MonitorAttributes.VPN;

    private final BrokerCore core;
    private final MonitorPicture picture;

    MonitorResources(BrokerCore core, SempBehaviour behaviour) {
        this.core = core;
        this.picture = new MonitorPicture(core, behaviour);
    }

    /** By collection names, e.g. {@code msgVpns/clients}. */
    Map<String, Resource> all() {
        Map<String, Resource> all = new HashMap<>(new MqttMonitorResources(core, picture).all());
        all.put("msgVpns", new Vpns());
        all.put("msgVpns/clients", new Clients());
        all.put(
                "msgVpns/clients/subscriptions",
                new ReadOnly(MonitorAttributes.CLIENT_SUBSCRIPTION, this::clientSubscriptions));
        all.put("msgVpns/clients/connections", new ReadOnly(MonitorAttributes.CONNECTION, this::connections));
        return all;
    }

    /** The one VPN, with how many objects it has of what it has. */
    private final class Vpns implements Resource {
        private final ObjectType type = MonitorAttributes.vpn(new VpnResource(core.vpn()).type());

        @Override
        public ObjectType type() {
            return type;
        }

        @Override
        public List<JsonObject> list(Keys parent) {
            return List.of(vpn());
        }

        @Override
        public Map<String, Integer> counts(Keys keys) {
            long queues = picture.mqttSessions().stream()
                    .filter(s -> s.queueName().isPresent())
                    .count();
            return Map.of(
                    "aclProfiles", core.vpn().aclProfiles().all().size(),
                    "clientProfiles", core.vpn().clientProfiles().all().size(),
                    "clientUsernames", core.vpn().clientUsernames().all().size(),
                    "clients", picture.clients().size(),
                    "mqttSessions", picture.mqttSessions().size(),
                    "queues", (int) queues);
        }
    }

    /** Reads one client without making JSON of all. */
    private final class Clients implements Resource {
        @Override
        public ObjectType type() {
            return MonitorAttributes.CLIENT;
        }

        @Override
        public List<JsonObject> list(Keys parent) {
            return each(picture.clients(), MonitorResources.this::client);
        }

        @Override
        public Stream<Page.Row> rows(Keys parent) {
            return picture.clients().stream().map(r -> new Page.Row(r.client().name(), () -> client(r)));
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

    private JsonObject vpn() {
        boolean enabled = core.vpn().settings().enabled();
        Traffic traffic = core.traffic();
        List<MqttQueueStatus> queues =
                picture.mqttSessions().stream().map(MqttSessionStatus::queue).toList();
        return VpnResource.json(core.vpn())
                .put("dataRxMsgCount", traffic.received())
                .put("dataTxMsgCount", traffic.sent())
                .put("discardedRxMsgCount", traffic.receivedDiscarded())
                .put("discardedTxMsgCount", traffic.sentDiscarded())
                .put("failureReason", "")
                .put("maxEffectiveSubscriptionCount", core.vpn().settings().maxSubscriptionCount())
                .put(
                        "msgSpoolMsgCount",
                        queues.stream().mapToLong(MqttQueueStatus::messages).sum())
                .put(
                        "msgSpoolUsage",
                        queues.stream().mapToLong(MqttQueueStatus::bytes).sum())
                .put("state", enabled ? "up" : "down")
                .put("systemManager", false);
    }

    private JsonObject client(Row row) {
        Client client = row.client();
        ReceivedCounts received = client.received();
        JsonObject json = new JsonObject()
                .put(VPN, core.vpn().name())
                .put("clientName", client.name())
                .put("aclProfileName", client.aclProfile())
                .put("aliasedFromMsgVpnName", "")
                .put("authorizationGroupName", "")
                .put("clientAddress", client.address())
                .put("clientId", client.clientId())
                .put("clientProfileName", client.clientProfile())
                .put("clientUsername", client.username())
                .put("dataRxMsgCount", client.received().all())
                .put("dataTxMsgCount", client.delivered())
                .put("description", client.login().description())
                .put("eliding", client.isElidingEnabled())
                .put("dtoLocalPriority", client.login().deliverToOnePriority())
                .put("elidingTopicCount", client.elidingTopics())
                .put("elidingTopicPeakCount", client.elidingTopicPeak())
                // A client that is here was accepted.
                .put("mqttConnackErrorTxCount", 0)
                .put("noSubscriptionMatchRxDiscardedMsgCount", received.unmatched())
                .put("originalClientUsername", client.originalUsername())
                .put("platform", client.login().platform())
                .put("publishTopicAclRxDiscardedMsgCount", received.refused())
                .put("rxDiscardedMsgCount", received.discarded())
                .put("scheduledDisconnectTime", 0)
                .put("slowSubscriber", client.discarded() > 0)
                .put("softwareVersion", client.login().software())
                .put(
                        "tlsCipherDescription",
                        client.tls().map(SSLSession::getCipherSuite).orElse(""))
                .put("tlsDowngradedToPlainText", false)
                .put("tlsVersion", client.tls().map(SSLSession::getProtocol).orElse(""))
                .put("topicParseErrorRxDiscardedMsgCount", received.invalidTopics())
                .put("txDiscardedMsgCount", client.discarded())
                .put("uptime", uptime(client))
                .put("virtualRouter", VirtualRouters.PRIMARY);
        return withPackets(json, client.mqttPackets());
    }

    static JsonObject withPackets(JsonObject json, MqttPacketCounts counts) {
        for (MqttPacketKind kind : MqttPacketKind.values()) {
            json.put(kind.sempName(), counts.of(kind));
        }
        return json;
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
                .put("encryption", client.tls().isPresent())
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
