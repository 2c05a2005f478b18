package dev.usher.topics;

import java.util.List;

/**
 * Maps the values of a record to a topic: {@code {countryCode}/{exchange}/{tickerSymbol}}. A placeholder is a payload field
 * (dots lead into nested ones) or {@code {$key}}, {@code {$topic}}, {@code {$partition}}, {@code {$header.name}}.
 *
 * <p>Different values never give one topic. Values go through {@link LevelCodec}, so a value never leaves its level, and a level
 * has at most one placeholder, with fixed text around it: in {@code {a}-{b}} the values {@code x-y, z} and {@code x, y-z} would
 * meet. For the same reason a topic never has a wildcard: {@link TopicFilter#parse} of it matches it alone.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class TopicTemplate {

    /** Gives the text of a placeholder for one record. */
    @FunctionalInterface
    public interface Values {
        /** The text, or null when the record has no such value. */
        String value(Placeholder placeholder);
    }

    private final String text;
    private final ReservedCharacters policy;
    private final List<Placeholder> placeholders;

    /** The fixed texts around the values: {@code literals[0] value literals[1] value ... literals[n]}. */
    private final String[] literals;

    /** For each value of the topic, which of the placeholders it is. */
    private final int[] slots;

    private final int literalBytes;

    TopicTemplate(String text, ReservedCharacters policy, List<String> literals, List<Placeholder> slots) {
        this.text = text;
        this.policy = policy;
        this.placeholders = slots.stream().distinct().toList();
        this.literals = literals.toArray(String[]::new);
        this.slots = slots.stream().mapToInt(placeholders::indexOf).toArray();
        this.literalBytes = literals.stream().mapToInt(TopicText::utf8Length).sum();
    }

    /**
     * The template with this text.
     *
     * @throws InvalidTopicTemplateException when braces do not pair, a placeholder is unknown, a level is empty or has two
     *     placeholders, fixed text has a reserved character, or no value could give a topic within 250 bytes
     */
    public static TopicTemplate parse(String template, ReservedCharacters policy) throws InvalidTopicTemplateException {
        return new TemplateParser(template, policy).parse();
    }

    /** What a record has to provide, each once, in the order of first use. */
    public List<Placeholder> placeholders() {
        return placeholders;
    }

    /** The topic for these values, or why there is none: a value that is missing, empty, too long or (if so set) reserved. */
    public Rendered render(Values values) {
        String[] encoded = new String[placeholders.size()];
        for (int i = 0; i < encoded.length; i++) {
            Placeholder placeholder = placeholders.get(i);
            encoded[i] = values.value(placeholder);
        }
        return renderInPlace(encoded);
    }

    /**
     * As {@link #render(Values)}, for callers that look values up by position.
     *
     * @param values one for each of {@link #placeholders()}, in that order; null for a missing one
     */
    public Rendered render(String... values) {
        if (values.length != placeholders.size()) {
            throw new IllegalArgumentException("the template has " + placeholders.size() + " placeholders, there are "
                    + values.length + " values");
        }
        return renderInPlace(values.clone());
    }

    private Rendered renderInPlace(String[] values) {
        for (int i = 0; i < values.length; i++) {
            String value = values[i];
            if (value == null || value.isEmpty()) {
                return unmappable(i, value == null ? "is missing" : "is empty");
            }
            int reserved = LevelCodec.indexOfReserved(value);
            if (reserved >= 0 && policy == ReservedCharacters.REJECT) {
                return unmappable(
                        i, "contains " + TopicText.name(value.charAt(reserved)) + ", which is reserved in topics");
            }
            if (TopicText.utf8Length(value) < 0) {
                return unmappable(i, "has an unpaired surrogate, which has no UTF-8 form");
            }
            if (reserved >= 0) {
                values[i] = LevelCodec.encodeFrom(value, reserved);
            }
        }
        int bytes = literalBytes;
        int chars = literalBytes;
        for (int slot : slots) {
            bytes += TopicText.utf8Length(values[slot]);
            chars += values[slot].length();
        }
        if (bytes > TopicText.MAX_BYTES) {
            return tooLong(values, bytes);
        }
        StringBuilder topic = new StringBuilder(chars).append(literals[0]);
        for (int i = 0; i < slots.length; i++) {
            topic.append(values[slots[i]]).append(literals[i + 1]);
        }
        return new Topic(topic.toString());
    }

    private Rendered unmappable(int placeholder, String reason) {
        return new Rendered.Unmappable(placeholders.get(placeholder) + " " + reason);
    }

    private Rendered tooLong(String[] values, int bytes) {
        int longest = 0;
        for (int i = 1; i < values.length; i++) {
            if (TopicText.utf8Length(values[i]) > TopicText.utf8Length(values[longest])) {
                longest = i;
            }
        }
        return new Rendered.Unmappable("the topic would have " + bytes + " bytes, the limit is " + TopicText.MAX_BYTES
                + "; the longest value is " + placeholders.get(longest) + " with "
                + TopicText.utf8Length(values[longest]) + " bytes");
    }

    /** The template as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
