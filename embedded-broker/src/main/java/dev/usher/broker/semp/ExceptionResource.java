package dev.usher.broker.semp;

import dev.usher.broker.core.AclExemption;
import dev.usher.broker.core.AclProfile;
import dev.usher.broker.core.VpnState;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** One of the lists of exceptions that are keyed by {@code syntax,topic}: no PUT, no PATCH. */
final class ExceptionResource implements Resource {
    private static final List<String> SYNTAXES = List.of("smf", "mqtt");
    private static final int PROFILE = 1;

    private final VpnState vpn;
    private final AclProfile.Kind kind;
    private final String syntaxName;
    private final String topicName;
    private final ObjectType type;

    ExceptionResource(VpnState vpn, AclProfile.Kind kind) {
        this(
                vpn,
                kind,
                switch (kind) {
                    case PUBLISH -> "PublishTopicException";
                    case SUBSCRIBE -> "SubscribeTopicException";
                    case SHARE_NAME -> "SubscribeShareNameException";
                });
    }

    private ExceptionResource(VpnState vpn, AclProfile.Kind kind, String what) {
        this(vpn, kind, what, attributeName(what), attributeName(what) + "Syntax");
    }

    private ExceptionResource(VpnState vpn, AclProfile.Kind kind, String what, String topicName, String syntaxName) {
        this.vpn = vpn;
        this.kind = kind;
        this.topicName = topicName;
        this.syntaxName = syntaxName;
        String definition = "MsgVpnAclProfile" + what;
        this.type = new ObjectType(
                definition,
                List.of(
                        Attribute.parent("msgVpnName"),
                        Attribute.parent("aclProfileName"),
                        Attribute.key(syntaxName, SYNTAXES),
                        Attribute.key(topicName, 250)));
    }

    /** The same list under the names it had before SEMP 2.14. */
    static ExceptionResource deprecated(VpnState vpn, AclProfile.Kind kind) {
        String what = kind == AclProfile.Kind.PUBLISH ? "PublishException" : "SubscribeException";
        return new ExceptionResource(vpn, kind, what, attributeName(what) + "Topic", "topicSyntax");
    }

    private static String attributeName(String what) {
        return what.substring(0, 1).toLowerCase(Locale.ROOT) + what.substring(1);
    }

    @Override
    public ObjectType type() {
        return type;
    }

    @Override
    public List<JsonObject> list(Keys parent) {
        String profile = parent.get(PROFILE);
        return vpn.aclProfiles().get(profile).exceptions(kind).stream()
                .map(e -> new JsonObject()
                        .put("msgVpnName", vpn.name())
                        .put("aclProfileName", profile)
                        .put(syntaxName, e.syntax().sempText())
                        .put(topicName, e.topic()))
                .toList();
    }

    @Override
    public void create(Keys parent, JsonObject full) {
        vpn.addException(parent.get(PROFILE), kind, exception(full.getString(syntaxName), full.getString(topicName)));
    }

    @Override
    public void delete(Keys keys) {
        get(keys);
        vpn.removeException(keys.get(PROFILE), kind, exception(keys.get(PROFILE + 1), keys.last()));
    }

    private static AclExemption exception(String syntax, String topic) {
        return syntax.equals("smf") ? AclExemption.smf(topic) : AclExemption.mqtt(topic);
    }
}
