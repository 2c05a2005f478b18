package dev.usher.entitlements.api;

import dev.usher.entitlements.core.User;
import dev.usher.entitlements.core.port.Directory.Entitlements;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** A user's rights as the contract's {@code Entitlements}. */
final class EntitlementsJson {
    private EntitlementsJson() {}

    static JsonObject of(Entitlements entitlements) {
        User user = entitlements.user();
        JsonArray filters = new JsonArray();
        entitlements
                .rights()
                .filters()
                .forEach((filter, products) -> filters.add(new JsonObject()
                        .put("filter", Filters.text(filter))
                        .put("products", new JsonArray(List.copyOf(products)))));
        return new JsonObject()
                .put("user", user.id())
                .put("status", UserJson.word(user.status()))
                .put("groups", new JsonArray(List.copyOf(user.groups())))
                .put("products", new JsonArray(List.copyOf(user.products())))
                .put("brokers", UserJson.brokers(user))
                .put("filters", filters);
    }
}
