package dev.usher.broker.core;

import java.util.Optional;
import java.util.OptionalInt;

/** Whose a {@link SubscriptionSet} is, as far as the set has to know: an SMF connection, or an MQTT session that may be without one. */
interface SubscriptionHolder {

    /** Nothing is added any more. */
    boolean isGone();

    Protocol protocol();

    /** How events name it. */
    SubscriptionEvents.Party party();

    /** The holder's own inbox, which no ACL and no limit keeps it from; empty while nobody is connected. */
    Optional<Filter> inbox();

    /** The ACL as subscribe requests meet it now. */
    Acl acl();

    /** The ACL as it is configured now. */
    Acl aclAsItIs();

    /** Name of the ACL profile that {@link #acl} reads. */
    String aclProfile();

    ClientProfile profile();

    /** As deliver-to-one knows it: 1, the highest, to 4; empty while nobody is connected. */
    OptionalInt deliverToOnePriority();

    /**
     * A message matched.
     *
     * @param guaranteed one of the filters that match it has QoS 1
     */
    void offer(Message message, boolean guaranteed);
}
