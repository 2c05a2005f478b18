package dev.usher.topics;

/**
 * What one level of a filter accepts. In the first level wildcards accept less (PubSub+ docs, Wildcard Characters in Topic
 * Subscriptions, and MQTT Topics): a wildcard standing alone does not accept a level that starts with {@code $}, and no
 * wildcard accepts {@code #P2P}. All three operations are exact for these sets.
 */
sealed interface LevelMatcher {

    String POINT_TO_POINT = "#P2P";

    /** Whether the level {@code text[from, to)} is accepted. */
    boolean matches(String text, int from, int to, boolean first);

    /** Whether everything the other accepts is accepted by this. */
    boolean covers(LevelMatcher other, boolean first);

    /** Whether some level is accepted by both. */
    boolean overlaps(LevelMatcher other, boolean first);

    default boolean matches(String level, boolean first) {
        return matches(level, 0, level.length(), first);
    }

    private static boolean isPointToPoint(String text, int from, int to) {
        return to - from == POINT_TO_POINT.length() && text.startsWith(POINT_TO_POINT, from);
    }

    /** Accepts exactly this text. */
    record Literal(String text) implements LevelMatcher {
        @Override
        public boolean matches(String topic, int from, int to, boolean first) {
            return to - from == text.length() && topic.startsWith(text, from);
        }

        @Override
        public boolean covers(LevelMatcher other, boolean first) {
            return equals(other);
        }

        @Override
        public boolean overlaps(LevelMatcher other, boolean first) {
            return other.matches(text, first);
        }
    }

    /** Accepts every text that starts with this one, the text itself included. */
    record Prefix(String text) implements LevelMatcher {
        public Prefix {
            if (text.isEmpty()) {
                throw new IllegalArgumentException("an empty prefix is Any");
            }
        }

        @Override
        public boolean matches(String topic, int from, int to, boolean first) {
            return to - from >= text.length()
                    && topic.startsWith(text, from)
                    && !(first && isPointToPoint(topic, from, to));
        }

        @Override
        public boolean covers(LevelMatcher other, boolean first) {
            return other instanceof Prefix prefix
                    ? prefix.text.startsWith(text)
                    : other instanceof Literal literal && matches(literal.text, first);
        }

        @Override
        public boolean overlaps(LevelMatcher other, boolean first) {
            return other instanceof Prefix prefix
                    ? prefix.text.startsWith(text) || text.startsWith(prefix.text)
                    : other.overlaps(this, first);
        }
    }

    /** Accepts every level, one character or none included. */
    record Any() implements LevelMatcher {
        @Override
        public boolean matches(String topic, int from, int to, boolean first) {
            return !first || !(topic.startsWith("$", from) && to > from || isPointToPoint(topic, from, to));
        }

        @Override
        public boolean covers(LevelMatcher other, boolean first) {
            return overlaps(other, first);
        }

        /** A set is either inside this one or apart from it: the texts left out all start with {@code $} or are one text. */
        @Override
        public boolean overlaps(LevelMatcher other, boolean first) {
            if (other instanceof Literal literal) {
                return matches(literal.text, first);
            }
            return !(first && other instanceof Prefix prefix && prefix.text.startsWith("$"));
        }
    }
}
