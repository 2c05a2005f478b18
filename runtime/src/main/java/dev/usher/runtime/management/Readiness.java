package dev.usher.runtime.management;

import java.util.Objects;

/**
 * Whether one part of a service can do its work now.
 *
 * @param reason why not, for an operator; empty when ready
 */
public record Readiness(boolean ready, String reason) {

    private static final Readiness READY = new Readiness(true, "");

    public Readiness {
        Objects.requireNonNull(reason, "reason");
    }

    public static Readiness yes() {
        return READY;
    }

    public static Readiness no(String reason) {
        return new Readiness(false, reason);
    }
}
