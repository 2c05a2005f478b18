package dev.usher.entitlements.core;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What one enforcement run for a {@link UserOnBroker} can truthfully say. */
public sealed interface Enforcement {
    /** The epoch of the intent this run read. */
    long epoch();

    /** Per seat, what each filter's state is now. */
    Map<String, SeatState> seats();

    /** True if a client was disconnected in this run, which bounds what it can still receive to bytes already sent. */
    boolean disconnected();

    /** Why nothing outside the rights can be delivered any more, if that is known. */
    Optional<Proof> proof();

    /** What is left to do; empty when everything is done. */
    List<String> left();

    /** True if it is worth trying again before something else changes. */
    default boolean retry() {
        return !settled();
    }

    /** True if nothing is left to do, neither to take nor to give. */
    default boolean settled() {
        return proof().isPresent() && left().isEmpty();
    }

    /**
     * Nothing outside the rights is left, and it is proven; grants may still be missing, see {@link #left()}.
     *
     * @param clients the connections that the proof is about
     * @param hopeless what is left will not change before somebody changes something
     */
    record Enforced(
            long epoch,
            Proof proven,
            boolean disconnected,
            Map<String, SeatState> seats,
            Set<Connection> clients,
            List<String> left,
            boolean hopeless)
            implements Enforcement {
        public Enforced {
            Objects.requireNonNull(proven, "enforced needs a proof");
            clients = Set.copyOf(clients);
            seats = Map.copyOf(seats);
            left = List.copyOf(left);
        }

        @Override
        public boolean retry() {
            return !hopeless && !settled();
        }

        @Override
        public Optional<Proof> proof() {
            return Optional.of(proven);
        }
    }

    /**
     * Not known to be true yet.
     *
     * @param hopeless trying again soon will not help: somebody has to change something first
     */
    record Pending(long epoch, boolean disconnected, Map<String, SeatState> seats, List<String> left, boolean hopeless)
            implements Enforcement {
        public Pending {
            seats = Map.copyOf(seats);
            left = List.copyOf(left);
            if (left.isEmpty()) {
                throw new IllegalArgumentException("pending must say what is left");
            }
        }

        @Override
        public boolean retry() {
            return !hopeless;
        }

        @Override
        public Optional<Proof> proof() {
            return Optional.empty();
        }
    }
}
