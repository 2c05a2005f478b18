package dev.usher.broker.semp;

import dev.usher.broker.core.AclProfile;
import dev.usher.broker.core.VpnState;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A configured collection as the monitor API shows it: the same objects with a few attributes more, and with how many
 * objects are below each (SEMP v2 spec 10.26, monitor).
 */
final class MonitorView implements Resource {
    private final Resource configured;
    private final ObjectType type;
    private final Consumer<JsonObject> more;
    private final Function<Keys, Map<String, Integer>> counts;

    private MonitorView(
            Resource configured,
            List<Attribute> attributes,
            Omissions omissions,
            Consumer<JsonObject> more,
            Function<Keys, Map<String, Integer>> counts) {
        this.configured = configured;
        this.more = more;
        this.counts = counts;
        List<Attribute> all = MonitorAttributes.shownAlike(configured.type());
        all.addAll(attributes);
        this.type = new ObjectType(
                configured.type().definition(), all, configured.type().children(), omissions);
    }

    /** @param path collection names, e.g. {@code msgVpns/aclProfiles} */
    static Resource of(String path, Resource configured, VpnState vpn) {
        return switch (path) {
            case "msgVpns/aclProfiles" ->
                new MonitorView(
                        configured,
                        List.of(),
                        Omissions.NONE,
                        json -> {},
                        keys -> exceptionCounts(vpn.aclProfiles().get(keys.last())));
            case "msgVpns/clientProfiles" ->
                new MonitorView(
                        configured,
                        List.of(Attribute.shown("maxEffectiveSubscriptionCount", Attribute.Kind.INTEGER)),
                        Omissions.of("there are no endpoints, flows and transactions", "maxEffective*"),
                        json -> json.put("maxEffectiveSubscriptionCount", json.getValue("maxSubscriptionCount")),
                        keys -> Map.of());
            case "msgVpns/clientUsernames" ->
                new MonitorView(
                        configured,
                        List.of(Attribute.shown("dynamic", Attribute.Kind.BOOLEAN)),
                        Omissions.NONE,
                        json -> json.put("dynamic", false),
                        keys -> Map.of());
            default -> configured;
        };
    }

    private static Map<String, Integer> exceptionCounts(AclProfile profile) {
        int publish = profile.exceptions(AclProfile.Kind.PUBLISH).size();
        int subscribe = profile.exceptions(AclProfile.Kind.SUBSCRIBE).size();
        return Map.of(
                "clientConnectExceptions", profile.connectExceptions().size(),
                "publishExceptions", publish,
                "publishTopicExceptions", publish,
                "subscribeExceptions", subscribe,
                "subscribeShareNameExceptions",
                        profile.exceptions(AclProfile.Kind.SHARE_NAME).size(),
                "subscribeTopicExceptions", subscribe);
    }

    @Override
    public ObjectType type() {
        return type;
    }

    @Override
    public List<JsonObject> list(Keys parent) {
        return configured.list(parent).stream().map(this::shown).toList();
    }

    @Override
    public JsonObject get(Keys keys) {
        return shown(configured.get(keys));
    }

    @Override
    public Map<String, Integer> counts(Keys keys) {
        return counts.apply(keys);
    }

    private JsonObject shown(JsonObject object) {
        more.accept(object);
        return object;
    }
}
