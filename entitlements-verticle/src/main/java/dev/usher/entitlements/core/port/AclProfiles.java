package dev.usher.entitlements.core.port;

import dev.usher.entitlements.core.ProfileSpec;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** The fence: ACL profiles of ours, and which client usernames stand behind them. */
public interface AclProfiles {
    /**
     * Makes sure that a profile exists and is exactly as specified: its four default actions and all of its exceptions, those
     * of publish and share names included; repairs it otherwise and answers whether it had allowed more than it should.
     * Exceptions too many go before missing ones come. Fails with {@link BrokerUnavailableException}.
     */
    Future<Boolean> ensure(ProfileSpec profile, Urgency urgency);

    /** Where a client username stands; empty if it does not exist. Fails with {@link BrokerUnavailableException}. */
    Future<Optional<Standing>> standingOf(String clientUsername, Urgency urgency);

    /** Every client username of the Message VPN. Fails with {@link BrokerUnavailableException}. */
    Future<List<Standing>> standings(Urgency urgency);

    /**
     * Puts a client username behind an ACL profile and, if given, a client profile. The broker disconnects its clients for it
     * (SEMP v2 spec, MsgVpnClientUsername.aclProfileName and clientProfileName, auto-disable). Fails with {@link
     * BrokerUnavailableException}; with {@link RefusedException} if the client profile does not exist, nothing being changed.
     */
    Future<Void> put(String clientUsername, String aclProfile, Optional<String> clientProfile, Urgency urgency);

    /** A client username's profiles and whether it may connect. */
    record Standing(
            String clientUsername,
            String aclProfile,
            String clientProfile,
            boolean enabled,
            boolean subscriptionManager) {}

    /** The broker understood and will not do it. */
    final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public RefusedException(String message) {
            super(message);
        }
    }
}
