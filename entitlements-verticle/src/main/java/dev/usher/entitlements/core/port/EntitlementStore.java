package dev.usher.entitlements.core.port;

import dev.usher.entitlements.core.Caller;
import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.Change;
import dev.usher.entitlements.core.ClientRef;
import dev.usher.entitlements.core.Connection;
import dev.usher.entitlements.core.Desired;
import dev.usher.entitlements.core.Proof;
import dev.usher.entitlements.core.Rights;
import dev.usher.entitlements.core.Seat;
import dev.usher.entitlements.core.User;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.entitlements.core.UserStatus;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where intents are committed before anything is done about them, and the append-only ledger of what was asked and what
 * was proven.
 *
 * <p>Every write is one transaction: the changed rows, a ledger entry, and a new epoch for each {@link UserOnBroker} it
 * touches. Every Future fails with {@link StoreUnavailableException} when the database cannot be reached or did not
 * answer in time; a write may then have been committed or not.
 */
public interface EntitlementStore {
    /**
     * Makes products, groups and users equal to the catalog; what the catalog no longer names is removed. The status of a
     * user that exists already is kept, so that a restart never lifts a suspension.
     */
    Future<Change> applyCatalog(Catalog catalog, Caller caller);

    /**
     * Opens a seat. Asking again for the same user, broker and client answers with the seat that is open already.
     *
     * <p>Fails with {@link NotFoundException} for an unknown user, {@link ConflictException} if the user has no client
     * username on the broker, or the client is another user's open seat.
     */
    Future<OpenedSeat> openSeat(String user, String broker, ClientRef client, Caller caller);

    /** A seat, whether it was there before, and the change that opened it. */
    record OpenedSeat(Seat seat, boolean created, Change change) {}

    /** Closes a seat for good. Fails with {@link NotFoundException}; closing a closed seat answers with its change again. */
    Future<Change> closeSeat(String seat, Caller caller);

    /** Suspends or reactivates a user. Fails with {@link NotFoundException}. */
    Future<Change> setStatus(String user, UserStatus status, Caller caller);

    /**
     * Replaces a group's products. Fails with {@link NotFoundException} for the group and with {@link
     * UnknownReferenceException} for a product.
     */
    Future<Change> setGroupProducts(String group, Set<String> products, Caller caller);

    /** The seat with its state of being open; empty if there never was one. */
    Future<Optional<StoredSeat>> seat(String seat);

    /** A seat and whether it is still open. */
    record StoredSeat(Seat seat, boolean open) {}

    /** Open seats of a user, oldest first. Fails with {@link NotFoundException} for an unknown user. */
    Future<List<Seat>> seatsOf(String user);

    /** The user and what they may see now. Fails with {@link NotFoundException}. */
    Future<Entitlements> entitlements(String user);

    /** A user with their rights. */
    record Entitlements(User user, Rights rights) {}

    /** What must be true for a target, in one snapshot. A target that is no longer mapped is desired to hold nothing. */
    Future<Desired> desired(UserOnBroker target);

    /** Every mapped user on a broker. */
    Future<List<UserOnBroker>> targets(String broker);

    /** Targets on a broker whose last committed intent is not proven yet, also from before a crash. */
    Future<List<UserOnBroker>> unsettled(String broker);

    /** Records a proof for an epoch; later epochs stay pending. */
    Future<Void> recordEnforced(UserOnBroker target, long epoch, Proof proof, List<String> left, boolean disconnected);

    /** Records what is left to do for an epoch. That clients were disconnected for an epoch is remembered until the next. */
    Future<Void> recordPending(UserOnBroker target, long epoch, List<String> left, boolean disconnected);

    /** A change with how far each target has come. Fails with {@link NotFoundException}. */
    Future<Change> change(String id);

    /** The profile a client username had before it was adopted; empty if it was not adopted. */
    Future<Optional<String>> adoptedFrom(UserOnBroker target);

    /** Records an adoption before the broker is touched. */
    Future<Void> recordAdoption(UserOnBroker target, String previousAclProfile);

    /** Records that a filter may have been on a client that was not the seat's. */
    Future<Void> recordExposure(UserOnBroker target, Connection expected, Optional<Connection> found, String filter);

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

    /** The database could not be reached or did not answer. */
    final class StoreUnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public StoreUnavailableException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
