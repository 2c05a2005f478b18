package dev.usher.entitlements.api;

import dev.usher.entitlements.core.GrantableFilters;
import dev.usher.entitlements.core.Product;
import dev.usher.topics.TopicFilter;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Products as the contract's {@code Product} and {@code ProductDefinition}. */
final class ProductJson {
    private static final String ALLOW_EVERYTHING = "allowEverything";

    private ProductJson() {}

    static JsonObject of(Product product) {
        return new JsonObject()
                .put("id", product.id())
                .put("filters", Filters.array(product.filters()))
                .put(ALLOW_EVERYTHING, product.allowEverything());
    }

    /** As somebody would write it down. */
    static JsonObject definition(Product product) {
        JsonObject json = of(product);
        if (!product.allowEverything()) {
            json.remove(ALLOW_EVERYTHING);
        }
        return json;
    }

    /** Reads a definition; empty if there was something to complain of. */
    static Optional<Product> read(String id, JsonObject json, String at, Complaints complaints) {
        boolean everything = json.getBoolean(ALLOW_EVERYTHING, false);
        List<TopicFilter> filters = Filters.read(
                json.getJsonArray("filters"),
                text -> GrantableFilters.parse(text, everything),
                at + "/filters",
                complaints);
        return filters.size() == json.getJsonArray("filters").size()
                ? complaints.check(at, () -> new Product(id, filters, everything))
                : Optional.empty();
    }
}
