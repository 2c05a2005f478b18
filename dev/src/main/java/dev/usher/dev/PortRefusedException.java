package dev.usher.dev;

import dev.usher.broker.PortTakenException;

/** A port that the command could not open, with the option that names another. */
final class PortRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PortRefusedException(Door door, String host, PortTakenException cause) {
        super(
                "port %d of %s cannot be opened for %s (%s); --port %s=NUMBER names another, --port %s=0 takes any free one, --any-port any for all"
                        .formatted(
                                cause.number(),
                                host,
                                door.title(),
                                cause.getCause().getMessage(),
                                door,
                                door),
                cause);
    }
}
