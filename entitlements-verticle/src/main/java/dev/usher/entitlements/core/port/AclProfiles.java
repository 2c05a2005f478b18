package dev.usher.entitlements.core.port;

import io.vertx.core.Future;
import java.util.Optional;

/** The fence: the ACL profile that denies every subscription, and which client usernames stand behind it. */
public interface AclProfiles {
    /** Name of the profile of managed users. Profiles we create start with {@code usher_}; no others are edited. */
    String MANAGED = "usher_managed";

    /**
     * Makes sure that {@link #MANAGED} exists, allows connect, denies publish, subscribe and share names, and holds no
     * exception; repairs it otherwise and answers whether it had to. Fails with {@link BrokerUnavailableException}.
     */
    Future<Boolean> ensureManaged(Urgency urgency);

    /** Where a client username stands; empty if it does not exist. Fails with {@link BrokerUnavailableException}. */
    Future<Optional<Fence>> fenceOf(String clientUsername, Urgency urgency);

    /**
     * Puts a client username behind {@link #MANAGED}. The broker disconnects its clients for it (SEMP v2,
     * MsgVpnClientUsername.aclProfileName, auto-disable). Fails with {@link BrokerUnavailableException}.
     */
    Future<Void> putBehindManaged(String clientUsername, Urgency urgency);

    /** A client username's profile and whether it may connect. */
    record Fence(String aclProfile, boolean enabled) {
        public boolean managed() {
            return MANAGED.equals(aclProfile);
        }
    }
}
