package dev.usher.topics;

import java.util.List;
import java.util.Objects;

/**
 * One value a template or a condition needs from a record.
 *
 * @param source where the value comes from
 * @param name the payload field, nested ones with dots ({@code instrument.symbol}), or the header's name; empty for the other
 *     sources
 */
public record Placeholder(Source source, String name) {

    /** Where a value comes from. */
    public enum Source {
        PAYLOAD,
        KEY,
        TOPIC,
        PARTITION,
        OFFSET,
        TIMESTAMP,
        HEADER
    }

    static final String HEADER_PREFIX = "$header.";

    public Placeholder {
        Objects.requireNonNull(source, "source");
        if (source == Source.PAYLOAD || source == Source.HEADER) {
            check(!name.isBlank() && name.equals(name.strip()), "has no name, or one with spaces around it");
        } else {
            check(name.isEmpty(), source + " takes no name");
        }
        if (source == Source.PAYLOAD) {
            check(
                    List.of(name.split("\\.", -1)).stream().noneMatch(String::isBlank),
                    "has an empty field between dots");
        }
    }

    /**
     * The placeholder with this text.
     *
     * @param text what stands between the braces, without filters
     * @throws IllegalArgumentException when it names nothing that a record can have
     */
    public static Placeholder parse(String text) {
        if (!text.startsWith("$")) {
            return new Placeholder(Source.PAYLOAD, text);
        }
        if (text.startsWith(HEADER_PREFIX)) {
            return new Placeholder(Source.HEADER, text.substring(HEADER_PREFIX.length()));
        }
        return switch (text) {
            case "$key" -> new Placeholder(Source.KEY, "");
            case "$topic" -> new Placeholder(Source.TOPIC, "");
            case "$partition" -> new Placeholder(Source.PARTITION, "");
            case "$offset" -> new Placeholder(Source.OFFSET, "");
            case "$timestamp" -> new Placeholder(Source.TIMESTAMP, "");
            default ->
                throw new IllegalArgumentException(
                        "is unknown; there are $key, $topic, $partition, $offset, $timestamp, $header.<name> and payload fields");
        };
    }

    /** The field names from the outermost to the innermost. */
    public List<String> path() {
        return List.of(name.split("\\."));
    }

    /** As written in a template, braces included. */
    @Override
    public String toString() {
        return switch (source) {
            case PAYLOAD -> "{" + name + "}";
            case KEY -> "{$key}";
            case TOPIC -> "{$topic}";
            case PARTITION -> "{$partition}";
            case OFFSET -> "{$offset}";
            case TIMESTAMP -> "{$timestamp}";
            case HEADER -> "{" + HEADER_PREFIX + name + "}";
        };
    }

    private static void check(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException(problem);
        }
    }
}
