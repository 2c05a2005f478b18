package dev.usher.entitlements.auth;

import dev.usher.entitlements.core.Refusal.Reason;
import java.util.Objects;

/** Nobody is let in. Says why, and nothing of the credentials. */
public final class AuthenticationRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** A refusal for that reason. */
    public AuthenticationRefusedException(Reason reason) {
        // Anybody can cause one, and its place in the code says nothing: no stack trace.
        super(Objects.requireNonNull(reason, "reason").text(), null, false, false);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
