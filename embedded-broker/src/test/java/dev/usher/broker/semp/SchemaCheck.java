package dev.usher.broker.semp;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Compares JSON with the part of a specification that describes it, and adds what differs to a list. */
final class SchemaCheck {

    enum Direction {
        SENT,
        RECEIVED
    }

    private final JsonObject spec;
    private final Direction direction;
    private final List<String> problems;

    SchemaCheck(JsonObject spec, Direction direction, List<String> problems) {
        this.spec = spec;
        this.direction = direction;
        this.problems = problems;
    }

    /** @param at where the value is, for the problems */
    void check(JsonObject declared, Object value, String at) {
        if (PublishedSpecification.isPrivate(declared)) {
            problems.add(at + " is private API only");
        }
        checkAccess(declared, at);
        JsonObject schema = Contract.resolve(spec, declared);
        String type = schema.getString("type", "object");
        switch (type) {
            case "object" -> object(schema, value, at);
            case "array" -> array(schema, value, at);
            case "string" -> string(schema, value, at);
            case "integer" -> integer(schema, value, at);
            case "boolean" -> expect(value instanceof Boolean, at + " is no boolean");
            default -> problems.add(at + " is a " + type + ", which nobody knows how to check");
        }
    }

    private void checkAccess(JsonObject declared, String at) {
        boolean identifying = declared.getBoolean("x-identifying", false);
        if (direction == Direction.RECEIVED) {
            expect(!declared.getBoolean("x-writeOnly", false), at + " is write-only");
        } else {
            boolean readOnly =
                    declared.getBoolean("x-readOnlyPost", false) && declared.getBoolean("x-readOnlyOther", false);
            expect(identifying || !readOnly, at + " is read-only");
        }
    }

    private void object(JsonObject schema, Object value, String at) {
        if (!(value instanceof JsonObject object)) {
            problems.add(at + " is no object");
            return;
        }
        JsonObject properties = schema.getJsonObject("properties", new JsonObject());
        object.forEach(entry -> {
            JsonObject property = properties.getJsonObject(entry.getKey());
            if (property == null) {
                problems.add(at + "." + entry.getKey() + " is unknown");
            } else {
                check(property, entry.getValue(), at + "." + entry.getKey());
            }
        });
        schema.getJsonArray("required", new JsonArray())
                .forEach(name -> expect(object.containsKey((String) name), at + "." + name + " is missing"));
    }

    private void array(JsonObject schema, Object value, String at) {
        if (!(value instanceof JsonArray array)) {
            problems.add(at + " is no array");
            return;
        }
        for (int i = 0; i < array.size(); i++) {
            check(schema.getJsonObject("items"), array.getValue(i), at + "[]");
        }
    }

    private void string(JsonObject schema, Object value, String at) {
        if (!(value instanceof String text)) {
            problems.add(at + " is no string");
            return;
        }
        JsonArray values = schema.getJsonArray("enum");
        expect(values == null || values.contains(text), at + " is '" + text + "', which is not one of " + values);
        // 0 stands for no limit: the monitor API has it for attributes that are never empty.
        int max = schema.getInteger("maxLength", 0);
        expect(max == 0 || text.length() <= max, at + " is too long");
        expect(text.length() >= schema.getInteger("minLength", 0), at + " is too short");
        String pattern = schema.getString("pattern");
        expect(pattern == null || text.matches(pattern), at + " does not match " + pattern);
    }

    private void integer(JsonObject schema, Object value, String at) {
        if (!(value instanceof Integer) && !(value instanceof Long)) {
            problems.add(at + " is no integer");
            return;
        }
        long number = ((Number) value).longValue();
        expect(
                number >= schema.getLong("minimum", Long.MIN_VALUE)
                        && number <= schema.getLong("maximum", Long.MAX_VALUE),
                at + " is out of range");
    }

    private void expect(boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }
}
