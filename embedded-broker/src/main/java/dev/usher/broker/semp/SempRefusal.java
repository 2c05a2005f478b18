package dev.usher.broker.semp;

/** A request this broker answers with {@code meta.error}. Not a programming error: nothing is logged as one. */
final class SempRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    SempRefusal(SempCode code, String description) {
        this(code.number(), description);
    }

    SempRefusal(int code, String description) {
        super(description, null, false, false);
        this.code = code;
    }

    int code() {
        return code;
    }

    static SempRefusal invalidParameter(String description) {
        return new SempRefusal(SempCode.INVALID_PARAMETER, description);
    }

    static SempRefusal invalidPath(String description) {
        return new SempRefusal(SempCode.INVALID_PATH, description);
    }

    static SempRefusal notFound(String what) {
        return new SempRefusal(SempCode.NOT_FOUND, "Could not find match for " + what);
    }

    static SempRefusal notSupported(String what) {
        return new SempRefusal(SempCode.NOT_SUPPORTED, what + " is not modelled by this broker");
    }
}
