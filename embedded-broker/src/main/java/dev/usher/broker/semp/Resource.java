package dev.usher.broker.semp;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The objects of one collection. Objects travel as JSON with every modelled attribute, identifying ones included; the
 * router checks bodies against {@link #type()}, fills in defaults and hides write-only attributes.
 *
 * <p>Every method throws {@link SempRefusal} or the core's {@code ConfigRefusal}; the defaults refuse with
 * NOT_SUPPORTED, which is how a collection says that it has no such verb.
 */
interface Resource {
    ObjectType type();

    /** All objects below a parent, in any order. NOT_FOUND when the parent is missing. */
    List<JsonObject> list(Keys parent);

    /** The same for paging; where there are many, without making JSON of all. */
    default Stream<Page.Row> rows(Keys parent) {
        return list(parent).stream().map(o -> Page.Row.of(o, type()));
    }

    /** One object. NOT_FOUND when it is missing. */
    default JsonObject get(Keys keys) {
        List<Attribute> own = type().keys();
        Keys parent = new Keys(keys.values().subList(0, keys.values().size() - own.size()));
        List<String> wanted =
                keys.values().subList(parent.values().size(), keys.values().size());
        return list(parent).stream()
                .filter(o ->
                        own.stream().map(a -> o.getString(a.name())).toList().equals(wanted))
                .findFirst()
                .orElseThrow(() -> SempRefusal.notFound(type().definition()));
    }

    /** The identifying values under which {@link #create} would store an object. */
    default List<String> keysOf(JsonObject full) {
        return type().keys().stream().map(a -> full.getString(a.name())).toList();
    }

    /** How many objects some of the collections below an object have; empty for all that are not counted here. */
    default Map<String, Integer> counts(Keys keys) {
        return Map.of();
    }

    /** Creates an object with exactly these attributes. */
    default void create(Keys parent, JsonObject full) {
        throw SempRefusal.notSupported("POST on " + type().definition());
    }

    /** Sets the attributes given and leaves the others. */
    default void update(Keys keys, JsonObject changes) {
        throw SempRefusal.notSupported("Changing a " + type().definition());
    }

    /** Whether PUT may create or replace an object here. */
    default boolean replaceable() {
        return false;
    }

    default void delete(Keys keys) {
        throw SempRefusal.notSupported("DELETE on " + type().definition());
    }
}
