package dev.usher.topics;

import dev.usher.topics.LevelMatcher.Any;
import dev.usher.topics.LevelMatcher.Literal;
import dev.usher.topics.LevelMatcher.Prefix;
import java.util.ArrayList;
import java.util.List;

/** How a filter is written for one kind of reader. What has no exact spelling is refused, never widened. */
enum FilterSpelling {
    SMF("SMF", "*") {
        @Override
        void tail(TopicFilter filter, List<String> levels) {
            if (filter.tail() == Tail.ZERO_OR_MORE) {
                throw refuse(filter, "it matches the parent level as well, which '>' does not");
            }
            if (filter.tail() == Tail.ONE_OR_MORE) {
                levels.add(">");
            }
        }

        @Override
        String problem(String text, boolean first) {
            return text.isEmpty() ? "is empty, which Solace APIs refuse" : SmfSyntax.problem(text, first);
        }
    },
    MQTT("MQTT", "+") {
        @Override
        void tail(TopicFilter filter, List<String> levels) {
            multiLevel(filter, levels, "#");
        }

        @Override
        String problem(String text, boolean first) {
            return MqttSyntax.problem(text, first);
        }
    },
    ON_BEHALF_OF_MQTT("on-behalf-of-MQTT", "*") {
        @Override
        void tail(TopicFilter filter, List<String> levels) {
            multiLevel(filter, levels, "\u0003");
        }

        @Override
        String problem(String text, boolean first) {
            String problem = SMF.problem(text, first);
            return problem != null ? problem : MqttSyntax.problem(text, first);
        }
    };

    private final String title;
    private final String wildcard;

    FilterSpelling(String title, String wildcard) {
        this.title = title;
        this.wildcard = wildcard;
    }

    abstract void tail(TopicFilter filter, List<String> levels);

    /** Why a level's text, its wildcard taken off, cannot be written for this reader; null when it can. */
    abstract String problem(String text, boolean first);

    String write(TopicFilter filter) {
        if (filter.equals(TopicFilter.EVERYTHING)) {
            throw refuse(filter, "it stands for a subscription whose meaning is not known");
        }
        List<String> levels = new ArrayList<>();
        for (LevelMatcher matcher : filter.levels()) {
            levels.add(level(filter, matcher, levels.size() + 1));
        }
        tail(filter, levels);
        String text = String.join("/", levels);
        String problem = FilterSyntax.sizeProblem(text);
        if (problem != null) {
            throw refuse(filter, "it " + problem);
        }
        return text;
    }

    private String level(TopicFilter filter, LevelMatcher matcher, int number) {
        if (matcher instanceof Any) {
            return wildcard;
        }
        boolean prefix = matcher instanceof Prefix;
        String text = prefix ? ((Prefix) matcher).text() : ((Literal) matcher).text();
        String problem = problem(text, number == 1);
        if (problem != null) {
            throw refuse(filter, "level " + number + ": " + problem);
        }
        return prefix ? text + wildcard : text;
    }

    InexactTranslationException refuse(TopicFilter filter, String reason) {
        return new InexactTranslationException(filter, title, reason);
    }

    /** One or more levels is one level, then zero or more; a filter of nothing else needs no first part: no topic has no level. */
    void multiLevel(TopicFilter filter, List<String> levels, String zeroOrMore) {
        if (filter.tail() == Tail.NONE) {
            return;
        }
        if (filter.tail() == Tail.ONE_OR_MORE && !levels.isEmpty()) {
            levels.add(wildcard);
        }
        levels.add(zeroOrMore);
    }
}
