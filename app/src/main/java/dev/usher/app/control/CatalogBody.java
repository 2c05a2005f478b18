package dev.usher.app.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.usher.entitlements.core.Definitions;
import dev.usher.entitlements.core.FenceMode;
import dev.usher.entitlements.core.Grant;
import dev.usher.entitlements.core.Group;
import dev.usher.entitlements.core.Product;
import dev.usher.entitlements.core.User;
import dev.usher.entitlements.core.UserDefinition;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Definitions from files as the body of {@code PUT /catalog}. */
final class CatalogBody {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private CatalogBody() {}

    static ObjectNode of(Definitions definitions) {
        ObjectNode body = JSON.objectNode();
        ArrayNode products = body.putArray("products");
        definitions.products().forEach(product -> products.add(product(product)));
        ArrayNode groups = body.putArray("groups");
        definitions.groups().forEach(group -> groups.add(group(group)));
        ArrayNode users = body.putArray("users");
        definitions.users().forEach(user -> users.add(user(user)));
        return body;
    }

    private static ObjectNode product(Product product) {
        ObjectNode json = JSON.objectNode().put("id", product.id());
        ArrayNode filters = json.putArray("filters");
        product.filters().forEach(filter -> filters.add(filter.toSmf()));
        if (product.allowEverything()) {
            json.put("allowEverything", true);
        }
        return json;
    }

    private static ObjectNode group(Group group) {
        ObjectNode json = JSON.objectNode().put("id", group.id());
        json.set("grants", grants(group.grants()));
        json.put("mode", mode(group.mode()));
        group.tier().ifPresent(tier -> json.put("tier", tier));
        return json;
    }

    private static ObjectNode user(UserDefinition definition) {
        User user = definition.user();
        ObjectNode json = JSON.objectNode().put("id", user.id());
        ArrayNode groups = json.putArray("groups");
        user.groups().forEach(groups::add);
        json.set("grants", grants(user.grants()));
        definition.status().ifPresent(status -> json.put("status", status.name().toLowerCase(Locale.ROOT)));
        user.profileGroup().ifPresent(group -> json.put("profileGroup", group));
        ArrayNode brokers = json.putArray("brokers");
        new TreeMap<>(user.clientUsernames())
                .forEach((broker, username) ->
                        brokers.addObject().put("broker", broker).put("clientUsername", username));
        return json;
    }

    private static ArrayNode grants(List<Grant> grants) {
        ArrayNode array = JSON.arrayNode();
        for (Grant grant : grants) {
            ObjectNode json = array.addObject().put("product", grant.product());
            grant.validFrom().ifPresent(from -> json.put("validFrom", from.toString()));
            grant.validUntil().ifPresent(until -> json.put("validUntil", until.toString()));
        }
        return array;
    }

    private static String mode(FenceMode mode) {
        return mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
