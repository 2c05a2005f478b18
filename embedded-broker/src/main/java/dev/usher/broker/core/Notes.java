package dev.usher.broker.core;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Attributes that are kept and returned and that nothing acts on: they permit or limit a feature that this broker refuses
 * in any case. By the name of the object they belong to. Thread-safe.
 */
public final class Notes {

    private final Map<String, Map<String, Object>> all = new ConcurrentHashMap<>();

    /** What is noted of an object, by attribute; empty for one that nobody noted anything of. */
    public Map<String, Object> of(String object) {
        return all.getOrDefault(object, Map.of());
    }

    /** Adds to what is noted, or replaces it. */
    public void put(String object, Map<String, Object> values) {
        all.merge(object, Map.copyOf(values), (before, now) -> {
            Map<String, Object> both = new HashMap<>(before);
            both.putAll(now);
            return Map.copyOf(both);
        });
    }

    void clear() {
        all.clear();
    }

    void forget(String object) {
        all.remove(object);
    }
}
