package dev.usher.entitlements.api;

import dev.usher.entitlements.core.Grant;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Grants as the contract's {@code Grant}. */
final class GrantJson {
    private static final String FROM = "validFrom";
    private static final String UNTIL = "validUntil";

    private GrantJson() {}

    static JsonArray array(List<Grant> grants) {
        JsonArray array = new JsonArray();
        grants.forEach(grant -> array.add(of(grant)));
        return array;
    }

    private static JsonObject of(Grant grant) {
        JsonObject json = new JsonObject().put("product", grant.product());
        grant.validFrom().ifPresent(from -> json.put(FROM, from.toString()));
        grant.validUntil().ifPresent(until -> json.put(UNTIL, until.toString()));
        return json;
    }

    /** A grant in its long form; the short one is the name of a product that is given for all time. */
    private static JsonObject json(Object grant) {
        return grant instanceof JsonObject object ? object : new JsonObject().put("product", grant);
    }

    /** Reads the grants of a holder, none if there is no word of them. */
    static List<Grant> read(JsonObject holder, String at, Complaints complaints) {
        JsonArray array = holder.getJsonArray("grants", new JsonArray());
        List<Grant> grants = new ArrayList<>(array.size());
        Set<String> products = new HashSet<>();
        for (int i = 0; i < array.size(); i++) {
            JsonObject json = json(array.getValue(i));
            String place = at + "/grants/" + i;
            String product = json.getString("product");
            if (!products.add(product)) {
                complaints.add(place, "product " + product + " is granted twice; one grant is enough");
                continue;
            }
            complaints
                    .check(
                            json.containsKey(UNTIL) ? place + "/" + UNTIL : place,
                            () -> new Grant(product, Times.read(json, FROM, place), Times.read(json, UNTIL, place)))
                    .ifPresent(grants::add);
        }
        return grants;
    }
}
