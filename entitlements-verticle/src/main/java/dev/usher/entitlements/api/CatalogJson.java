package dev.usher.entitlements.api;

import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.Definitions;
import dev.usher.entitlements.core.Group;
import dev.usher.entitlements.core.Product;
import dev.usher.entitlements.core.UserDefinition;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Products, groups and users together as the contract's {@code Catalog} and {@code CatalogDefinition}. */
final class CatalogJson {
    static final List<String> LISTS = List.of("products", "groups", "users");

    private CatalogJson() {}

    static JsonObject of(Catalog catalog) {
        JsonArray products = new JsonArray();
        catalog.products().forEach(product -> products.add(ProductJson.definition(product)));
        JsonArray groups = new JsonArray();
        catalog.groups().forEach(group -> groups.add(GroupJson.of(group)));
        JsonArray users = new JsonArray();
        catalog.users().forEach(user -> users.add(UserJson.definition(user)));
        return new JsonObject().put("products", products).put("groups", groups).put("users", users);
    }

    /** Reads all definitions; what there is to complain of is missing in the result. */
    static Definitions read(JsonObject json, Collection<String> brokers, Complaints complaints) {
        List<Product> products = each(json, "products", complaints, ProductJson::read);
        List<Group> groups = each(json, "groups", complaints, GroupJson::read);
        List<UserDefinition> users =
                each(json, "users", complaints, (id, user, at, noted) -> UserJson.read(id, user, brokers, at, noted));
        return new Definitions(products, groups, users);
    }

    @FunctionalInterface
    private interface Reader<T> {
        Optional<T> read(String id, JsonObject json, String at, Complaints complaints);
    }

    private static <T> List<T> each(JsonObject json, String list, Complaints complaints, Reader<T> reader) {
        JsonArray array = json.getJsonArray(list, new JsonArray());
        List<T> definitions = new ArrayList<>(array.size());
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < array.size(); i++) {
            String at = "/" + list + "/" + i;
            JsonObject definition = array.getJsonObject(i);
            String id = definition.getString("id");
            if (!ids.add(id)) {
                complaints.add(at + "/id", id + " is defined twice; define it once");
            }
            reader.read(id, definition, at, complaints).ifPresent(definitions::add);
        }
        return definitions;
    }
}
