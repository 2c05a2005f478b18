package dev.usher.broker.semp;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the three APIs say of themselves and of who asks (SEMP v2 spec, paths below /about). */
final class About {
    private static final List<String> ABOUT = List.of("about");
    private static final List<String> USER = List.of("user");
    private static final List<String> MSG_VPNS = List.of("msgVpns");

    private static final ObjectType ROOT = new ObjectType("About", List.of(), List.of("api", "user"));
    private static final ObjectType API = new ObjectType(
            "AboutApi",
            List.of(
                    Attribute.shown("platform", Attribute.Kind.STRING),
                    Attribute.shown("sempVersion", Attribute.Kind.STRING)));
    static final ObjectType ABOUT_USER = new ObjectType(
            "AboutUser",
            List.of(
                    Attribute.shown("globalAccessLevel", Attribute.Kind.STRING),
                    Attribute.shown("sessionActive", Attribute.Kind.BOOLEAN),
                    Attribute.shown("username", Attribute.Kind.STRING)),
            List.of("msgVpns"),
            Omissions.of(
                    "sessions are not described",
                    "sessionCreateTime sessionCurrentTime sessionHardExpiryTime sessionId sessionIdleExpiryTime",
                    "internal to PubSub+",
                    "globalDmrBridgeAccessEnabled"));
    static final ObjectType USER_MSG_VPN = new ObjectType(
            "AboutUserMsgVpn",
            List.of(
                    Attribute.shown("accessLevel", Attribute.Kind.STRING),
                    Attribute.key("msgVpnName", 32).like("[^*?]+", 1)));

    /** A single object that is there. */
    record Found(ObjectType type, JsonObject data) {}

    private final String vpnName;

    About(String vpnName) {
        this.vpnName = vpnName;
    }

    /** The types of everything below {@code /about}. */
    static List<ObjectType> types() {
        return List.of(ROOT, API, ABOUT_USER, USER_MSG_VPN);
    }

    /** @throws SempRefusal NOT_FOUND for a Message VPN that is not there */
    Optional<Found> find(List<List<String>> segments, SempUser user) {
        if (!isBelow(segments)) {
            return Optional.empty();
        }
        List<List<String>> below = segments.subList(1, segments.size());
        if (below.isEmpty()) {
            return Optional.of(new Found(ROOT, new JsonObject()));
        }
        if (below.equals(List.of(List.of("api")))) {
            return Optional.of(
                    new Found(API, new JsonObject().put("platform", "usher").put("sempVersion", "2.50")));
        }
        if (below.equals(List.of(USER))) {
            return Optional.of(new Found(
                    ABOUT_USER,
                    new JsonObject()
                            .put("globalAccessLevel", user.globalAccessLevel())
                            .put("sessionActive", true)
                            .put("username", user.name())));
        }
        if (below.size() == 3 && below.subList(0, 2).equals(List.of(USER, MSG_VPNS))) {
            if (!below.get(2).equals(List.of(vpnName))) {
                throw SempRefusal.notFound("msgVpn " + below.get(2));
            }
            return Optional.of(new Found(USER_MSG_VPN, msgVpn(user)));
        }
        return Optional.empty();
    }

    boolean isBelow(List<List<String>> segments) {
        return !segments.isEmpty() && segments.get(0).equals(ABOUT);
    }

    /** Here keys do not take turns with names. */
    static String join(List<List<String>> segments) {
        return segments.stream().map(s -> String.join(",", s)).collect(Collectors.joining("/"));
    }

    boolean isMsgVpns(List<List<String>> segments) {
        return segments.equals(List.of(ABOUT, USER, MSG_VPNS));
    }

    Resource msgVpns(SempUser user) {
        return new ReadOnly(USER_MSG_VPN, parent -> List.of(msgVpn(user)));
    }

    private JsonObject msgVpn(SempUser user) {
        return new JsonObject().put("accessLevel", user.vpnAccessLevel()).put("msgVpnName", vpnName);
    }
}
