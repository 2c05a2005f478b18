package dev.usher.app;

import java.net.BindException;

/** A service could not start. What it had opened is closed; the cause says why. */
public final class StartFailedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    StartFailedException(String service, Throwable cause) {
        super(service + " did not start, and what it had opened is closed again: " + reason(cause), cause);
    }

    private static String reason(Throwable cause) {
        return cause instanceof BindException
                ? cause.getMessage()
                        + " at a host and port it is configured to listen on; stop what has it, or configure another"
                : cause.toString();
    }
}
