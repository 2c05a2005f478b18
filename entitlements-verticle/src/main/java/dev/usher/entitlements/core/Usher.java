package dev.usher.entitlements.core;

import dev.usher.entitlements.core.port.Directory;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the API can ask for. Every write commits its intent first, then enforces it on the brokers, and answers when that
 * is proven or when {@code wait} is over, whichever comes first; the work goes on either way.
 *
 * <p>Every Future fails with {@link dev.usher.entitlements.core.port.EntitlementStore.StoreUnavailableException} while the
 * store is away, unless its method says otherwise, and where a broker is named also with {@link
 * dev.usher.entitlements.core.port.EntitlementStore.UnknownReferenceException} for one that is not configured. A preview fails
 * as what it previews would, with one difference: a broker that does not answer is told in {@link Preview#unknown()}.
 */
public interface Usher {
    /** What was committed: reads only. */
    Directory directory();

    /**
     * Opens a seat, or changes what an open one wants.
     *
     * <p>Before anything is committed it fails with {@link NotAllowedException} if the caller names the client and the
     * configuration does not allow that; {@link UnreachableClientException} for a kind of client that the broker's way of
     * injecting does not reach; {@link TooManySubscriptionsException} if the seat would hold more than the broker takes; {@link
     * dev.usher.entitlements.core.port.EntitlementStore.ConflictException} if the user has no client username there or a client
     * of that name is connected under another one; {@link dev.usher.entitlements.core.port.BrokerUnavailableException} if that
     * cannot be found out. Otherwise as {@link dev.usher.entitlements.core.port.EntitlementStore#commit}.
     */
    Future<SeatAnswer> openSeat(SeatRequest request, Caller caller, Optional<IdempotencyKey> key, Duration wait);

    /** What {@link #openSeat} would do. */
    Future<Preview> previewSeat(SeatRequest request);

    /**
     * A seat to open.
     *
     * @param id the seat's name if the caller chose it
     * @param broker empty for the only configured broker
     * @param kind {@code mqtt} or {@code smf}; empty for what the broker reaches, MQTT first
     * @param client empty to have a name minted, which the client then has to use; for a seat of the caller's naming that is
     *     open already, the client it has
     * @param wanted filters it is to have as far as they are granted; empty for all that its mode gives
     * @param expiresIn closed by itself after this long; empty for never
     */
    record SeatRequest(
            Optional<String> id,
            String user,
            Optional<String> broker,
            Optional<String> kind,
            Optional<String> client,
            Optional<List<TopicFilter>> wanted,
            Optional<Duration> expiresIn) {
        public SeatRequest {
            wanted = wanted.map(List::copyOf);
        }
    }

    /**
     * Lets an open seat live for this long from now, or for ever. Fails with {@link
     * dev.usher.entitlements.core.port.EntitlementStore.NotFoundException}, and with {@link
     * dev.usher.entitlements.core.port.EntitlementStore.ConflictException} for a closed seat.
     */
    Future<SeatAnswer> refreshSeat(String seat, Optional<Duration> expiresIn, Caller caller);

    /** A seat, open or closed. Fails with {@link dev.usher.entitlements.core.port.EntitlementStore.NotFoundException}. */
    Future<SeatAnswer> seat(String seat);

    /** Open seats, oldest first. Fails as {@link Directory#seats}. */
    Future<Page<SeatAnswer>> seats(SeatQuery query, Page.Request page);

    /**
     * Any other write. Fails as {@link dev.usher.entitlements.core.port.EntitlementStore#commit}, and with {@link
     * IllegalArgumentException} for an intent that has a method of its own.
     *
     * <p>Closing a seat, suspending and removing a user do not fail while the store is away if what they are about was seen
     * before: they are done at the broker at once and recorded as soon as the store is back. The answer is then not {@link
     * ChangeAnswer#recorded()}.
     *
     * @param cut whether to disconnect the clients concerned as the first step: of a seat its own, otherwise all of the users
     */
    Future<ChangeAnswer> write(Intent intent, boolean cut, Caller caller, Duration wait);

    /** What {@link #write} would do; also for the intents that have a method of their own. */
    Future<Preview> preview(Intent intent, boolean cut);

    /**
     * Whether a user may see topics or filters now, in the order asked; both are read in SMF syntax. One that cannot be read
     * is not allowed, with the reason. Fails with {@link
     * dev.usher.entitlements.core.port.EntitlementStore.NotFoundException} for the user.
     */
    Future<List<Verdict>> check(String user, List<String> topics);

    /**
     * A change by its name, also under the one it had before it was recorded. Fails with {@link
     * dev.usher.entitlements.core.port.EntitlementStore.NotFoundException}.
     */
    Future<ChangeAnswer> change(String id);

    /** Names of the configured brokers, in the order of the configuration. */
    List<String> brokers();

    /**
     * All client usernames of a broker and those that users are mapped to, and what adopting each would come to, in order of
     * their names. Fails with {@link dev.usher.entitlements.core.port.BrokerUnavailableException}.
     */
    Future<List<UsernameReport>> usernames(String broker);

    /**
     * Takes usernames into our care and puts them behind their profiles, some at a time, which disconnects their clients once.
     * Those in our care stay as they are. Fails before anything is done with {@link
     * dev.usher.entitlements.core.port.EntitlementStore.ConflictException} naming each that cannot be adopted and why, and with
     * {@link dev.usher.entitlements.core.port.BrokerUnavailableException}.
     */
    Future<ChangeAnswer> adopt(String broker, Set<String> clientUsernames, Caller caller, Duration wait);

    /** What {@link #adopt} would do. Fails also with {@link dev.usher.entitlements.core.port.BrokerUnavailableException}. */
    Future<Preview> previewAdopt(String broker, Set<String> clientUsernames);

    /**
     * Gives usernames back with the profiles they had, some at a time, which disconnects their clients once; completes when that
     * is done. Releasing again completes what was interrupted and does nothing else.
     *
     * <p>Fails with {@link dev.usher.entitlements.core.port.EntitlementStore.ConflictException} before anything is done if one
     * was never in our care, and after the others were given back if the broker does not take the former profiles of some; with
     * {@link dev.usher.entitlements.core.port.BrokerUnavailableException} if it is not known of some: release again.
     */
    Future<ChangeAnswer> release(String broker, Set<String> clientUsernames, Caller caller);

    /** What {@link #release} would do. */
    Future<Preview> previewRelease(String broker, Set<String> clientUsernames);

    /**
     * A seat, whether it is open, and what is known of it.
     *
     * @param created whether it was not open before
     * @param disconnected whether the user's clients were disconnected for opening it, by putting the client username behind
     *     its profile
     */
    record SeatAnswer(Seat seat, boolean open, boolean created, SeatState state, boolean disconnected) {
        /** Nobody was disconnected for it. */
        public SeatAnswer(Seat seat, boolean open, boolean created, SeatState state) {
            this(seat, open, created, state, false);
        }
    }

    /**
     * A change and how far it is.
     *
     * @param recorded false if the store was away: it was acted on at the broker and will be recorded later
     * @param created whether the thing written was new
     */
    record ChangeAnswer(Progress progress, boolean recorded, boolean created) {}

    /** The configuration does not allow it. */
    final class NotAllowedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public NotAllowedException(String message) {
            super(message);
        }
    }

    /** A seat would bring its client or the Message VPN too near a limit of the broker. Nothing was committed. */
    final class TooManySubscriptionsException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** Names the limit and the numbers. */
        public TooManySubscriptionsException(String message) {
            super(message);
        }
    }

    /** The broker's way of injecting does not reach clients of that kind. */
    final class UnreachableClientException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public UnreachableClientException(String message) {
            super(message);
        }
    }
}
