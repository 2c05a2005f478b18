package dev.usher.broker.semp;

/**
 * The {@code meta.error.code} values this broker answers with (PubSub+ docs, "SEMP Error Handling"). The numbers are
 * stable across releases; clients are expected to decide by them and not by the HTTP status.
 */
enum SempCode {
    FAIL(2),
    NOT_FOUND(6),
    ALREADY_EXISTS(10),
    INVALID_PARAMETER(11),
    NOT_SUPPORTED(14),
    PARSE_ERROR(27),
    UNAUTHORIZED(72),
    NOT_ALLOWED(89),
    MISSING_PARAMETER(228),
    CONFIGDB_OBJECT_DEPENDENCY(490),
    INVALID_PATH(535);

    private final int number;

    SempCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** The status text of a code number; a number not listed here reads as FAIL. */
    static String statusOf(int number) {
        for (SempCode code : values()) {
            if (code.number == number) {
                return code.name();
            }
        }
        return FAIL.name();
    }
}
