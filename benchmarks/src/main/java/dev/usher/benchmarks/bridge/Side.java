package dev.usher.benchmarks.bridge;

import io.vertx.core.json.JsonObject;

/**
 * One of those that are compared.
 *
 * @param role a {@link Contender}
 * @param how what it is told at the begin of a round
 * @param share of the records that it has to carry: less for who is slow
 */
record Side(String name, Class<? extends Contender> role, JsonObject how, double share) {

    static Side lean(boolean properties) {
        return new Side(
                properties ? "lean loop, user properties" : "lean loop",
                LeanLoop.class,
                new JsonObject().put("properties", properties),
                1);
    }

    static Side connector() {
        return new Side("as the connector does", ConnectorLoop.class, new JsonObject(), 0.3);
    }

    static Side bare(boolean properties, int batch) {
        return new Side(
                "bare loop" + (batch == 1 ? ", send" : ", sendMultiple") + (properties ? ", user properties" : ""),
                BareLoop.class,
                new JsonObject().put("properties", properties).put("batch", batch),
                1);
    }

    static Side bridge(boolean properties) {
        return new Side(
                properties ? "bridge, user properties" : "bridge",
                Bridge.class,
                new JsonObject().put("delivery", "direct").put("properties", properties),
                1);
    }

    static Side guaranteed(String ordering, boolean properties) {
        return new Side(
                "bridge, " + ordering + (properties ? ", user properties" : ""),
                Bridge.class,
                new JsonObject()
                        .put("delivery", "guaranteed")
                        .put("ordering", ordering)
                        .put("properties", properties),
                1);
    }

    Side with(String suffix, String key, Object value) {
        return new Side(name + suffix, role, how.copy().put(key, value), share);
    }

    Side share(double of) {
        return new Side(name, role, how, of);
    }
}
