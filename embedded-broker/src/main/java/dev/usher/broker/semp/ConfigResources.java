package dev.usher.broker.semp;

import static dev.usher.broker.semp.Attribute.choice;
import static dev.usher.broker.semp.Attribute.flag;
import static dev.usher.broker.semp.Attribute.key;
import static dev.usher.broker.semp.Attribute.number;
import static dev.usher.broker.semp.Attribute.secret;
import static dev.usher.broker.semp.Attribute.text;

import dev.usher.broker.core.AclProfile;
import dev.usher.broker.core.Action;
import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.core.ClientProfile;
import dev.usher.broker.core.ClientUsername;
import dev.usher.broker.core.Password;
import dev.usher.broker.core.VpnState;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The configured collections: which attributes they have and where the core keeps them (SEMP v2 spec 10.26, config). */
final class ConfigResources {
    private static final List<String> ACTIONS = List.of("allow", "disallow");
    private static final int NAME = 32;

    private final BrokerCore core;
    private final VpnState vpn;

    ConfigResources(BrokerCore core) {
        this.core = core;
        this.vpn = core.vpn();
    }

    /** By collection names, e.g. {@code msgVpns/aclProfiles}. */
    Map<String, Resource> all() {
        return Map.of(
                "msgVpns", new VpnResource(vpn),
                "msgVpns/aclProfiles", aclProfiles(),
                "msgVpns/aclProfiles/subscribeTopicExceptions", new ExceptionResource(vpn, AclProfile.Kind.SUBSCRIBE),
                "msgVpns/aclProfiles/publishTopicExceptions", new ExceptionResource(vpn, AclProfile.Kind.PUBLISH),
                "msgVpns/aclProfiles/subscribeShareNameExceptions",
                        new ExceptionResource(vpn, AclProfile.Kind.SHARE_NAME),
                "msgVpns/aclProfiles/clientConnectExceptions", new ConnectExceptionResource(vpn),
                "msgVpns/clientProfiles", clientProfiles(),
                "msgVpns/clientUsernames", clientUsernames(),
                "msgVpns/mqttSessions", new MqttSessionResource(core),
                "msgVpns/mqttSessions/subscriptions", new MqttSubscriptionResource(core));
    }

    private Resource aclProfiles() {
        List<Field<AclProfile>> fields = List.of(
                new Field<>(key("aclProfileName", NAME), AclProfile::name, null),
                action("clientConnectDefaultAction", "disallow", AclProfile::connect, AclProfile::withConnect),
                action("publishTopicDefaultAction", "disallow", AclProfile::publish, AclProfile::withPublish),
                action("subscribeShareNameDefaultAction", "allow", AclProfile::shareName, AclProfile::withShareName),
                action("subscribeTopicDefaultAction", "disallow", AclProfile::subscribe, AclProfile::withSubscribe));
        List<String> children = List.of(
                "clientConnectExceptions",
                "publishTopicExceptions",
                "subscribeShareNameExceptions",
                "subscribeTopicExceptions");
        return new TableResource<>(
                vpn.name(), "MsgVpnAclProfile", children, fields, vpn.aclProfiles(), AclProfile::created);
    }

    private static Field<AclProfile> action(
            String name,
            String defaultValue,
            Function<AclProfile, Action> read,
            BiFunction<AclProfile, Action, AclProfile> write) {
        return new Field<>(
                choice(name, ACTIONS, defaultValue),
                p -> read.apply(p).sempText(),
                (p, v) -> write.apply(p, Action.valueOf(((String) v).toUpperCase(Locale.ROOT))));
    }

    private Resource clientProfiles() {
        List<Field<ClientProfile>> fields = List.of(
                new Field<>(key("clientProfileName", NAME), ClientProfile::name, null),
                new Field<>(
                        flag("allowGuaranteedMsgSendEnabled", false),
                        ClientProfile::guaranteedSend,
                        (p, v) -> p.withGuaranteedSend((Boolean) v)),
                new Field<>(
                        flag("elidingEnabled", false),
                        ClientProfile::elidingEnabled,
                        (p, v) -> p.withEliding((Boolean) v, p.elidingDelayMillis())),
                new Field<>(
                        number("elidingDelay", 0, 60_000, 0L),
                        ClientProfile::elidingDelayMillis,
                        (p, v) -> p.withEliding(p.elidingEnabled(), ((Number) v).intValue())),
                new Field<>(
                        number("elidingMaxTopicCount", 1, 32_000, 256L),
                        ClientProfile::elidingMaxTopicCount,
                        (p, v) -> p.withElidingMaxTopicCount(((Number) v).intValue())),
                new Field<>(
                        number("maxSubscriptionCount", 0, Integer.MAX_VALUE, 500_000L),
                        ClientProfile::maxSubscriptionCount,
                        (p, v) -> p.withMaxSubscriptionCount(((Number) v).intValue())),
                new Field<>(
                        number("queueDirect1MaxDepth", 2, 262_144, 20_000L),
                        ClientProfile::egressMessages,
                        (p, v) -> p.withEgressMessages(((Number) v).intValue())));
        return new TableResource<>(
                vpn.name(), "MsgVpnClientProfile", List.of(), fields, vpn.clientProfiles(), ClientProfile::created);
    }

    private Resource clientUsernames() {
        List<Field<ClientUsername>> fields = List.of(
                new Field<>(key("clientUsername", 189), ClientUsername::name, null),
                new Field<>(
                        text("aclProfileName", NAME, "default"),
                        ClientUsername::aclProfile,
                        (u, v) -> u.withAclProfile((String) v)),
                new Field<>(
                        text("clientProfileName", NAME, "default"),
                        ClientUsername::clientProfile,
                        (u, v) -> u.withClientProfile((String) v)),
                new Field<>(flag("enabled", false), ClientUsername::enabled, (u, v) -> u.withEnabled((Boolean) v)),
                new Field<>(
                        flag("guaranteedEndpointPermissionOverrideEnabled", false),
                        ClientUsername::guaranteedEndpointPermissionOverride,
                        (u, v) -> u.withGuaranteedEndpointPermissionOverride((Boolean) v)),
                new Field<>(secret("password", 128, ""), null, (u, v) -> u.withPassword(Password.of((String) v))),
                new Field<>(
                        flag("subscriptionManagerEnabled", false),
                        ClientUsername::subscriptionManager,
                        (u, v) -> u.withSubscriptionManager((Boolean) v)));
        return new TableResource<>(
                vpn.name(), "MsgVpnClientUsername", List.of(), fields, vpn.clientUsernames(), ClientUsername::created);
    }
}
