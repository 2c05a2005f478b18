package dev.usher.topics;

import java.util.List;

/**
 * A topic that every Solace API can publish to: 1 to 250 bytes of UTF-8, no empty level, no NUL (PubSub+ docs, SMF Topics; JCSMP
 * and solclientjs refuse empty levels although the broker and MQTT allow them). The limit of 128 levels is kept by these rules: 250
 * bytes have room for 125. Other characters are plain in a published topic, {@code * > + #} included.
 *
 * @param text the topic as published, levels separated by {@code /}
 */
public record Topic(String text) implements Rendered {

    /** @throws InvalidTopicException when the text breaks one of the rules above */
    public Topic {
        String problem = problem(text);
        if (problem != null) {
            throw new InvalidTopicException(text, problem);
        }
    }

    /**
     * The topic with this text.
     *
     * @throws InvalidTopicException when the text is not publishable; the message names the reason
     */
    public static Topic parse(String smf) throws InvalidTopicException {
        return new Topic(smf);
    }

    /** The levels in order; computed on each call. */
    public List<String> levels() {
        return List.of(TopicText.split(text));
    }

    @Override
    public String toString() {
        return text;
    }

    private static String problem(String text) {
        if (text.isEmpty()) {
            return "is empty";
        }
        int bytes = TopicText.utf8Length(text);
        if (bytes < 0) {
            return "has an unpaired surrogate, which has no UTF-8 form";
        }
        if (bytes > TopicText.MAX_BYTES) {
            return "has " + bytes + " bytes, the limit is " + TopicText.MAX_BYTES;
        }
        int level = 1;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == TopicText.SEPARATOR) {
                if (i == start) {
                    return "level " + level + " is empty";
                }
                start = i + 1;
                level++;
            } else if (c == 0) {
                return "level " + level + " contains NUL";
            }
        }
        return start == text.length() ? "level " + level + " is empty" : null;
    }
}
