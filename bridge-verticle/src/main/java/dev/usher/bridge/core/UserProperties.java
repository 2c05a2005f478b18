package dev.usher.bridge.core;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * User properties an event carries because its route says so, on top of {@link RecordProperties}. Immutable.
 *
 * @param names as they appear on the message; one list for all events of a route
 * @param values for each name its text, or null when the record has none and the property is left out
 */
public record UserProperties(List<String> names, String[] values) {

    public static final UserProperties NONE = new UserProperties(List.of(), new String[0]);

    /** @param values not to be written to afterwards */
    public UserProperties {
        names = List.copyOf(names);
        Objects.requireNonNull(values, "values");
        if (names.size() != values.length) {
            throw new IllegalArgumentException(names.size() + " names for " + values.length + " values");
        }
    }

    public boolean isEmpty() {
        return values.length == 0;
    }

    /** Those that have a value. */
    public Map<String, String> toMap() {
        Map<String, String> map = new TreeMap<>();
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                map.put(names.get(i), values[i]);
            }
        }
        return map;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UserProperties that && toMap().equals(that.toMap());
    }

    @Override
    public int hashCode() {
        return toMap().hashCode();
    }

    /** The names only: the values come from payloads. */
    @Override
    public String toString() {
        return names.toString();
    }
}
