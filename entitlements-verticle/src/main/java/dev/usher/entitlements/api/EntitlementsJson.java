package dev.usher.entitlements.api;

import dev.usher.entitlements.core.User;
import dev.usher.entitlements.core.UserStatus;
import dev.usher.entitlements.core.port.EntitlementStore.Entitlements;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.TreeMap;

/** A user's rights as the contract's {@code Entitlements}, and its words for a status. */
final class EntitlementsJson {
    private EntitlementsJson() {}

    static JsonObject of(Entitlements entitlements) {
        User user = entitlements.user();
        JsonArray brokers = new JsonArray();
        new TreeMap<>(user.clientUsernames())
                .forEach((broker, username) ->
                        brokers.add(new JsonObject().put("broker", broker).put("clientUsername", username)));
        JsonArray filters = new JsonArray();
        entitlements
                .rights()
                .filters()
                .forEach((filter, products) -> filters.add(new JsonObject()
                        .put("filter", SeatJson.text(filter))
                        .put("products", new JsonArray(List.copyOf(products)))));
        return new JsonObject()
                .put("user", user.id())
                .put("status", user.status() == UserStatus.SUSPENDED ? "suspended" : "active")
                .put("groups", new JsonArray(List.copyOf(user.groups())))
                .put("products", new JsonArray(List.copyOf(user.products())))
                .put("brokers", brokers)
                .put("filters", filters);
    }

    /** The status of a word that the contract allows. */
    static UserStatus status(String word) {
        return word.equals("suspended") ? UserStatus.SUSPENDED : UserStatus.ACTIVE;
    }
}
