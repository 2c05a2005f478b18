package dev.usher.topics;

import java.io.Serial;

/** A value that a filter can do nothing with. The message says why as the end of a sentence, and does not show the value. */
public final class UnusableValueException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    UnusableValueException(String reason) {
        super(reason, null, false, false);
    }
}
