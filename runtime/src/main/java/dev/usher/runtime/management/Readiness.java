package dev.usher.runtime.management;

import java.util.Objects;

/**
 * Whether one part of a service can do its work now.
 *
 * @param reason why not, for an operator; when ready, what there is to know nevertheless, mostly nothing
 */
public record Readiness(boolean ready, String reason) {

    private static final Readiness READY = new Readiness(true, "");

    public Readiness {
        Objects.requireNonNull(reason, "reason");
    }

    public static Readiness yes() {
        return READY;
    }

    /** Ready, with something that an operator should know. */
    public static Readiness yes(String note) {
        return new Readiness(true, note);
    }

    public static Readiness no(String reason) {
        return new Readiness(false, reason);
    }
}
