package dev.usher.bridge.core;

import java.util.Locale;

/** Why a record went to the dead-letter topic instead of Solace. The code is what the {@code usher_reason} header carries. */
public enum Reason {
    /** The record has no payload (a tombstone). */
    NULL_PAYLOAD,
    /** The payload is not one JSON text in UTF-8 from its first to its last byte. */
    MALFORMED_JSON,
    /** The payload is JSON, but not an object. */
    NOT_AN_OBJECT,
    /** A field, key or header that the template names is not there. */
    MISSING_FIELD,
    /** A field is there but neither text nor an integer; a field, key or header is not Unicode text. */
    MISTYPED_FIELD,
    /** A field that the template names is there twice, so which one is meant cannot be told. */
    DUPLICATE_FIELD,
    /** A field is the empty text, which would make an empty topic level. */
    EMPTY_FIELD,
    /** A field has a character that topics reserve, and the route is set to refuse such values. */
    RESERVED_CHARACTER,
    /** The topic would begin with {@code usher}, on which nobody but Usher tells clients what became of their rights. */
    RESERVED_FOR_NOTICES,
    /** The topic would be longer than a broker takes. */
    TOPIC_TOO_LONG,
    /** The mapping itself failed; this is a defect in Usher, and the log has the stack. */
    MAPPING_FAILED,
    /** The payload is larger than the broker takes. */
    MESSAGE_TOO_LARGE,
    /** Solace refused this record for a reason that sending it again will not change. */
    PUBLISH_REJECTED;

    private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

    public String code() {
        return code;
    }
}
