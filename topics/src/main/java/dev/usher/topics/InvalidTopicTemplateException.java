package dev.usher.topics;

import java.io.Serial;

/** The text is not a template, or is one for topics that could publish two different records' topics as one. */
public final class InvalidTopicTemplateException extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1L;

    InvalidTopicTemplateException(String template, String reason) {
        this("topic template ", template, reason);
    }

    private InvalidTopicTemplateException(String what, String template, String reason) {
        super(what + TopicText.quote(template) + ": " + reason);
    }

    /** For a template that makes no topic. */
    static InvalidTopicTemplateException ofText(String template, String reason) {
        return new InvalidTopicTemplateException("template ", template, reason);
    }
}
