package dev.usher.broker.core;

/** One level of a filter: a literal, any level, or any level that starts with a prefix. */
record FilterLevel(Kind kind, String text) {

    enum Kind {
        LITERAL,
        ANY,
        PREFIX
    }

    static final FilterLevel ANY = new FilterLevel(Kind.ANY, "");

    static FilterLevel literal(String text) {
        return new FilterLevel(Kind.LITERAL, text);
    }

    static FilterLevel prefix(String text) {
        return text.isEmpty() ? ANY : new FilterLevel(Kind.PREFIX, text);
    }

    boolean isAny() {
        return kind == Kind.ANY;
    }

    boolean matches(String level, boolean first) {
        return switch (kind) {
            case LITERAL -> level.equals(text);
            case ANY -> !(first && hidden(level));
            case PREFIX -> level.startsWith(text) && reachedByPrefixes(level, first);
        };
    }

    boolean covers(FilterLevel other, boolean first) {
        return switch (other.kind) {
            case LITERAL -> matches(other.text, first);
            case ANY -> isAny();
            case PREFIX ->
                (isAny() && !(first && other.text.startsWith("$")))
                        || (kind == Kind.PREFIX && other.text.startsWith(text));
        };
    }

    boolean overlaps(FilterLevel other, boolean first) {
        return switch (other.kind) {
            case LITERAL -> matches(other.text, first);
            case ANY -> kind == Kind.LITERAL ? other.matches(text, first) : !(first && text.startsWith("$"));
            case PREFIX ->
                switch (kind) {
                    case LITERAL -> other.matches(text, first);
                    case ANY -> !(first && other.text.startsWith("$"));
                    case PREFIX -> other.text.startsWith(text) || text.startsWith(other.text);
                };
        };
    }

    String spelled(char wildcard) {
        return kind == Kind.LITERAL ? text : text + wildcard;
    }

    /** Whether a prefix that the level begins with matches it. */
    static boolean reachedByPrefixes(String level, boolean first) {
        return !(first && level.equals("#P2P"));
    }

    /** First levels that a lone wildcard does not reach. */
    static boolean hidden(String firstLevel) {
        return firstLevel.startsWith("$") || firstLevel.equals("#P2P");
    }
}
