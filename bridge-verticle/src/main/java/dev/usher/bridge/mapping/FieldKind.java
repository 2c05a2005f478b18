package dev.usher.bridge.mapping;

/** What a {@link FieldSlots} slot holds. */
public enum FieldKind {
    /** The record has no such field. */
    MISSING,
    /** The field is there and says that it has no value. */
    NULL,
    /** Unicode text. */
    TEXT,
    /** A whole number, in the digits it was written with: there is one way to write it. */
    INTEGER,
    /** A number with a fraction, or {@code -0}, which is 0 written otherwise; in the digits it was written with. */
    DECIMAL,
    /** A number with an exponent, as it was written. */
    EXPONENT,
    /** {@code true} or {@code false}. */
    BOOLEAN,
    /** Bytes of a key or header: text, should they be UTF-8, and untyped, so that digits are as good as a number. */
    BYTES,
    /** Something without a text of its own, say an object or an array. */
    WRONG_SHAPE,
    /** What should hold the field is there, but is no object. */
    UNREACHABLE,
    /** Text that has no UTF-8 form. */
    NOT_TEXT,
    /** The field is there more than once, so which one is meant cannot be told. */
    DUPLICATE;

    /** Whether there is a value that can be shown. */
    boolean hasValue() {
        return ordinal() >= TEXT.ordinal() && ordinal() <= BYTES.ordinal();
    }

    boolean isNumber() {
        return this == INTEGER || this == DECIMAL || this == EXPONENT;
    }

    /** The field is there and not null. */
    boolean exists() {
        return this != MISSING && this != NULL && this != UNREACHABLE;
    }

    /** There is something where the field should be, but nothing that could be shown. */
    boolean isProblem() {
        return ordinal() > BYTES.ordinal();
    }
}
