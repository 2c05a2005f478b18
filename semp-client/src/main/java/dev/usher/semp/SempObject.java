package dev.usher.semp;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * One object of an answer, read strictly where we need something and not at all elsewhere: unknown attributes are ignored, a
 * missing or mistyped one that is asked for fails with {@link SempProtocolException}. Only attributes its type declares can be
 * asked for.
 */
final class SempObject {
    private final SempType<?> type;
    private final JsonObject json;

    SempObject(SempType<?> type, JsonObject json) {
        this.type = type;
        this.json = json;
    }

    /** May be empty, as the broker shows an unset name. */
    String string(String attribute) {
        return required(attribute, String.class, "a string");
    }

    String nonEmpty(String attribute) {
        String value = string(attribute);
        if (value.isEmpty()) {
            throw wrong(attribute, "is empty");
        }
        return value;
    }

    /** Empty when absent, null or the empty string. */
    Optional<String> optionalString(String attribute) {
        return value(attribute) == null
                ? Optional.empty()
                : Optional.of(string(attribute)).filter(text -> !text.isEmpty());
    }

    boolean bool(String attribute) {
        return required(attribute, Boolean.class, "a boolean");
    }

    long integer(String attribute) {
        Object value = value(attribute);
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw wrong(attribute, value == null ? "is missing" : "is not a 64-bit integer");
    }

    /** Zero or more. */
    long natural(String attribute) {
        long value = integer(attribute);
        if (value < 0) {
            throw wrong(attribute, "is negative");
        }
        return value;
    }

    /** A number within bounds. */
    int within(String attribute, int least, int most) {
        long value = integer(attribute);
        if (value < least || value > most) {
            throw wrong(attribute, "is not " + least + ".." + most);
        }
        return (int) value;
    }

    <E extends Enum<E> & SempValue> E oneOf(String attribute, Class<E> values) {
        String text = string(attribute);
        for (E value : values.getEnumConstants()) {
            if (value.text().equals(text)) {
                return value;
            }
        }
        throw wrong(attribute, "has a value this client does not know");
    }

    private <V> V required(String attribute, Class<V> as, String described) {
        Object value = value(attribute);
        if (!as.isInstance(value)) {
            throw wrong(attribute, value == null ? "is missing" : "is not " + described);
        }
        return as.cast(value);
    }

    private Object value(String attribute) {
        type.requireDeclared(attribute);
        return json.getValue(attribute);
    }

    private SempProtocolException wrong(String attribute, String what) {
        return new SempProtocolException(type.definition() + "." + attribute + " " + what);
    }
}
