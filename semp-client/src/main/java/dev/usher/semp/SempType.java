package dev.usher.semp;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * One object type of the SEMP v2 specification, reduced to the attributes we use. All reading and writing goes through it, so an
 * attribute that is not declared here cannot be used by accident.
 *
 * @param api which specification defines it
 * @param definition its name there, e.g. {@code MsgVpnAclProfile}
 * @param readable attributes asked for (by {@code select}) and decoded
 * @param writable attributes that are sent, write-only ones included
 */
record SempType<T>(
        SempApi api, String definition, Set<String> readable, Set<String> writable, Function<SempObject, T> decoder) {

    static <T> SempType<T> of(
            SempApi api,
            String definition,
            List<String> readable,
            List<String> writable,
            Function<SempObject, T> decoder) {
        return new SempType<>(api, definition, new LinkedHashSet<>(readable), new LinkedHashSet<>(writable), decoder);
    }

    static <T> SempType<T> readOnly(
            SempApi api, String definition, List<String> readable, Function<SempObject, T> decoder) {
        return of(api, definition, readable, List.of(), decoder);
    }

    T decode(JsonObject json) {
        return decoder.apply(new SempObject(this, json));
    }

    /** {@code select=a,b,c}: what is not asked for costs the broker nothing. */
    String select() {
        return "select=" + String.join(",", readable);
    }

    Body body() {
        return new Body(this, new JsonObject());
    }

    void requireDeclared(String attribute) {
        if (!readable.contains(attribute)) {
            throw new IllegalStateException(definition + "." + attribute + " is used but not declared");
        }
    }

    /** A request body under construction. */
    record Body(SempType<?> type, JsonObject json) {
        Body set(String attribute, Object value) {
            if (!type.writable().contains(attribute)) {
                throw new IllegalStateException(type.definition() + "." + attribute + " is sent but not declared");
            }
            json.put(attribute, value instanceof SempValue enumerated ? enumerated.text() : value);
            return this;
        }
    }
}
