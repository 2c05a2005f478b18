package dev.usher.broker.semp;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;

/** A collection that is only read, made anew for every request. */
record ReadOnly(ObjectType type, Function<Keys, List<JsonObject>> lister) implements Resource {
    @Override
    public List<JsonObject> list(Keys parent) {
        return lister.apply(parent);
    }
}
