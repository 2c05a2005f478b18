package dev.usher.topics;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Maps the values of a record to a topic: {@code {countryCode}/{exchange}/{tickerSymbol}}. A placeholder is a payload field
 * (dots lead into nested ones) or {@code {$key}}, {@code {$topic}}, {@code {$partition}}, {@code {$offset}}, {@code {$timestamp}},
 * {@code {$header.name}}; filters may follow, see {@link Expression}.
 *
 * <p>Different values never give one topic, unless a filter makes them the same. Values go through {@link LevelCodec}, so a value never leaves its level, and a level
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

    /** Values as pieces of arrays, for {@link #renderPlain}. */
    public interface Pieces {
        byte[] array(int expression);

        int start(int expression);

        int end(int expression);
    }

    private final String text;
    private final ReservedCharacters policy;
    private final List<Expression> expressions;
    private final List<Placeholder> placeholders;

    /** The fixed texts around the values: {@code literals[0] value literals[1] value ... literals[n]}. */
    private final String[] literals;

    /** For each value of the topic, which of the expressions it is. */
    private final int[] slots;

    private final int literalBytes;

    /** The literals, when they are ASCII and no expression has a filter; otherwise empty. */
    private final byte[][] plainLiterals;

    TopicTemplate(String text, ReservedCharacters policy, List<String> literals, List<Expression> slots) {
        this.text = text;
        this.policy = policy;
        this.expressions = slots.stream().distinct().toList();
        this.placeholders =
                expressions.stream().map(Expression::placeholder).distinct().toList();
        this.literals = literals.toArray(String[]::new);
        this.slots = slots.stream().mapToInt(expressions::indexOf).toArray();
        this.literalBytes = literals.stream().mapToInt(TopicText::utf8Length).sum();
        boolean plain = expressions.stream().allMatch(Expression::plain)
                && literalBytes == literals.stream().mapToInt(String::length).sum();
        this.plainLiterals = plain
                ? literals.stream()
                        .map(literal -> literal.getBytes(StandardCharsets.US_ASCII))
                        .toArray(byte[][]::new)
                : new byte[0][];
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

    /** What is shown of a record, each once, in the order of first use. */
    public List<Expression> expressions() {
        return expressions;
    }

    /** What a record has to provide, each once, in the order of first use. */
    public List<Placeholder> placeholders() {
        return placeholders;
    }

    /** The topic for these values, or why there is none: a value that is missing, empty, too long or (if so set) reserved. */
    public Rendered render(Values values) {
        String[] encoded = new String[expressions.size()];
        for (int i = 0; i < encoded.length; i++) {
            Expression expression = expressions.get(i);
            try {
                encoded[i] = expression.apply(values.value(expression.placeholder()));
            } catch (UnusableValueException e) {
                return unmappable(i, e.getMessage());
            }
        }
        return renderInPlace(encoded);
    }

    /**
     * As {@link #render(Values)}, for callers that look values up by position and have applied the filters.
     *
     * @param values one for each of {@link #expressions()}, in that order; null for a missing one
     */
    public Rendered render(String... values) {
        if (values.length != expressions.size()) {
            throw new IllegalArgumentException(
                    "the template has " + expressions.size() + " placeholders, there are " + values.length + " values");
        }
        return renderInPlace(values.clone());
    }

    /**
     * The short way, for what most records have: a template without filters, and values of nothing but ASCII that needs no
     * encoding.
     *
     * @param values one for each of {@link #expressions()}
     * @return null when it takes {@link #render(String...)} to give the topic or say why there is none
     */
    public Topic renderPlain(Pieces values) {
        if (plainLiterals.length == 0) {
            return null;
        }
        int length = literalBytes;
        for (int slot : slots) {
            length += values.end(slot) - values.start(slot);
        }
        if (length > TopicText.MAX_BYTES) {
            return null;
        }
        byte[] topic = new byte[length];
        int at = append(topic, 0, plainLiterals[0]);
        for (int i = 0; i < slots.length; i++) {
            byte[] array = values.array(slots[i]);
            int start = values.start(slots[i]);
            int end = values.end(slots[i]);
            if (start == end || array[start] == '$') {
                return null;
            }
            for (int from = start; from < end; from++) {
                byte b = array[from];
                if (b < 0 || LevelCodec.isReserved((char) b, false)) {
                    return null;
                }
                topic[at++] = b;
            }
            at = append(topic, at, plainLiterals[i + 1]);
        }
        return new Topic(new String(topic, StandardCharsets.ISO_8859_1));
    }

    private static int append(byte[] to, int at, byte[] literal) {
        System.arraycopy(literal, 0, to, at, literal.length);
        return at + literal.length;
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
        return new Rendered.Unmappable(expressions.get(placeholder) + " " + reason);
    }

    private Rendered tooLong(String[] values, int bytes) {
        int longest = 0;
        for (int i = 1; i < values.length; i++) {
            if (TopicText.utf8Length(values[i]) > TopicText.utf8Length(values[longest])) {
                longest = i;
            }
        }
        return new Rendered.Unmappable("the topic would have " + bytes + " bytes, the limit is " + TopicText.MAX_BYTES
                + "; the longest value is " + expressions.get(longest) + " with "
                + TopicText.utf8Length(values[longest]) + " bytes");
    }

    /** The template as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
