package dev.usher.runtime.solace;

import dev.usher.runtime.config.ConfigReader;
import java.time.Duration;
import java.util.Objects;

/**
 * How a connection that breaks is noticed and brought back before it is given up for a new one.
 *
 * @param retries rounds over the host list before JCSMP gives the session up; 20 and 5 are what Solace recommends so that an
 *     HA switch-over is survived (PubSub+ docs, Configuring Connection Time-Outs and Retries)
 * @param retriesPerHost tries at one host before the next
 * @param pause between two tries
 * @param keepAliveInterval how often JCSMP asks the broker for a sign of life
 * @param keepAliveLimit how many unanswered ones mean that the connection is gone
 */
public record SolaceReconnect(
        int retries, int retriesPerHost, Duration pause, Duration keepAliveInterval, int keepAliveLimit) {

    public static final SolaceReconnect DEFAULT =
            new SolaceReconnect(20, 5, Duration.ofSeconds(3), Duration.ofSeconds(3), 10);

    public SolaceReconnect {
        Objects.requireNonNull(pause, "pause");
        Objects.requireNonNull(keepAliveInterval, "keepAliveInterval");
        if (retries < 0 || retriesPerHost < 0) {
            throw new IllegalArgumentException("retries and retriesPerHost must not be negative");
        }
        if (pause.isNegative() || pause.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("pause must be from 0s to 1m");
        }
        if (keepAliveInterval.toMillis() < 50 || keepAliveInterval.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("keepAliveInterval must be from 50ms to 1m");
        }
        if (keepAliveLimit < 3) {
            throw new IllegalArgumentException("keepAliveLimit must be at least 3");
        }
    }

    /** Leaves no retry to JCSMP: each break is a session that goes down, and a new one. For tests. */
    public static SolaceReconnect none() {
        return new SolaceReconnect(0, 0, Duration.ZERO, DEFAULT.keepAliveInterval, DEFAULT.keepAliveLimit);
    }

    /** Reads {@code retries}, {@code retriesPerHost}, {@code pause}, {@code keepAliveInterval}, {@code keepAliveLimit}. */
    public static SolaceReconnect from(ConfigReader node) {
        Duration minute = Duration.ofMinutes(1);
        return node.check(() -> new SolaceReconnect(
                node.integer("retries", DEFAULT.retries, 0, 1_000_000),
                node.integer("retriesPerHost", DEFAULT.retriesPerHost, 0, 1_000_000),
                node.duration("pause", DEFAULT.pause, Duration.ZERO, minute),
                node.duration("keepAliveInterval", DEFAULT.keepAliveInterval, Duration.ofMillis(50), minute),
                node.integer("keepAliveLimit", DEFAULT.keepAliveLimit, 3, 1000)));
    }
}
