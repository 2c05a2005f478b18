package dev.usher.broker.core;

/** A configuration change that was refused; nothing was changed. */
public final class ConfigRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The error codes of SEMP v2 used here (PubSub+ docs, SEMP error handling). */
    public enum Code {
        FAIL(2),
        NOT_FOUND(6),
        ALREADY_EXISTS(10),
        INVALID_PARAMETER(11),
        NOT_ALLOWED(89),
        CONFIGDB_OBJECT_DEPENDENCY(490);

        private final int number;

        Code(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }
    }

    private final Code code;

    public ConfigRefusal(Code code, String text) {
        super(text);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
