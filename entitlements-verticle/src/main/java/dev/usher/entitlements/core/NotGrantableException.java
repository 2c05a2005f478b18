package dev.usher.entitlements.core;

/** A well-formed filter that may not be granted. */
public final class NotGrantableException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    NotGrantableException(String filter, String reason) {
        super("filter " + filter + ", level 1: " + reason);
    }
}
