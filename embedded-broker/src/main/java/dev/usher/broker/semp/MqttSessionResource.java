package dev.usher.broker.semp;

import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.core.MqttSession;
import dev.usher.broker.core.MqttSessionSettings;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** MQTT sessions as the config API has them (SEMP v2 spec, config MsgVpnMqttSession). */
final class MqttSessionResource implements Resource {
    static final String CLIENT_ID = "mqttSessionClientId";
    static final String ROUTER = "mqttSessionVirtualRouter";
    static final List<Field<MqttSessionSettings>> FIELDS = withFixed(
            new Field<>(
                    Attribute.flag("enabled", false),
                    MqttSessionSettings::enabled,
                    (s, v) -> s.withEnabled((Boolean) v)),
            new Field<>(
                    Attribute.text("owner", 189, ""), MqttSessionSettings::owner, (s, v) -> s.withOwner((String) v)),
            new Field<>(
                    Attribute.number("queueMaxDeliveredUnackedMsgsPerFlow", 1, 1_000_000, 10_000L),
                    MqttSessionSettings::maxUnacknowledged,
                    (s, v) -> s.withMaxUnacknowledged(((Number) v).intValue())),
            new Field<>(
                    Attribute.number("queueMaxMsgSpoolUsage", 0, 6_000_000, 5_000L),
                    MqttSessionSettings::maxSpoolMegabytes,
                    (s, v) -> s.withMaxSpoolMegabytes(((Number) v).longValue())));

    private static final int CLIENT_ID_AT = 1;

    private final BrokerCore core;
    private final ObjectType type;

    MqttSessionResource(BrokerCore core) {
        this.core = core;
        List<Attribute> attributes = new ArrayList<>();
        attributes.add(Attribute.parent("msgVpnName"));
        attributes.add(Attribute.key(CLIENT_ID, 128));
        attributes.add(Attribute.key(ROUTER, VirtualRouters.ALL));
        FIELDS.forEach(f -> attributes.add(f.attribute()));
        this.type = new ObjectType("MsgVpnMqttSession", attributes, List.of("subscriptions"));
    }

    @SafeVarargs
    private static List<Field<MqttSessionSettings>> withFixed(Field<MqttSessionSettings>... acted) {
        List<Field<MqttSessionSettings>> fields = new ArrayList<>(List.of(acted));
        fields.addAll(Field.fixed(FixedAttributes.MQTT_SESSION));
        return List.copyOf(fields);
    }

    /**
     * The session a path names, if the config API has it.
     *
     * @throws SempRefusal NOT_FOUND
     */
    static MqttSession require(BrokerCore core, Keys keys) {
        VirtualRouters.requireInPath(keys, CLIENT_ID_AT + 1, core.switches());
        String clientId = keys.get(CLIENT_ID_AT);
        return core.mqttSessions()
                .find(clientId)
                .filter(s -> isConfigured(core, s))
                .orElseThrow(() -> SempRefusal.notFound("mqttSession " + clientId));
    }

    private static boolean isConfigured(BrokerCore core, MqttSession session) {
        return session.isDurable() || core.switches().cleanSessionsInConfig();
    }

    @Override
    public ObjectType type() {
        return type;
    }

    @Override
    public List<JsonObject> list(Keys parent) {
        return core.mqttSessions().all().stream()
                .filter(s -> isConfigured(core, s))
                .map(this::json)
                .toList();
    }

    @Override
    public JsonObject get(Keys keys) {
        return json(require(core, keys));
    }

    @Override
    public List<String> keysOf(JsonObject full) {
        return List.of(full.getString(CLIENT_ID), VirtualRouters.resolved(full.getString(ROUTER)));
    }

    @Override
    public void create(Keys parent, JsonObject full) {
        core.mqttSessions().create(keysOf(full).get(0), s -> FieldMapping.changed(FIELDS, s, full));
    }

    @Override
    public void update(Keys keys, JsonObject changes) {
        require(core, keys);
        core.mqttSessions().update(keys.get(CLIENT_ID_AT), s -> FieldMapping.changed(FIELDS, s, changes));
    }

    @Override
    public boolean replaceable() {
        return true;
    }

    @Override
    public void delete(Keys keys) {
        core.mqttSessions().delete(require(core, keys).clientId());
    }

    private JsonObject json(MqttSession session) {
        return FieldMapping.json(core.vpn().name(), FIELDS, session.settings())
                .put(CLIENT_ID, session.clientId())
                .put(ROUTER, VirtualRouters.PRIMARY);
    }
}
