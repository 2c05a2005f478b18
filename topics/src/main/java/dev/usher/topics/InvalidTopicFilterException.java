package dev.usher.topics;

import java.io.Serial;

/** The text is not a topic filter with one unambiguous meaning. The message names the level and the reason. */
public final class InvalidTopicFilterException extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int level;
    private final String reason;

    InvalidTopicFilterException(String filter, int level, String reason) {
        super("topic filter " + TopicText.quote(filter) + ": " + (level > 0 ? "level " + level + ": " : "") + reason);
        this.level = level;
        this.reason = reason;
    }

    /** The level the reason is about, counted from 1; 0 when it is about the filter as a whole. */
    public int level() {
        return level;
    }

    /** Why the filter is refused, without the filter and the level. */
    public String reason() {
        return reason;
    }
}
