package dev.usher.entitlements.core;

import dev.usher.entitlements.core.port.AclProfiles.Standing;
import java.util.Optional;
import java.util.Set;

/** Whether a client username is ours to change on a broker. */
public sealed interface Custody {
    /**
     * It is.
     *
     * @param recorded whether its former profiles are on record; if not they have to be before anything is changed
     */
    record Ours(boolean recorded) implements Custody {}

    /** There is no such client username, so nobody should be connected under it; with what to do about that. */
    record Absent(String reason) implements Custody {}

    /** Not ours to touch, with the reason and the way out. */
    record NotOurs(String reason) implements Custody {}

    /** More than one person, or the broker itself, uses it; with the reason. Nobody can adopt it. */
    record Shared(String reason) implements Custody {}

    /**
     * The rules of one broker.
     *
     * @param managerUsername the client username that our own requests are made under
     * @param adoptOnFirstUse whether a username is taken into our care without being asked about one by one
     * @param reaches kinds of clients that can be injected
     * @param way how they are injected, for people
     * @param shownWhileAway whether what was injected into a durable session can be read while its client is away
     */
    record Terms(
            String managerUsername, boolean adoptOnFirstUse, Set<String> reaches, String way, boolean shownWhileAway) {
        public Terms {
            reaches = Set.copyOf(reaches);
        }
    }

    /** Works for every username; whether somebody is mapped to it is for the caller to know. */
    static Custody of(UserOnBroker target, Optional<Adoption> adoption, Optional<Standing> standing, Terms terms) {
        String username = target.clientUsername();
        Optional<String> shared = shared(username, target.broker(), standing, terms);
        if (shared.isPresent()) {
            return new Shared(shared.get());
        }
        if (standing.isEmpty()) {
            return new Absent("client username " + username + " does not exist on broker " + target.broker()
                    + "; create it or correct the mapping");
        }
        if (adoption.isPresent()) {
            return adoption.get().isOurs()
                    ? new Ours(true)
                    : new NotOurs("client username " + username + " was released on broker " + target.broker()
                            + " and is not touched; adopt it again");
        }
        String profile = standing.get().aclProfile();
        // Whoever put it behind a profile of ours gave it to us.
        if (profile.startsWith(ProfileSpec.PREFIX) || terms.adoptOnFirstUse()) {
            return new Ours(false);
        }
        return new NotOurs(
                "client username " + username + " has ACL profile " + profile + " and is not adopted on broker "
                        + target.broker() + "; adopt it, or allow adoption on first use for the broker");
    }

    private static Optional<String> shared(String username, String broker, Optional<Standing> standing, Terms terms) {
        if (username.equals(terms.managerUsername())) {
            return Optional.of("client username " + username + " is the subscription manager's own on broker " + broker
                    + "; map the user to another");
        }
        if (username.equals("default")) {
            return Optional.of("client username default on broker " + broker
                    + " is used by every client that has no other; map the user to one of their own");
        }
        if (username.startsWith("#")) {
            return Optional.of(
                    "client username " + username + " is reserved by broker " + broker + "; map the user to another");
        }
        return standing.filter(Standing::subscriptionManager)
                .map(manager -> "client username " + username + " is a subscription manager on broker " + broker
                        + " and acts for others; map the user to another or take that right from it");
    }
}
