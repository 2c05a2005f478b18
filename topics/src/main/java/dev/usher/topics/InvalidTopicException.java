package dev.usher.topics;

import java.io.Serial;

/** The text is not a topic that every Solace API can publish to. The message names the reason. */
public final class InvalidTopicException extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1L;

    InvalidTopicException(String topic, String reason) {
        super("topic " + TopicText.quote(topic) + ": " + reason);
    }
}
