package dev.usher.broker.core;

/**
 * The attributes of a client profile that the broker acts on (SEMP v2 config, MsgVpnClientProfile).
 *
 * @param elidingDelayMillis at most one message per topic and this interval, after the first; 0 = no delay
 * @param elidingMaxTopicCount topics tracked per client; further topics are not elided
 * @param maxSubscriptionCount subscriptions a client may hold; not enforced for those added by management
 * @param directQueues what may wait for the network per client before direct messages are discarded
 * @param guaranteed what its clients may do of guaranteed messaging
 * @param rejectOnNoSubscriptionMatch rejectMsgToSenderOnNoSubscriptionMatchEnabled: a guaranteed message that nobody
 *     subscribed to is refused and not merely discarded
 */
public record ClientProfile(
        String name,
        boolean elidingEnabled,
        int elidingDelayMillis,
        int elidingMaxTopicCount,
        int maxSubscriptionCount,
        DirectQueues directQueues,
        GuaranteedRights guaranteed,
        boolean rejectOnNoSubscriptionMatch) {

    public ClientProfile {
        if (name.isEmpty() || name.length() > 32) {
            throw new IllegalArgumentException("clientProfileName must have 1 to 32 characters");
        }
        if (elidingDelayMillis < 0 || elidingMaxTopicCount < 1 || maxSubscriptionCount < 0) {
            throw new IllegalArgumentException("client profile " + name + ": value out of range");
        }
    }

    /** What an API-created profile starts as. */
    public static ClientProfile created(String name) {
        return new ClientProfile(name, false, 0, 256, 500_000, DirectQueues.CREATED, GuaranteedRights.NONE, false);
    }

    /** The built-in {@code default} profile of a container image: guaranteed messaging is allowed there. */
    public static ClientProfile builtIn(String name) {
        return created(name).withGuaranteed(GuaranteedRights.ALL);
    }

    public boolean guaranteedSend() {
        return guaranteed.send();
    }

    public ClientProfile withEliding(boolean enabled, int delayMillis) {
        return new ClientProfile(
                name,
                enabled,
                delayMillis,
                elidingMaxTopicCount,
                maxSubscriptionCount,
                directQueues,
                guaranteed,
                rejectOnNoSubscriptionMatch);
    }

    public ClientProfile withElidingMaxTopicCount(int count) {
        return new ClientProfile(
                name,
                elidingEnabled,
                elidingDelayMillis,
                count,
                maxSubscriptionCount,
                directQueues,
                guaranteed,
                rejectOnNoSubscriptionMatch);
    }

    public ClientProfile withMaxSubscriptionCount(int count) {
        return new ClientProfile(
                name,
                elidingEnabled,
                elidingDelayMillis,
                elidingMaxTopicCount,
                count,
                directQueues,
                guaranteed,
                rejectOnNoSubscriptionMatch);
    }

    /**
     * How much may wait for a client whose network is slow.
     *
     * @param classOfService 1 to 3: of which messages; nearly all have 1
     * @param maxDepth in work units of 2,048 bytes
     * @param minMsgBurst as many messages may wait in any case
     */
    public ClientProfile withDirectQueue(int classOfService, int maxDepth, int minMsgBurst) {
        return new ClientProfile(
                name,
                elidingEnabled,
                elidingDelayMillis,
                elidingMaxTopicCount,
                maxSubscriptionCount,
                directQueues.with(classOfService, new DirectQueues.Queue(maxDepth, minMsgBurst)),
                guaranteed,
                rejectOnNoSubscriptionMatch);
    }

    public ClientProfile withGuaranteedSend(boolean allowed) {
        return withGuaranteed(guaranteed.withSend(allowed));
    }

    public ClientProfile withGuaranteed(GuaranteedRights rights) {
        return new ClientProfile(
                name,
                elidingEnabled,
                elidingDelayMillis,
                elidingMaxTopicCount,
                maxSubscriptionCount,
                directQueues,
                rights,
                rejectOnNoSubscriptionMatch);
    }

    public ClientProfile withRejectOnNoSubscriptionMatch(boolean reject) {
        return new ClientProfile(
                name,
                elidingEnabled,
                elidingDelayMillis,
                elidingMaxTopicCount,
                maxSubscriptionCount,
                directQueues,
                guaranteed,
                reject);
    }
}
