package dev.usher.entitlements.core;

import java.util.List;
import java.util.Optional;

/**
 * A client username as it is on a broker, and what adopting it would come to.
 *
 * @param broker the broker's name
 * @param clientUsername on that broker
 * @param user who is mapped to it; empty for nobody
 * @param aclProfile as it is now
 * @param clientProfile as it is now
 * @param adoption whether it is or was in our care
 * @param connected names of the clients connected under it, who would be disconnected by a change of profile
 * @param standing whether and why it can be adopted
 * @param reason in words, with the way out
 */
public record UsernameReport(
        String broker,
        String clientUsername,
        Optional<String> user,
        String aclProfile,
        String clientProfile,
        Optional<Adoption> adoption,
        List<String> connected,
        Standing standing,
        String reason) {
    public UsernameReport {
        connected = List.copyOf(connected);
    }

    /** Where a username stands. */
    public enum Standing {
        /** In our care and behind its profile. */
        ADOPTED,
        /** Can be adopted. */
        ADOPTABLE,
        /** Nobody is mapped to it. */
        UNMAPPED,
        /** Serves more than one person: the broker's factory default, or reserved by the broker, or our own manager. */
        SHARED,
        /** A user is mapped to it, but it is not on the broker. */
        MISSING
    }
}
