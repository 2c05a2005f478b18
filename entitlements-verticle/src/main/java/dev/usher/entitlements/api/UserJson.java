package dev.usher.entitlements.api;

import dev.usher.entitlements.core.ClientUsernames;
import dev.usher.entitlements.core.Grant;
import dev.usher.entitlements.core.User;
import dev.usher.entitlements.core.UserDefinition;
import dev.usher.entitlements.core.UserStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Users as the contract's {@code User} and {@code UserDefinition}. */
final class UserJson {
    private UserJson() {}

    static JsonObject of(User user) {
        JsonObject json = new JsonObject()
                .put("id", user.id())
                .put("status", word(user.status()))
                .put("groups", new JsonArray(List.copyOf(user.groups())))
                .put("grants", GrantJson.array(user.grants()))
                .put("brokers", brokers(user));
        user.profileGroup().ifPresent(group -> json.put("profileGroup", group));
        return json;
    }

    /** As somebody would write it down; that a user is active need not be said, and saying it would lift a suspension. */
    static JsonObject definition(User user) {
        JsonObject json = of(user);
        if (user.status() == UserStatus.ACTIVE) {
            json.remove("status");
        }
        return json;
    }

    static JsonArray brokers(User user) {
        JsonArray brokers = new JsonArray();
        new TreeMap<>(user.clientUsernames())
                .forEach((broker, username) ->
                        brokers.add(new JsonObject().put("broker", broker).put("clientUsername", username)));
        return brokers;
    }

    static String word(UserStatus status) {
        return status == UserStatus.SUSPENDED ? "suspended" : "active";
    }

    /** The status of a word that the contract allows. */
    static UserStatus status(String word) {
        return word.equals("suspended") ? UserStatus.SUSPENDED : UserStatus.ACTIVE;
    }

    /** Reads a definition; empty if there was something to complain of. */
    static Optional<UserDefinition> read(
            String id, JsonObject json, Collection<String> configured, String at, Complaints complaints) {
        TreeSet<String> groups = json.getJsonArray("groups", new JsonArray()).stream()
                .map(String.class::cast)
                .collect(Collectors.toCollection(TreeSet::new));
        List<Grant> grants = GrantJson.read(json, at, complaints);
        Optional<UserStatus> status =
                Optional.ofNullable(json.getString("status")).map(UserJson::status);
        Optional<String> profileGroup = Optional.ofNullable(json.getString("profileGroup"));
        Map<String, String> clientUsernames = clientUsernames(json, configured, at, complaints);
        return complaints
                .check(
                        profileGroup.isPresent() ? at + "/profileGroup" : at,
                        () -> new User(
                                id, groups, grants, status.orElse(UserStatus.ACTIVE), profileGroup, clientUsernames))
                .map(user -> new UserDefinition(user, status));
    }

    private static Map<String, String> clientUsernames(
            JsonObject json, Collection<String> configured, String at, Complaints complaints) {
        Map<String, String> usernames = new TreeMap<>();
        JsonArray brokers = json.getJsonArray("brokers", new JsonArray());
        for (int i = 0; i < brokers.size(); i++) {
            String place = at + "/brokers/" + i;
            String broker = brokers.getJsonObject(i).getString("broker");
            String username = brokers.getJsonObject(i).getString("clientUsername");
            if (!configured.contains(broker)) {
                complaints.add(
                        place + "/broker",
                        "broker " + broker + " is not configured; one of " + String.join(", ", configured));
            } else if (usernames.containsKey(broker)) {
                complaints.add(
                        place + "/broker", "broker " + broker + " stands there twice; one client username is enough");
            } else {
                complaints
                        .check(place + "/clientUsername", () -> {
                            ClientUsernames.check(username);
                            return username;
                        })
                        .ifPresent(checked -> usernames.put(broker, checked));
            }
        }
        return usernames;
    }
}
