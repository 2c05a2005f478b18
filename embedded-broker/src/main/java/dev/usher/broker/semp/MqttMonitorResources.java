package dev.usher.broker.semp;

import static dev.usher.broker.semp.Attribute.Kind.BOOLEAN;
import static dev.usher.broker.semp.Attribute.Kind.INTEGER;
import static dev.usher.broker.semp.Attribute.Kind.STRING;
import static dev.usher.broker.semp.Attribute.key;
import static dev.usher.broker.semp.Attribute.parent;
import static dev.usher.broker.semp.Attribute.shown;

import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.core.MqttSession;
import dev.usher.broker.core.MqttSessionStatus;
import dev.usher.broker.core.MqttStoredMessage;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** MQTT sessions, their subscriptions and their queues as they are now (SEMP v2 spec 10.26, monitor). */
final class MqttMonitorResources {
    private static final String VPN = MonitorAttributes.VPN;
    private static final String QUEUE = "queueName";

    private static final ObjectType SESSION_SUBSCRIPTION = new ObjectType(
            "MsgVpnMqttSessionSubscription",
            List.of(
                    parent(VPN),
                    parent(MqttSessionResource.CLIENT_ID),
                    parent(MqttSessionResource.ROUTER),
                    key(MqttSubscriptionResource.TOPIC, 250),
                    shown(MqttSubscriptionResource.QOS, INTEGER)));

    private static final ObjectType QUEUE_TYPE = new ObjectType(
            "MsgVpnQueue",
            List.of(
                    parent(VPN),
                    key(QUEUE, 200),
                    shown("createdByManagement", BOOLEAN),
                    shown("durable", BOOLEAN),
                    shown("maxMsgSpoolUsage", INTEGER),
                    shown("maxMsgSpoolUsageExceededDiscardedMsgCount", INTEGER),
                    shown("msgSpoolUsage", INTEGER),
                    shown("owner", STRING),
                    shown("redeliveredMsgCount", INTEGER),
                    shown("spooledMsgCount", INTEGER),
                    shown("txUnackedMsgCount", INTEGER)),
            List.of("msgs"),
            MonitorAttributes.OF_QUEUES);

    private static final ObjectType MESSAGE = new ObjectType(
            "MsgVpnQueueMsg",
            List.of(
                    parent(VPN),
                    parent(QUEUE),
                    new Attribute("msgId", INTEGER, Attribute.Role.KEY, 1, Long.MAX_VALUE, List.of(), null),
                    shown("attachmentSize", INTEGER),
                    shown("redeliveryCount", INTEGER),
                    shown("spooledTime", INTEGER),
                    shown("undelivered", BOOLEAN)),
            List.of(),
            MonitorAttributes.OF_MESSAGES);

    private final BrokerCore core;
    private final MonitorPicture picture;

    MqttMonitorResources(BrokerCore core, MonitorPicture picture) {
        this.core = core;
        this.picture = picture;
    }

    Map<String, Resource> all() {
        return Map.of(
                "msgVpns/mqttSessions", new Sessions(),
                "msgVpns/mqttSessions/subscriptions", new ReadOnly(SESSION_SUBSCRIPTION, this::subscriptions),
                "msgVpns/queues", new Queues(),
                "msgVpns/queues/msgs", new ReadOnly(MESSAGE, this::messages));
    }

    private final class Sessions implements Resource {
        private final ObjectType type = MonitorAttributes.session(new MqttSessionResource(core).type());

        @Override
        public ObjectType type() {
            return type;
        }

        @Override
        public List<JsonObject> list(Keys parent) {
            return picture.mqttSessions().stream()
                    .map(MqttMonitorResources.this::session)
                    .toList();
        }

        @Override
        public JsonObject get(Keys keys) {
            return session(requireSession(keys));
        }

        @Override
        public Map<String, Integer> counts(Keys keys) {
            return Map.of("subscriptions", requireSession(keys).subscriptions().size());
        }
    }

    private final class Queues implements Resource {
        @Override
        public ObjectType type() {
            return QUEUE_TYPE;
        }

        @Override
        public List<JsonObject> list(Keys parent) {
            return picture.mqttSessions().stream()
                    .filter(s -> s.queueName().isPresent())
                    .map(MqttMonitorResources.this::queue)
                    .toList();
        }

        @Override
        public Map<String, Integer> counts(Keys keys) {
            return Map.of("msgs", requireQueue(keys).queue().messages());
        }
    }

    private JsonObject session(MqttSessionStatus session) {
        JsonObject json = FieldMapping.json(core.vpn().name(), MqttSessionResource.FIELDS, session.settings())
                .put(MqttSessionResource.CLIENT_ID, session.clientId())
                .put(MqttSessionResource.ROUTER, VirtualRouters.PRIMARY)
                .put("clean", session.clean())
                .put("clientName", session.clientName().orElse(""))
                .put("createdByManagement", session.createdByManagement())
                .put("durable", session.durable())
                .put("expiryTime", 0)
                .put(QUEUE, session.queueName().orElse(""));
        return MonitorResources.withPackets(json, session.packets());
    }

    private List<JsonObject> subscriptions(Keys parent) {
        MqttSessionStatus session = requireSession(parent);
        return session.subscriptions().stream()
                .map(s -> MqttSubscriptionResource.json(core.vpn().name(), session.clientId(), s))
                .toList();
    }

    private JsonObject queue(MqttSessionStatus session) {
        return new JsonObject()
                .put(VPN, core.vpn().name())
                .put(QUEUE, session.queueName().orElseThrow())
                .put("createdByManagement", session.createdByManagement())
                .put("durable", session.durable())
                .put("maxMsgSpoolUsage", session.settings().maxSpoolMegabytes())
                .put(
                        "maxMsgSpoolUsageExceededDiscardedMsgCount",
                        session.queue().discarded())
                .put("msgSpoolUsage", session.queue().bytes())
                .put("owner", session.settings().owner())
                .put("redeliveredMsgCount", session.queue().redelivered())
                .put("spooledMsgCount", session.queue().taken())
                .put("txUnackedMsgCount", session.queue().inFlight());
    }

    private List<JsonObject> messages(Keys parent) {
        MqttSessionStatus session = requireQueue(parent);
        // The messages themselves are read live; only whether there is such a queue may lag behind.
        Optional<MqttSession> live = core.mqttSessions().find(session.clientId());
        return live.map(MqttSession::storedMessages).orElse(List.of()).stream()
                .map(m -> message(parent.get(1), m))
                .toList();
    }

    private JsonObject message(String queueName, MqttStoredMessage message) {
        return new JsonObject()
                .put(VPN, core.vpn().name())
                .put(QUEUE, queueName)
                .put("msgId", message.id())
                .put("attachmentSize", message.bytes())
                .put("redeliveryCount", Math.max(0, message.sent() - 1))
                .put("spooledTime", message.since().getEpochSecond())
                .put("undelivered", message.sent() == 0);
    }

    private MqttSessionStatus requireSession(Keys keys) {
        VirtualRouters.requireInPath(keys, 2, core.switches());
        return picture.mqttSession(keys.get(1)).orElseThrow(() -> SempRefusal.notFound("mqttSession " + keys.get(1)));
    }

    private MqttSessionStatus requireQueue(Keys keys) {
        return picture.mqttSessions().stream()
                .filter(s -> s.queueName().filter(keys.get(1)::equals).isPresent())
                .findFirst()
                .orElseThrow(() -> SempRefusal.notFound("queue " + keys.get(1)));
    }
}
