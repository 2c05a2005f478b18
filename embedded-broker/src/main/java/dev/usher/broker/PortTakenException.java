package dev.usher.broker;

/** A port of an {@link EmbeddedBroker} that could not be opened, mostly because somebody else listens there. */
public final class PortTakenException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private final int number;

    PortTakenException(String door, String host, int number, Throwable cause) {
        super(
                "embedded broker: port %d of %s cannot be opened for %s (%s); choose another, 0 takes any free one"
                        .formatted(number, host, door, cause.getMessage()),
                cause);
        this.number = number;
    }

    /** The port as it was asked for. */
    public int number() {
        return number;
    }
}
