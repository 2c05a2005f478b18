package dev.usher.bridge.mapping;

import dev.usher.bridge.core.Route;
import dev.usher.topics.ReservedCharacters;
import dev.usher.topics.TextTemplate;
import dev.usher.topics.TopicTemplate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a {@link Route} does with a record.
 *
 * @param when which records it takes
 * @param topic parsed with {@code reserved}
 * @param userProperties by name, in the order they are sent
 */
public record RouteMapping(
        Route route,
        Condition when,
        TopicTemplate topic,
        ReservedCharacters reserved,
        Tombstones tombstones,
        Map<String, TextTemplate> userProperties) {

    /** The first level of the notices of seats: whoever trusts a notice must be sure that no record made it. */
    static final String NOTICES = "usher";

    public RouteMapping {
        Objects.requireNonNull(route, "route");
        Objects.requireNonNull(when, "when");
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(reserved, "reserved");
        Objects.requireNonNull(tombstones, "tombstones");
        checkFirstLevel(topic);
        userProperties = Collections.unmodifiableMap(new LinkedHashMap<>(userProperties));
    }

    /**
     * Refuses a template whose topics all begin with the level of the notices. One that begins with a value may be used; a value that
     * is that level makes a dead letter.
     *
     * @throws IllegalArgumentException when it is such a one
     */
    public static void checkFirstLevel(TopicTemplate topic) {
        String text = topic.toString();
        if (text.equals(NOTICES) || text.startsWith(NOTICES + "/")) {
            throw new IllegalArgumentException("topic begins with the level " + NOTICES
                    + ", which is reserved for notices of seats; choose another first level");
        }
    }

    /** Takes every record, without user properties of its own; tombstones are dead letters. */
    public static RouteMapping of(Route route, String topic, ReservedCharacters reserved) {
        return new RouteMapping(
                route,
                Condition.ALWAYS,
                TopicTemplate.parse(topic, reserved),
                reserved,
                Tombstones.DEAD_LETTER,
                Map.of());
    }
}
