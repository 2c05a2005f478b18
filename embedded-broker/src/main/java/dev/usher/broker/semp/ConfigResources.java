package dev.usher.broker.semp;

import static dev.usher.broker.semp.Attribute.choice;
import static dev.usher.broker.semp.Attribute.flag;
import static dev.usher.broker.semp.Attribute.key;
import static dev.usher.broker.semp.Attribute.number;
import static dev.usher.broker.semp.Attribute.secret;
import static dev.usher.broker.semp.Attribute.text;
import static java.util.Map.entry;

import dev.usher.broker.core.AclProfile;
import dev.usher.broker.core.Action;
import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.core.ClientProfile;
import dev.usher.broker.core.ClientUsername;
import dev.usher.broker.core.Password;
import dev.usher.broker.core.VpnState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The configured collections: which attributes they have and where the core keeps them (SEMP v2 spec 10.26, config). */
final class ConfigResources {
    private static final List<String> ACTIONS = List.of("allow", "disallow");
    private static final int NAME = 32;
    private static final String CLIENT_PROFILE_NAME = "#?[A-Za-z0-9\\-_]+";

    private final BrokerCore core;
    private final VpnState vpn;

    ConfigResources(BrokerCore core) {
        this.core = core;
        this.vpn = core.vpn();
    }

    /** By collection names, e.g. {@code msgVpns/aclProfiles}. */
    Map<String, Resource> all() {
        return Map.ofEntries(
                entry("msgVpns", new VpnResource(vpn)),
                entry("msgVpns/aclProfiles", aclProfiles()),
                entry(
                        "msgVpns/aclProfiles/subscribeTopicExceptions",
                        new ExceptionResource(vpn, AclProfile.Kind.SUBSCRIBE)),
                entry(
                        "msgVpns/aclProfiles/publishTopicExceptions",
                        new ExceptionResource(vpn, AclProfile.Kind.PUBLISH)),
                entry(
                        "msgVpns/aclProfiles/subscribeShareNameExceptions",
                        new ExceptionResource(vpn, AclProfile.Kind.SHARE_NAME)),
                entry(
                        "msgVpns/aclProfiles/subscribeExceptions",
                        ExceptionResource.deprecated(vpn, AclProfile.Kind.SUBSCRIBE)),
                entry(
                        "msgVpns/aclProfiles/publishExceptions",
                        ExceptionResource.deprecated(vpn, AclProfile.Kind.PUBLISH)),
                entry("msgVpns/aclProfiles/clientConnectExceptions", new ConnectExceptionResource(vpn)),
                entry("msgVpns/clientProfiles", clientProfiles()),
                entry("msgVpns/clientUsernames", clientUsernames()),
                entry("msgVpns/mqttSessions", new MqttSessionResource(core)),
                entry("msgVpns/mqttSessions/subscriptions", new MqttSubscriptionResource(core)));
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
                "publishExceptions",
                "publishTopicExceptions",
                "subscribeExceptions",
                "subscribeShareNameExceptions",
                "subscribeTopicExceptions");
        return new TableResource<>(
                vpn.name(),
                "MsgVpnAclProfile",
                children,
                fields,
                NotedAttributes.NONE,
                vpn.aclProfiles(),
                AclProfile::created);
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
                new Field<>(key("clientProfileName", NAME).like(CLIENT_PROFILE_NAME, 1), ClientProfile::name, null),
                new Field<>(
                        flag("allowGuaranteedEndpointCreateEnabled", false),
                        p -> p.guaranteed().createEndpoints(),
                        (p, v) -> p.withGuaranteed(p.guaranteed().withCreateEndpoints((Boolean) v))),
                new Field<>(
                        flag("allowGuaranteedMsgReceiveEnabled", false),
                        p -> p.guaranteed().receive(),
                        (p, v) -> p.withGuaranteed(p.guaranteed().withReceive((Boolean) v))),
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
                        number("maxSubscriptionCount", 0, 4_294_967_295L, 500_000L),
                        ClientProfile::maxSubscriptionCount,
                        (p, v) -> p.withMaxSubscriptionCount(Attribute.toInt(v))),
                directQueueDepth(1),
                directQueueBurst(1),
                directQueueDepth(2),
                directQueueBurst(2),
                directQueueDepth(3),
                directQueueBurst(3),
                new Field<>(
                        flag("rejectMsgToSenderOnNoSubscriptionMatchEnabled", false),
                        ClientProfile::rejectOnNoSubscriptionMatch,
                        (p, v) -> p.withRejectOnNoSubscriptionMatch((Boolean) v)));
        List<Field<ClientProfile>> all = new ArrayList<>(fields);
        all.addAll(Field.fixed(FixedAttributes.CLIENT_PROFILE));
        return new TableResource<>(
                vpn.name(),
                "MsgVpnClientProfile",
                List.of(),
                all,
                NotedAttributes.CLIENT_PROFILE,
                vpn.clientProfiles(),
                ClientProfile::created);
    }

    private static Field<ClientProfile> directQueueDepth(int classOfService) {
        return new Field<>(
                number("queueDirect" + classOfService + "MaxDepth", 2, 262_144, 20_000L),
                p -> p.directQueues().of(classOfService).maxDepth(),
                (p, v) -> p.withDirectQueue(
                        classOfService,
                        ((Number) v).intValue(),
                        p.directQueues().of(classOfService).minMsgBurst()));
    }

    private static Field<ClientProfile> directQueueBurst(int classOfService) {
        return new Field<>(
                number("queueDirect" + classOfService + "MinMsgBurst", 0, 262_144, 4L),
                p -> p.directQueues().of(classOfService).minMsgBurst(),
                (p, v) -> p.withDirectQueue(
                        classOfService, p.directQueues().of(classOfService).maxDepth(), ((Number) v).intValue()));
    }

    private Resource clientUsernames() {
        List<Field<ClientUsername>> fields = List.of(
                new Field<>(key("clientUsername", 189).like("[^?*]+", 1), ClientUsername::name, null),
                new Field<>(
                        text("aclProfileName", NAME, "default").like("", 1),
                        ClientUsername::aclProfile,
                        (u, v) -> u.withAclProfile((String) v)),
                new Field<>(
                        text("clientProfileName", NAME, "default").like(CLIENT_PROFILE_NAME, 1),
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
                vpn.name(),
                "MsgVpnClientUsername",
                List.of(),
                fields,
                NotedAttributes.NONE,
                vpn.clientUsernames(),
                ClientUsername::created);
    }
}
