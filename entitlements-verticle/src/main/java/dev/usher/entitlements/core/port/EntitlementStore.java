package dev.usher.entitlements.core.port;

import dev.usher.entitlements.core.Boundaries;
import dev.usher.entitlements.core.Caller;
import dev.usher.entitlements.core.Change;
import dev.usher.entitlements.core.Committed;
import dev.usher.entitlements.core.Connection;
import dev.usher.entitlements.core.Desired;
import dev.usher.entitlements.core.IdempotencyKey;
import dev.usher.entitlements.core.Intent;
import dev.usher.entitlements.core.Proof;
import dev.usher.entitlements.core.Rehearsal;
import dev.usher.entitlements.core.Seat;
import dev.usher.entitlements.core.UserOnBroker;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where intents are committed before anything is done about them, and the append-only ledger of what was asked and what
 * was proven.
 *
 * <p>Every write is one transaction: the changed rows, a ledger entry, and a new epoch for each {@link UserOnBroker} it
 * touches. Every Future fails with {@link StoreUnavailableException} when the database cannot be reached or did not
 * answer in time; a write may then have been committed or not.
 */
public interface EntitlementStore extends Directory {
    /**
     * Commits an intent. One that finds everything as it wants it changes nothing and answers with the targets it is about;
     * removing or closing what was removed or closed before answers with that change again.
     *
     * <p>Fails with {@link NotFoundException} for what was never there, {@link UnknownReferenceException} if the intent names
     * something else that does not exist, {@link ConflictException} if it contradicts what is there: a client username that is
     * another user's, a client that is another user's open seat, a seat's name with another user or client, a product that is
     * still granted, a group that still has members; and with {@link KeyReusedException}.
     *
     * @param key answers a repeated intent as the first one was; empty for intents that are idempotent by themselves
     */
    Future<Committed> commit(Intent intent, Caller caller, Optional<IdempotencyKey> key);

    /** As {@link #commit}, but leaves everything as it is. Fails in the same way. */
    Future<Rehearsal> rehearse(Intent intent);

    /**
     * Commits what the database's clock has brought about, and says what is coming.
     *
     * @param warning how long before its end something counts as ending soon
     */
    Future<Boundaries> passBoundaries(Duration warning);

    /** What must be true for a target, in one snapshot. A target that is no longer mapped is desired to hold nothing. */
    Future<Desired> desired(UserOnBroker target);

    /** Every mapped user on a broker. */
    Future<List<UserOnBroker>> targets(String broker);

    /** Targets on a broker whose last committed intent is not proven yet, also from before a crash. */
    Future<List<UserOnBroker>> unsettled(String broker);

    /** Records a proof for an epoch; later epochs stay pending. */
    Future<Void> recordEnforced(UserOnBroker target, long epoch, Proof proof, List<String> left, boolean disconnected);

    /**
     * Records what is left to do for an epoch. That clients were disconnected for an epoch is remembered until the next.
     *
     * @param hopeless whether nothing will change until somebody does something
     */
    Future<Void> recordPending(
            UserOnBroker target, long epoch, List<String> left, boolean disconnected, boolean hopeless);

    /** A change with how far each target has come. Fails with {@link NotFoundException}. */
    Future<Change> change(String id);

    /**
     * Records, before the broker is touched, that a username is taken into our care when first needed. The first record counts.
     * Fails with {@link ConflictException} for a username that was given back, which must not be touched.
     */
    Future<Void> recordAdoption(UserOnBroker target, Intent.Adopt.Former former);

    /** Records that a filter may have been on a client that was not the seat's. */
    Future<Void> recordExposure(UserOnBroker target, Connection expected, Optional<Connection> found, String filter);

    /** A seat and whether it is still open. */
    record StoredSeat(Seat seat, boolean open) {}

    /** The named thing does not exist. */
    final class NotFoundException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** For example {@code user bob}. */
        public NotFoundException(String what) {
            super(what + " does not exist");
        }
    }

    /** The request names something that does not exist. */
    final class UnknownReferenceException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public UnknownReferenceException(String message) {
            super(message);
        }
    }

    /** The request contradicts what is there. */
    final class ConflictException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public ConflictException(String message) {
            super(message);
        }
    }

    /** An idempotency key came again with another request. */
    final class KeyReusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public KeyReusedException() {
            super("the idempotency key was used for another request; use a new one for each");
        }
    }

    /** A cursor is not one that this list gave out. */
    final class InvalidCursorException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public InvalidCursorException() {
            super("the cursor is not one of this list; begin again without one");
        }
    }

    /** The database could not be reached or did not answer. */
    final class StoreUnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public StoreUnavailableException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
