package dev.usher.semp;

/**
 * What a refusal means, from {@code meta.error.code}. Codes are stable, HTTP statuses and texts are not: a missing object has been
 * seen as HTTP 400 and as HTTP 404 (PubSub+ docs, SEMP Error Handling).
 */
public enum SempErrorKind {
    FAIL(2),
    NOT_FOUND(6),
    ALREADY_EXISTS(10),
    INVALID_PARAMETER(11),
    NOT_SUPPORTED(14),
    PARSE_ERROR(27),
    /** Code 72: the credentials are good but may not do this; also any HTTP 401, where they are not good. */
    UNAUTHORIZED(72),
    /** The object's state forbids it, for example deleting a profile that is in use. */
    NOT_ALLOWED(89),
    MISSING_PARAMETER(228),
    /** Another object still refers to this one. */
    OBJECT_DEPENDENCY(490),
    INVALID_PATH(535),
    RESPONSE_BUFFER(549),
    /** HTTP 429, 503 or 529 (no SEMP session available), whatever the code. */
    OVERLOADED(-1),
    /** A code this client has no name for. */
    OTHER(-1);

    private final int code;

    SempErrorKind(int code) {
        this.code = code;
    }

    static SempErrorKind of(int code) {
        for (SempErrorKind kind : values()) {
            if (kind.code == code && code >= 0) {
                return kind;
            }
        }
        return OTHER;
    }
}
