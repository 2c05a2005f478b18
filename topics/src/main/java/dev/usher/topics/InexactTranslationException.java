package dev.usher.topics;

import java.io.Serial;

/** The filter has no spelling in the wanted syntax that matches exactly the same topics; a wider one is never given. */
public final class InexactTranslationException extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String reason;

    InexactTranslationException(TopicFilter filter, String syntax, String reason) {
        super("topic filter " + TopicText.quote(filter.toString()) + " has no exact " + syntax + " spelling: "
                + reason);
        this.reason = reason;
    }

    /** Why there is no exact spelling, without the filter. */
    public String reason() {
        return reason;
    }
}
