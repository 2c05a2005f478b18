package dev.usher.bridge.core;

import java.util.Objects;

/** The neighbours of a {@link Pump}. All of them are called, and call back, on its context. */
public record PumpPorts(
        RecordSource source, EventPublisher publisher, DeadLetters deadLetters, Timers timers, PumpObserver observer) {
    public PumpPorts {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(publisher, "publisher");
        Objects.requireNonNull(deadLetters, "deadLetters");
        Objects.requireNonNull(timers, "timers");
        Objects.requireNonNull(observer, "observer");
    }
}
