package dev.usher.topics;

import dev.usher.topics.LevelMatcher.Any;
import dev.usher.topics.LevelMatcher.Literal;
import dev.usher.topics.LevelMatcher.Prefix;
import java.util.ArrayList;
import java.util.List;

/** The strict reading of SMF filters: what two Solace APIs read differently is refused. */
final class SmfSyntax {

    private SmfSyntax() {}

    static TopicFilter parse(String text) {
        FilterSyntax.checkSize(text);
        String[] levels = TopicText.split(text);
        boolean tail = levels[levels.length - 1].equals(">");
        int count = tail ? levels.length - 1 : levels.length;
        List<LevelMatcher> matchers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            matchers.add(level(text, levels[i], i + 1));
        }
        return TopicFilter.of(matchers, tail ? Tail.ONE_OR_MORE : Tail.NONE);
    }

    private static LevelMatcher level(String filter, String level, int number) {
        if (level.isEmpty()) {
            throw new InvalidTopicFilterException(filter, number, "is empty, which Solace APIs refuse");
        }
        if (level.equals("*")) {
            return new Any();
        }
        if (level.equals(">")) {
            throw new InvalidTopicFilterException(filter, number, "'>' is a wildcard only as the last level");
        }
        boolean prefix = level.endsWith("*");
        String text = prefix ? level.substring(0, level.length() - 1) : level;
        String problem = problem(text, number == 1);
        if (problem != null) {
            throw new InvalidTopicFilterException(filter, number, problem);
        }
        return prefix ? new Prefix(text) : new Literal(text);
    }

    /** Why the text of a level, its wildcard taken off, cannot be written in SMF syntax; null when it can. */
    static String problem(String text, boolean first) {
        if (text.indexOf('*') >= 0) {
            return "'*' is allowed only at the end of a level";
        }
        if (text.indexOf('>') >= 0) {
            return "'>' is allowed only alone, as the last level";
        }
        return FilterSyntax.problem(text, first);
    }
}
