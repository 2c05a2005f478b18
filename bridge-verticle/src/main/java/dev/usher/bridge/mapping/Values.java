package dev.usher.bridge.mapping;

import dev.usher.bridge.core.Reason;
import dev.usher.topics.Expression;
import dev.usher.topics.Placeholder;
import dev.usher.topics.UnusableValueException;

/** What templates show of the slots of a record. */
final class Values {

    /** Why a placeholder of a topic has no value. */
    static final class NoValueException extends Exception {
        private static final long serialVersionUID = 1;

        private final Reason reason;

        NoValueException(Reason reason, String detail) {
            super(detail, null, false, false);
            this.reason = reason;
        }

        Reason reason() {
            return reason;
        }
    }

    private Values() {}

    /**
     * For a level of a topic, where one value must not have two spellings: a number with a fraction or an exponent, or {@code -0}, has
     * to go through a filter that gives it one.
     */
    static String forTopic(Expression expression, int slot, FieldSlots slots) throws NoValueException {
        FieldKind kind = slots.kind(slot);
        String name = name(expression.placeholder());
        if (kind == FieldKind.DUPLICATE) {
            throw new NoValueException(Reason.DUPLICATE_FIELD, slots.detail(slot));
        }
        if (kind.isProblem()) {
            throw new NoValueException(Reason.MISTYPED_FIELD, slots.detail(slot));
        }
        if (kind == FieldKind.BOOLEAN) {
            throw new NoValueException(Reason.MISTYPED_FIELD, name + " is a boolean, neither text nor a number");
        }
        if ((kind == FieldKind.DECIMAL || kind == FieldKind.EXPONENT) && !expression.readsNumbers()) {
            throw new NoValueException(
                    Reason.MISTYPED_FIELD,
                    name
                            + " is a number with a fraction or an exponent, or -0, which can be written in several ways; choose one: {"
                            + expression.placeholder().name() + " | number}");
        }
        String raw = slots.text(slot);
        if (raw == null && kind == FieldKind.BYTES) {
            throw new NoValueException(Reason.MISTYPED_FIELD, name + " is not UTF-8 text");
        }
        String value;
        try {
            value = expression.apply(raw, kind != FieldKind.TEXT);
        } catch (UnusableValueException e) {
            throw new NoValueException(Reason.MISTYPED_FIELD, expression + " " + e.getMessage());
        }
        if (value == null) {
            throw kind == FieldKind.NULL
                    ? new NoValueException(Reason.MISTYPED_FIELD, name + " is null")
                    : new NoValueException(Reason.MISSING_FIELD, name + " is missing");
        }
        if (value.isEmpty()) {
            throw new NoValueException(Reason.EMPTY_FIELD, expression + " is empty");
        }
        return value;
    }

    /** For a user property: what is written in the record, whatever its type; null when there is nothing to show. */
    static String forProperty(Expression expression, int slot, FieldSlots slots) {
        FieldKind kind = slots.kind(slot);
        String raw = slots.text(slot);
        if (kind.isProblem() || (raw == null && kind == FieldKind.BYTES)) {
            return null;
        }
        try {
            return expression.apply(raw, kind != FieldKind.TEXT);
        } catch (UnusableValueException e) {
            return null;
        }
    }

    private static String name(Placeholder placeholder) {
        return switch (placeholder.source()) {
            case PAYLOAD -> "field " + placeholder.name();
            case HEADER -> "header " + placeholder.name();
            case KEY -> "the key";
            case TOPIC -> "the Kafka topic";
            case PARTITION -> "the partition";
            case OFFSET -> "the offset";
            case TIMESTAMP -> "the timestamp";
        };
    }
}
