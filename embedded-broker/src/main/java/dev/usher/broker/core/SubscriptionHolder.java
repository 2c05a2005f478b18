package dev.usher.broker.core;

import java.util.Optional;

/** Whose a {@link SubscriptionSet} is, as far as the set has to know: an SMF connection, or an MQTT session that may be without one. */
interface SubscriptionHolder {

    /** Nothing is added any more. */
    boolean isGone();

    Protocol protocol();

    /** The holder's own inbox, which no ACL and no limit keeps it from; empty while nobody is connected. */
    Optional<Filter> inbox();

    /** The ACL as it applies now. */
    Acl acl();

    /** Name of the ACL profile that {@link #acl} reads. */
    String aclProfile();

    ClientProfile profile();

    /**
     * A message matched.
     *
     * @param guaranteed one of the filters that match it has QoS 1
     */
    void offer(Message message, boolean guaranteed);
}
