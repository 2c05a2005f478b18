package dev.usher.entitlements.core;

import dev.usher.entitlements.core.port.EntitlementStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the API can ask for. Every write commits its intent first, then enforces it on the brokers, and answers when that
 * is proven or when {@code wait} is over, whichever comes first; the work goes on either way.
 *
 * <p>Futures fail with the exceptions of {@link EntitlementStore}, and with {@link NotAllowedException}.
 */
public interface Usher {
    /**
     * Opens a seat.
     *
     * <p>Fails also with {@link EntitlementStore.ConflictException} if a client of that name is connected under another
     * client username; nothing is injected then.
     *
     * @param broker empty for the only configured broker
     * @param client empty to have a name minted, which the client then has to use
     */
    Future<SeatAnswer> openSeat(
            String user, Optional<String> broker, String kind, Optional<String> client, Caller caller, Duration wait);

    /** Closes a seat and takes away what it gave. {@code cut} disconnects the client as the first step. */
    Future<ChangeAnswer> closeSeat(String seat, boolean cut, Caller caller, Duration wait);

    Future<SeatAnswer> seat(String seat);

    Future<List<SeatAnswer>> seatsOf(String user);

    Future<EntitlementStore.Entitlements> entitlements(String user);

    Future<ChangeAnswer> setStatus(String user, UserStatus status, boolean cut, Caller caller, Duration wait);

    Future<ChangeAnswer> setGroupProducts(
            String group, Set<String> products, boolean cut, Caller caller, Duration wait);

    Future<ChangeAnswer> change(String id);

    /** A seat, whether it is open, and what is known of it. */
    record SeatAnswer(Seat seat, boolean open, boolean created, SeatState state) {}

    /**
     * A change and how far it is.
     *
     * @param recorded false if the store was away: it was acted on at the broker and will be recorded later
     */
    record ChangeAnswer(Change change, boolean recorded) {}

    /** The configuration does not allow it. */
    final class NotAllowedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public NotAllowedException(String message) {
            super(message);
        }
    }
}
