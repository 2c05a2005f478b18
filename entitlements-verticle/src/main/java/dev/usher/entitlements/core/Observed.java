package dev.usher.entitlements.core;

import dev.usher.entitlements.core.port.AclProfiles.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a broker shows of one client username, each list complete.
 *
 * @param terms the rules of the broker
 * @param standing where the username stands; empty if it does not exist
 * @param clients everything connected under it
 * @param kept its durable MQTT sessions, their clients being there or not
 * @param room how much may be added; empty if nobody asked, then nothing is refused for it
 */
public record Observed(
        Custody.Terms terms,
        Optional<Standing> standing,
        List<ObservedClient> clients,
        List<KeptSession> kept,
        Optional<Room> room) {
    public Observed {
        clients = List.copyOf(clients);
        kept = List.copyOf(kept);
    }

    /** How many subscriptions its clients hold together. */
    public int subscriptions() {
        return clients.stream().mapToInt(c -> c.subscriptions().size()).sum();
    }

    Proof proof(Instant begun, Instant complete) {
        return new Proof.Observed(begun, complete, clients.size(), subscriptions());
    }

    /** The same with what may be added. */
    public Observed with(Room found) {
        return new Observed(terms, standing, clients, kept, Optional.of(found));
    }

    /**
     * How many subscriptions there may be.
     *
     * @param limits of the client profile that the username has to have, and of the Message VPN
     * @param elsewhere subscriptions that other client usernames are known to hold: at least so many, since the broker does not
     *     tell the sum
     */
    public record Room(SubscriptionLimits limits, long elsewhere) {}
}
