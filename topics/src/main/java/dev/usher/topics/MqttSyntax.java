package dev.usher.topics;

import dev.usher.topics.LevelMatcher.Any;
import dev.usher.topics.LevelMatcher.Literal;
import dev.usher.topics.LevelMatcher.Prefix;
import java.util.ArrayList;
import java.util.List;

/**
 * The strict reading of MQTT filters, with the broker's extension of a {@code +} after a prefix (PubSub+ docs, MQTT Topics).
 * Empty levels are legal in MQTT. {@code *} and {@code >} are refused: what they mean depends on who adds the filter.
 */
final class MqttSyntax {

    private MqttSyntax() {}

    static TopicFilter parse(String text) {
        FilterSyntax.checkSize(text);
        String[] levels = TopicText.split(text);
        boolean tail = levels[levels.length - 1].equals("#");
        int count = tail ? levels.length - 1 : levels.length;
        List<LevelMatcher> matchers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            matchers.add(level(text, levels[i], i + 1));
        }
        return TopicFilter.of(matchers, tail ? Tail.ZERO_OR_MORE : Tail.NONE);
    }

    private static LevelMatcher level(String filter, String level, int number) {
        if (level.equals("+")) {
            return new Any();
        }
        boolean prefix = level.endsWith("+");
        String text = prefix ? level.substring(0, level.length() - 1) : level;
        String problem = problem(text, number == 1);
        if (problem != null) {
            throw new InvalidTopicFilterException(filter, number, problem);
        }
        return prefix ? new Prefix(text) : new Literal(text);
    }

    /** Why the text of a level, its wildcard taken off, cannot be written in MQTT syntax; null when it can. */
    static String problem(String text, boolean first) {
        if (text.indexOf('+') >= 0) {
            return "'+' is allowed only at the end of a level";
        }
        if (text.indexOf('#') >= 0) {
            return "'#' is allowed only alone, as the last level";
        }
        if (text.indexOf('*') >= 0 || text.indexOf('>') >= 0) {
            return "'*' and '>' are wildcards or plain characters depending on who adds the filter";
        }
        if (first && (text.equals("$share") || text.equals("$noexport"))) {
            return "'" + text + "' changes what the rest of the filter means";
        }
        if (first && text.equals("_P2P")) {
            return "'_P2P' is how MQTT spells the broker's own #P2P topics";
        }
        return FilterSyntax.problem(text, first);
    }
}
