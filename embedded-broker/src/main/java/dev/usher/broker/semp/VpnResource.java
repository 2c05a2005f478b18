package dev.usher.broker.semp;

import static dev.usher.broker.semp.Attribute.flag;
import static dev.usher.broker.semp.Attribute.number;

import dev.usher.broker.core.VpnSettings;
import dev.usher.broker.core.VpnState;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** The one Message VPN. It cannot be created, replaced or deleted, and disabling it is up to the core. */
final class VpnResource implements Resource {
    private static final List<Field<VpnSettings>> FIELDS = List.of(
            new Field<>(flag("enabled", false), VpnSettings::enabled, (s, v) -> s.withEnabled((Boolean) v)),
            new Field<>(
                    flag("eventPublishClientEnabled", false),
                    VpnSettings::clientEvents,
                    (s, v) -> s.withClientEvents((Boolean) v)),
            new Field<>(
                    flag("eventPublishTopicFormatMqttEnabled", false),
                    VpnSettings::eventsForMqtt,
                    (s, v) -> s.withEventFormats(s.eventsForSmf(), (Boolean) v)),
            new Field<>(
                    flag("eventPublishTopicFormatSmfEnabled", true),
                    VpnSettings::eventsForSmf,
                    (s, v) -> s.withEventFormats((Boolean) v, s.eventsForMqtt())),
            new Field<>(
                    number("maxConnectionCount", 0, 200_000, 1_000L),
                    VpnSettings::maxConnectionCount,
                    (s, v) -> s.withMaxConnectionCount(((Number) v).intValue())),
            new Field<>(
                    number("maxSubscriptionCount", 0, Integer.MAX_VALUE, 500_000L),
                    VpnSettings::maxSubscriptionCount,
                    (s, v) -> s.withMaxSubscriptionCount(((Number) v).intValue())));

    private final VpnState vpn;
    private final ObjectType type;

    VpnResource(VpnState vpn) {
        this.vpn = vpn;
        List<Attribute> attributes = new ArrayList<>();
        attributes.add(Attribute.key("msgVpnName", 32));
        FIELDS.forEach(f -> attributes.add(f.attribute()));
        this.type = new ObjectType(
                "MsgVpn", attributes, List.of("aclProfiles", "clientProfiles", "clientUsernames", "mqttSessions"));
    }

    @Override
    public ObjectType type() {
        return type;
    }

    @Override
    public List<JsonObject> list(Keys parent) {
        return List.of(FieldMapping.json(vpn.name(), FIELDS, vpn.settings()));
    }

    @Override
    public void update(Keys keys, JsonObject changes) {
        vpn.updateSettings(settings -> FieldMapping.changed(FIELDS, settings, changes));
    }
}
