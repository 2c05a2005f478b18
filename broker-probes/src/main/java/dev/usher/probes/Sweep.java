package dev.usher.probes;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what probes made, and nothing else. No failure stops it: what is left is somebody else's broker with usernames that may
 * do everything. What would not go is tried once more, a username is disabled then, and what remains is logged as an error.
 */
final class Sweep {
    private static final Logger log = LoggerFactory.getLogger(Sweep.class);
    private static final int NOT_FOUND = 6;

    private static final Kind SESSIONS = new Kind("/mqttSessions", "mqttSessionClientId");

    /** In this order: profiles cannot go while a username uses them. */
    private static final List<Kind> KINDS = List.of(
            SESSIONS,
            new Kind("/clientUsernames", "clientUsername"),
            new Kind("/aclProfiles", "aclProfileName"),
            new Kind("/clientProfiles", "clientProfileName"));

    private Sweep() {}

    private record Kind(String collection, String key) {}

    /** Everything whose name begins with the prefix of probes, left by whatever run; what would not go or not be listed. */
    static List<String> everything(Semp semp) {
        List<String> left = new ArrayList<>();
        for (Kind kind : KINDS) {
            left.addAll(remove(semp, paths(semp, kind, left)));
        }
        return left;
    }

    /** What is there now and begins with the prefix of probes, and what cannot be listed. */
    static List<String> remains(Semp semp) {
        List<String> names = new ArrayList<>();
        for (Kind kind : KINDS) {
            names.addAll(paths(semp, kind, names));
        }
        return names;
    }

    /** The paths of these sessions that are ours; guessed when they cannot be listed, for they must go then, too. */
    static List<String> sessions(Semp semp, Set<String> clientIds) {
        List<String> failures = new ArrayList<>();
        List<String> listed = paths(semp, SESSIONS, failures);
        List<String> ours =
                clientIds.stream().filter(Sweep::isOurs).map(Semp::key).toList();
        return failures.isEmpty()
                ? listed.stream()
                        .filter(path -> ours.stream().anyMatch(id -> path.contains("/mqttSessions/" + id + ",")))
                        .toList()
                : ours.stream()
                        .map(id -> semp.config("/mqttSessions/" + id + ",primary"))
                        .toList();
    }

    /** What of these would not go, and why. */
    static List<String> remove(Semp semp, Collection<String> paths) {
        List<String> again =
                paths.stream().filter(path -> refusal(semp, path).isPresent()).toList();
        List<String> left = new ArrayList<>();
        for (String path : again) {
            refusal(semp, path).ifPresent(why -> left.add(path + " (" + why + disabled(semp, path) + ")"));
        }
        left.forEach(what -> log.error("left on the broker, remove it by hand path={}", what));
        return left;
    }

    /** Why it is still there, or may be. */
    private static Optional<String> refusal(Semp semp, String path) {
        try {
            if (path.contains("/mqttSessions/")) {
                // An enabled one may refuse to be deleted; if this fails, deleting says so.
                semp.patch(path, new JsonObject().put("enabled", false));
            }
            Semp.Reply reply = semp.delete(path);
            return reply.ok() || reply.code() == NOT_FOUND
                    ? Optional.empty()
                    : Optional.of("HTTP " + reply.status() + ", code " + reply.code() + " " + reply.description());
        } catch (RuntimeException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** A username that may do everything must at least let nobody in. */
    private static String disabled(Semp semp, String path) {
        if (!path.contains("/clientUsernames/")) {
            return "";
        }
        try {
            semp.patch(path, new JsonObject().put("enabled", false)).orCannotTell("disabling a username");
            return "; it is disabled";
        } catch (RuntimeException e) {
            return "; IT IS STILL ENABLED: " + e.getMessage();
        }
    }

    /** The paths of what is ours in a collection; why it cannot be listed goes to {@code failures}. */
    private static List<String> paths(Semp semp, Kind kind, List<String> failures) {
        try {
            String where = "?where=" + kind.key() + "==" + BrokerUnderTest.PREFIX + "*";
            return semp.list(semp.config(kind.collection() + where)).stream()
                    // Compared again: nobody else's object may go because a broker takes `where` lightly.
                    .filter(o -> isOurs(o.getString(kind.key())))
                    .map(o -> semp.config(kind.collection() + "/" + key(kind, o)))
                    .toList();
        } catch (RuntimeException e) {
            log.error("cannot look for what probes left collection={} why={}", kind.collection(), e.getMessage());
            failures.add(kind.collection() + " cannot be listed: " + e.getMessage());
            return List.of();
        }
    }

    private static String key(Kind kind, JsonObject object) {
        String name = object.getString(kind.key());
        String router = object.getString("mqttSessionVirtualRouter");
        return router == null ? Semp.key(name) : Semp.key(name, router);
    }

    private static boolean isOurs(String name) {
        return name != null && name.startsWith(BrokerUnderTest.PREFIX);
    }
}
