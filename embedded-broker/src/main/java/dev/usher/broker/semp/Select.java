package dev.usher.broker.semp;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The {@code select} query parameter: names to include, or with a leading minus to leave out; {@code *} is a wildcard. */
record Select(List<Predicate<String>> included, List<Predicate<String>> excluded) {
    static final Select ALL = new Select(List.of(), List.of());

    private static final int MAX_NAMES = 256;

    Select {
        included = List.copyOf(included);
        excluded = List.copyOf(excluded);
    }

    /** @throws SempRefusal INVALID_PARAMETER for a name the object does not have, or more than 256 names */
    static Select parse(String raw, ObjectType type) {
        String[] parts = raw.split(",", -1);
        if (parts.length > MAX_NAMES) {
            throw SempRefusal.invalidParameter("select: more than " + MAX_NAMES + " names");
        }
        List<Predicate<String>> included = new ArrayList<>();
        List<Predicate<String>> excluded = new ArrayList<>();
        for (String part : parts) {
            String name = SempQuery.decode(part, "select");
            boolean minus = name.startsWith("-");
            (minus ? excluded : included).add(matcher(minus ? name.substring(1) : name, type));
        }
        return new Select(included, excluded);
    }

    private static Predicate<String> matcher(String name, ObjectType type) {
        if (!Glob.isWild(name)) {
            type.require(name);
            return name::equals;
        }
        return new Glob(name)::matches;
    }

    JsonObject apply(JsonObject object) {
        JsonObject out = new JsonObject();
        object.forEach(entry -> {
            if (keeps(entry.getKey())) {
                out.put(entry.getKey(), entry.getValue());
            }
        });
        return out;
    }

    private boolean keeps(String name) {
        boolean in = included.isEmpty() || included.stream().anyMatch(p -> p.test(name));
        return in && excluded.stream().noneMatch(p -> p.test(name));
    }
}
