package dev.usher.topics;

import java.io.Serial;

/** The text is not a topic template, or is one that could publish two different records' topics as one. */
public final class InvalidTopicTemplateException extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1L;

    InvalidTopicTemplateException(String template, String reason) {
        super("topic template " + TopicText.quote(template) + ": " + reason);
    }
}
