package dev.usher.broker.semp;

import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.core.Filter;
import dev.usher.broker.core.MqttSession;
import dev.usher.broker.core.Subscription;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * The subscriptions of an MQTT session in MQTT syntax, whoever made them (SEMP v2 spec, config
 * MsgVpnMqttSessionSubscription). PUT adds or changes, so it can be repeated.
 */
final class MqttSubscriptionResource implements Resource {
    static final String TOPIC = "subscriptionTopic";
    static final String QOS = "subscriptionQos";

    private static final int TOPIC_AT = 3;

    private final BrokerCore core;
    private final ObjectType type = new ObjectType(
            "MsgVpnMqttSessionSubscription",
            List.of(
                    Attribute.parent("msgVpnName"),
                    Attribute.parent(MqttSessionResource.CLIENT_ID),
                    Attribute.parent(MqttSessionResource.ROUTER),
                    Attribute.key(TOPIC, 250),
                    Attribute.number(QOS, 0, 1, 0L)));

    MqttSubscriptionResource(BrokerCore core) {
        this.core = core;
    }

    /** The JSON of a subscription, for the monitor API as well. */
    static JsonObject json(String vpn, String clientId, Subscription subscription) {
        return new JsonObject()
                .put("msgVpnName", vpn)
                .put(MqttSessionResource.CLIENT_ID, clientId)
                .put(MqttSessionResource.ROUTER, VirtualRouters.PRIMARY)
                .put(TOPIC, subscription.filter().mqttText())
                .put(QOS, subscription.qos());
    }

    @Override
    public ObjectType type() {
        return type;
    }

    @Override
    public List<JsonObject> list(Keys parent) {
        MqttSession session = MqttSessionResource.require(core, parent);
        return session.status().subscriptions().stream()
                .map(s -> json(core.vpn().name(), session.clientId(), s))
                .toList();
    }

    @Override
    public JsonObject get(Keys keys) {
        MqttSession session = MqttSessionResource.require(core, keys);
        return json(core.vpn().name(), session.clientId(), find(session, keys.get(TOPIC_AT)));
    }

    /** By what it means, not by its text: a level may be spelled in two ways. */
    private static Subscription find(MqttSession session, String topic) {
        Filter wanted = Filter.mqtt(topic);
        return session.status().subscriptions().stream()
                .filter(s -> s.filter().equals(wanted))
                .findFirst()
                .orElseThrow(() -> SempRefusal.notFound("subscription"));
    }

    @Override
    public void create(Keys parent, JsonObject full) {
        MqttSession session = MqttSessionResource.require(core, parent);
        core.mqttSessions()
                .addSubscription(session.clientId(), Filter.mqtt(full.getString(TOPIC)), full.getInteger(QOS));
    }

    @Override
    public void update(Keys keys, JsonObject changes) {
        MqttSession session = MqttSessionResource.require(core, keys);
        Filter filter = find(session, keys.get(TOPIC_AT)).filter();
        if (changes.containsKey(QOS)) {
            core.mqttSessions().changeSubscriptionQos(session.clientId(), filter, changes.getInteger(QOS));
        }
    }

    @Override
    public boolean replaceable() {
        return true;
    }

    @Override
    public void delete(Keys keys) {
        MqttSession session = MqttSessionResource.require(core, keys);
        core.mqttSessions()
                .removeSubscription(
                        session.clientId(), find(session, keys.get(TOPIC_AT)).filter());
    }
}
