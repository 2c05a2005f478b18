package dev.usher.bridge.core;

import java.time.Duration;
import java.util.Objects;

/**
 * How the events of a route are sent.
 *
 * @param ordering what a refusal may do to the order; direct delivery hears of no refusal and is always pipelined
 * @param elidingEligible whether a broker may drop an event in favour of a newer one on the same topic, for clients whose client
 *     profile has eliding on; direct delivery only
 * @param timeToLive after which the broker may drop a message that waits; {@link Duration#ZERO} for never
 * @param classOfService 1 to 3, the highest is 3 (JCSMP Javadoc, {@code User_Cos})
 * @param properties which facts about the record travel as user properties
 */
public record Delivery(
        Mode mode,
        Ordering ordering,
        boolean elidingEligible,
        Duration timeToLive,
        int classOfService,
        RecordProperties properties) {

    /** How sure the publisher wants to be. */
    public enum Mode {
        /** Sent and forgotten: fast, and lost when the broker or the connection is. */
        DIRECT,
        /** Acknowledged by the broker. */
        GUARANTEED
    }

    /** What a refusal by the broker may do to the order of a partition. */
    public enum Ordering {
        /**
         * Many records are on their way at a time. When one is refused for now or its outcome is unknown, those behind it were perhaps
         * accepted, and all come again from there: in the end the newest of each topic is the last.
         */
        PIPELINED,
        /**
         * Of the records of a partition with one Kafka key one is on its way at a time (those without a key count as having the same), so
         * that their order holds whatever is refused. One of unknown outcome may arrive twice in a row. It holds among records of strict
         * routes and from one assignment of the partition to the next; whoever gets it then begins at the stored position.
         */
        STRICT
    }

    public Delivery {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(ordering, "ordering");
        Objects.requireNonNull(timeToLive, "timeToLive");
        Objects.requireNonNull(properties, "properties");
        if (mode == Mode.GUARANTEED && elidingEligible) {
            throw new IllegalArgumentException(
                    "eliding is for direct delivery only: brokers do not elide guaranteed messages; leave one of the two out");
        }
        if (mode == Mode.DIRECT && ordering == Ordering.STRICT) {
            throw new IllegalArgumentException(
                    "ordering strict needs delivery guaranteed: direct messages are not acknowledged");
        }
        if (timeToLive.isNegative()) {
            throw new IllegalArgumentException("ttl must not be negative");
        }
        if (classOfService < 1 || classOfService > 3) {
            throw new IllegalArgumentException("classOfService must be 1, 2 or 3");
        }
    }

    /** Direct, class of service 1, never expiring. */
    public static Delivery direct(boolean elidingEligible, RecordProperties properties) {
        return new Delivery(Mode.DIRECT, Ordering.PIPELINED, elidingEligible, Duration.ZERO, 1, properties);
    }

    /** Guaranteed, class of service 1, never expiring. */
    public static Delivery guaranteed(Ordering ordering, RecordProperties properties) {
        return new Delivery(Mode.GUARANTEED, ordering, false, Duration.ZERO, 1, properties);
    }
}
