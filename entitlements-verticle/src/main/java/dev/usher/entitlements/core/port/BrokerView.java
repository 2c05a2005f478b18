package dev.usher.entitlements.core.port;

import dev.usher.entitlements.core.ClientRef;
import dev.usher.entitlements.core.Connection;
import dev.usher.entitlements.core.ObservedSubscription;
import dev.usher.entitlements.core.SubscriptionLimits;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * What the broker says is there. A list is complete or the Future fails: it was followed to the last page. Every Future
 * fails with {@link BrokerUnavailableException} otherwise.
 *
 * <p>What a broker shows may be older than the moment it is asked: no public text says that the monitor API shows at once what
 * was done before. <b>A read is evidence about an instant only if it began when {@link #caughtUp()}, called at that instant or
 * later, had completed.</b> Whoever concludes from a read that something is not there, or is still the same, waits for that
 * first; a read without it is a hint.
 */
public interface BrokerView {
    /**
     * Completes, without asking the broker anything, when every read begun from then on shows what is the case now or something
     * later, and a tightened ACL profile counts: at once if the broker shows everything at once. Never fails.
     */
    Future<Void> caughtUp();

    /**
     * Makes sure that what is read here is the truth: the Message VPN is up on this broker and our own manager is among its
     * clients. A standby answers, too, and shows no clients at all. Fails with {@link BrokerUnavailableException} otherwise.
     */
    Future<Void> requireLive(Urgency urgency);

    /** Every client connected under a client username, seats or not. */
    Future<List<Connection>> clientsOf(String clientUsername, Urgency urgency);

    /** Every client of the Message VPN. */
    Future<List<Connection>> roster(Urgency urgency);

    /** The client of exactly this name; empty if there is none. */
    Future<Optional<Connection>> client(String clientName, Urgency urgency);

    /** Every connection that a client calling itself so has now, under whatever client username. */
    Future<List<Connection>> find(ClientRef client, Urgency urgency);

    /** A connection's subscription table; empty when there surely is no client of that name any more. */
    Future<Optional<List<ObservedSubscription>>> subscriptionsOf(Connection client, Urgency urgency);

    /** How many subscriptions the broker takes from clients of a client profile. */
    Future<SubscriptionLimits> limits(String clientProfile, Urgency urgency);
}
