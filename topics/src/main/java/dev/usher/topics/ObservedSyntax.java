package dev.usher.topics;

import dev.usher.topics.LevelMatcher.Any;
import dev.usher.topics.LevelMatcher.Literal;
import dev.usher.topics.LevelMatcher.Prefix;
import java.util.ArrayList;
import java.util.List;

/**
 * The wide reading: of all meanings a broker may give to what it lists, the union. Never refuses anything.
 *
 * <p>Where the documentation or two Solace APIs differ (a {@code *} inside a level), or where it depends on who added the
 * filter (an MQTT client itself, or a subscription manager or SEMP on its behalf), the wider meaning is taken.
 */
final class ObservedSyntax {

    /** How the broker itself holds MQTT's {@code #}. */
    private static final String MULTI_LEVEL = "\u0003";

    private ObservedSyntax() {}

    static TopicFilter parse(String text, boolean mqttClient) {
        String[] levels = TopicText.split(text);
        if (changesTheRest(levels[0], mqttClient)) {
            return TopicFilter.EVERYTHING;
        }
        List<LevelMatcher> matchers = new ArrayList<>(levels.length);
        for (int i = 0; i < levels.length; i++) {
            String level = levels[i];
            if (i == levels.length - 1) {
                if (level.equals(">")) {
                    return TopicFilter.of(matchers, Tail.ONE_OR_MORE);
                }
                if (level.equals(MULTI_LEVEL)) {
                    return TopicFilter.of(matchers, Tail.ZERO_OR_MORE);
                }
            }
            int wildcard = wildcard(level, i == 0, mqttClient);
            if (mqttClient && wildcard >= 0 && level.indexOf('#', wildcard) >= 0) {
                if (wildcard > 0) {
                    matchers.add(new Prefix(level.substring(0, wildcard)));
                }
                return TopicFilter.of(matchers, Tail.ZERO_OR_MORE);
            }
            matchers.add(level(level, wildcard, i == 0 && mqttClient));
        }
        return TopicFilter.of(matchers, Tail.NONE);
    }

    private static LevelMatcher level(String level, int wildcard, boolean firstOfMqtt) {
        if (wildcard == 0) {
            return new Any();
        }
        if (wildcard > 0) {
            return new Prefix(level.substring(0, wildcard));
        }
        return new Literal(firstOfMqtt && level.equals("_P2P") ? LevelMatcher.POINT_TO_POINT : level);
    }

    /** The first character that may be a wildcard, or -1; the {@code #} of the broker's own names, {@code #P2P}, is none. */
    private static int wildcard(String level, boolean first, boolean mqttClient) {
        int from = first && level.length() > 1 && level.charAt(0) == '#' ? 1 : 0;
        for (int i = from; i < level.length(); i++) {
            char c = level.charAt(i);
            if (c == '*' || (mqttClient && (c == '+' || c == '#'))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean changesTheRest(String first, boolean mqttClient) {
        return first.equals(FilterSyntax.SHARE)
                || first.equals(FilterSyntax.NO_EXPORT)
                || (mqttClient && (first.equals("$share") || first.equals("$noexport")));
    }
}
