package dev.usher.broker.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The payload as the publisher's library understood it.
 *
 * <p>Values in maps and streams are null, {@link Boolean}, {@link Byte}, {@link Short}, {@link Integer}, {@link Long},
 * {@link UnsignedNumber}, {@link Float}, {@link Double}, {@link Character}, {@link String}, {@code byte[]},
 * {@link Destination}, {@link EmbeddedMessage}, {@link Map} and {@link List}.
 *
 * @param value {@code byte[]}, String (TEXT, XML), Map or List; null if there is none
 */
public record MessageBody(Type type, Object value) {

    public enum Type {
        BYTES,
        TEXT,
        MAP,
        STREAM,
        XML,
        /** Its description, or its content, is not what its publisher's library would have written. */
        UNREADABLE
    }

    static MessageBody bytes(byte[] payload) {
        return new MessageBody(Type.BYTES, payload);
    }

    /** The text of a text message, or the XML of an XML message; empty if it is another type or has none. */
    public Optional<String> text() {
        return value instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** The content of a map message, in the publisher's order; empty if it is another type or has none. */
    @SuppressWarnings("unchecked")
    public Optional<Map<String, Object>> map() {
        return value instanceof Map ? Optional.of((Map<String, Object>) value) : Optional.empty();
    }

    /** The content of a stream message; empty if it is another type or has none. */
    @SuppressWarnings("unchecked")
    public Optional<List<Object>> stream() {
        return value instanceof List ? Optional.of((List<Object>) value) : Optional.empty();
    }
}
