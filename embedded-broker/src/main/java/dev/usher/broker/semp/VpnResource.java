package dev.usher.broker.semp;

import static dev.usher.broker.semp.Attribute.choice;
import static dev.usher.broker.semp.Attribute.flag;
import static dev.usher.broker.semp.Attribute.number;

import dev.usher.broker.core.LoginSchemes;
import dev.usher.broker.core.SubscriptionEventMode;
import dev.usher.broker.core.VpnSettings;
import dev.usher.broker.core.VpnState;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** The one Message VPN. It cannot be created or deleted, and what disabling it does is up to the core. */
final class VpnResource implements Resource {
    private static final List<Field<VpnSettings>> FIELDS = List.of(
            new Field<>(flag("enabled", false), VpnSettings::enabled, (s, v) -> s.withEnabled((Boolean) v)),
            new Field<>(
                    flag("eventPublishClientEnabled", false),
                    VpnSettings::clientEvents,
                    (s, v) -> s.withClientEvents((Boolean) v)),
            new Field<>(
                    choice("eventPublishSubscriptionMode", SubscriptionEventMode.sempTexts(), "off"),
                    settings -> settings.subscriptionEvents().sempText(),
                    (s, v) -> s.withSubscriptionEvents(SubscriptionEventMode.ofSemp((String) v))),
            new Field<>(
                    flag("eventPublishTopicFormatMqttEnabled", false)
                            .with(List.of("eventPublishTopicFormatSmfEnabled")),
                    VpnSettings::eventsForMqtt,
                    (s, v) -> s.withEventFormats(s.eventsForSmf(), (Boolean) v)),
            new Field<>(
                    flag("eventPublishTopicFormatSmfEnabled", true).with(List.of("eventPublishTopicFormatMqttEnabled")),
                    VpnSettings::eventsForSmf,
                    (s, v) -> s.withEventFormats((Boolean) v, s.eventsForMqtt())),
            new Field<>(
                    number("maxConnectionCount", 0, 200_000, 1_000L),
                    VpnSettings::maxConnectionCount,
                    (s, v) -> s.withMaxConnectionCount(((Number) v).intValue())),
            new Field<>(
                    number("maxSubscriptionCount", 0, 4_294_967_295L, 500_000L),
                    VpnSettings::maxSubscriptionCount,
                    (s, v) -> s.withMaxSubscriptionCount(Attribute.toInt(v))));

    private static final Omissions OMISSIONS = Omissions.of(
            "what listens is up to whoever starts this broker",
            "serviceMqttPlainText* serviceMqttTls* serviceMqttWebSocket* serviceSmfPlainText* serviceSmfTls*"
                    + " serviceWebPlainText* serviceWebTls*",
            "each MQTT session has a limit of its own",
            "maxMsgSpoolUsage");

    private final VpnState vpn;

    VpnResource(VpnState vpn) {
        this.vpn = vpn;
    }

    private static ObjectType type(LoginSchemes schemes) {
        List<Attribute> attributes = new ArrayList<>();
        attributes.add(Attribute.key("msgVpnName", 32).like("[^*?]+", 1));
        FIELDS.forEach(f -> attributes.add(f.attribute()));
        attributes.addAll(FixedAttributes.msgVpn(schemes));
        attributes.addAll(NotedAttributes.MSG_VPN.attributes());
        return new ObjectType(
                        "MsgVpn",
                        attributes,
                        List.of("aclProfiles", "clientProfiles", "clientUsernames", "mqttSessions"))
                .without(OMISSIONS);
    }

    /** What the monitor API shows as well. */
    static JsonObject json(VpnState vpn) {
        JsonObject json = FieldMapping.json(vpn.name(), FIELDS, vpn.settings());
        FixedAttributes.msgVpn(vpn.loginSchemes()).stream()
                .filter(Attribute::readable)
                .forEach(a -> json.put(a.name(), a.defaultValue()));
        return NotedAttributes.MSG_VPN.show(json, vpn.notes(), vpn.name());
    }

    @Override
    public ObjectType type() {
        return type(vpn.loginSchemes());
    }

    @Override
    public List<JsonObject> list(Keys parent) {
        return List.of(json(vpn));
    }

    /** Replacing it sets everything back that is not given; whether it is enabled too. */
    @Override
    public boolean replaceable() {
        return true;
    }

    @Override
    public void update(Keys keys, JsonObject changes) {
        vpn.updateSettings(settings -> FieldMapping.changed(FIELDS, settings, changes));
        NotedAttributes.MSG_VPN.keep(changes, vpn.notes(), vpn.name());
    }
}
