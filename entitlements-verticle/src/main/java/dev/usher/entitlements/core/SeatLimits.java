package dev.usher.entitlements.core;

import dev.usher.entitlements.core.Usher.TooManySubscriptionsException;
import dev.usher.entitlements.core.port.AclProfiles.Standing;
import dev.usher.entitlements.core.port.Urgency;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Refuses a seat that would hold more than the broker takes before anything is committed for it. What an open seat is given
 * later is bounded by the runs.
 */
final class SeatLimits {
    private SeatLimits() {}

    /**
     * Completes if everything that the seats of a desire would be given fits. Fails with {@link TooManySubscriptionsException},
     * and with {@link dev.usher.entitlements.core.port.BrokerUnavailableException}.
     */
    static Future<Void> require(BrokerDesk desk, Desired desired) {
        String username = desired.target().clientUsername();
        return clientProfile(desk, desired)
                .compose(profile -> profile.map(name -> desk.capacity()
                                .roomFor(username, name, Urgency.GRANT)
                                .<Void>map(room -> {
                                    desired.seats().forEach(seat -> refuse(desired, seat, room, name));
                                    return null;
                                }))
                        // Nobody can connect under a username that does not exist; the run says so.
                        .orElse(Future.succeededFuture()));
    }

    private static Future<Optional<String>> clientProfile(BrokerDesk desk, Desired desired) {
        return desired.tier().isPresent()
                ? Future.succeededFuture(desired.tier())
                : desk.broker()
                        .aclProfiles()
                        .standingOf(desired.target().clientUsername(), Urgency.GRANT)
                        .map(standing -> standing.map(Standing::clientProfile));
    }

    private static void refuse(Desired desired, Seat seat, Observed.Room room, String clientProfile) {
        SubscriptionLimits limits = room.limits();
        // Its notice topic is one more.
        long held = desired.givenTo(seat).size() + 1L;
        String broker = desired.target().broker();
        if (held > limits.usablePerClient()) {
            throw new TooManySubscriptionsException("the seat would hold " + held + " subscriptions; of the "
                    + limits.perClient() + " that client profile " + clientProfile + " allows on broker " + broker
                    + " at most " + limits.usablePerClient()
                    + " are used; name fewer wanted filters, grant wider ones, or raise maxSubscriptionCount");
        }
        if (room.elsewhere() + held > limits.usablePerVpn()) {
            throw new TooManySubscriptionsException("the seat would hold " + held + " subscriptions and others hold "
                    + room.elsewhere() + "; of the "
                    + limits.perVpn() + " that the Message VPN of broker " + broker + " allows at most "
                    + limits.usablePerVpn()
                    + " are used; name fewer wanted filters, grant wider ones, or raise maxSubscriptionCount");
        }
    }
}
