package dev.usher.broker.core;

/**
 * The attributes of a client profile that the broker acts on (SEMP v2 config, MsgVpnClientProfile).
 *
 * @param elidingDelayMillis at most one message per topic and this interval, after the first; 0 = no delay
 * @param elidingMaxTopicCount topics tracked per client; further topics are not elided
 * @param maxSubscriptionCount subscriptions a client may hold; not enforced for those added by management
 * @param egressMessages messages that may wait for the network per client before direct messages are discarded
 *     (stands for queueDirect1MaxDepth, which counts work units)
 */
public record ClientProfile(
        String name,
        boolean elidingEnabled,
        int elidingDelayMillis,
        int elidingMaxTopicCount,
        int maxSubscriptionCount,
        int egressMessages,
        boolean guaranteedSend) {

    public ClientProfile {
        if (name.isEmpty() || name.length() > 32) {
            throw new IllegalArgumentException("clientProfileName must have 1 to 32 characters");
        }
        if (elidingDelayMillis < 0 || elidingMaxTopicCount < 1 || maxSubscriptionCount < 0 || egressMessages < 1) {
            throw new IllegalArgumentException("client profile " + name + ": value out of range");
        }
    }

    /** What an API-created profile starts as. */
    public static ClientProfile created(String name) {
        return new ClientProfile(name, false, 0, 256, 500_000, 20_000, false);
    }

    /** The built-in {@code default} profile of a container image: guaranteed messaging is allowed there. */
    public static ClientProfile builtIn(String name) {
        return created(name).withGuaranteedSend(true);
    }

    public ClientProfile withEliding(boolean enabled, int delayMillis) {
        return new ClientProfile(
                name, enabled, delayMillis, elidingMaxTopicCount, maxSubscriptionCount, egressMessages, guaranteedSend);
    }

    public ClientProfile withElidingMaxTopicCount(int count) {
        return new ClientProfile(
                name, elidingEnabled, elidingDelayMillis, count, maxSubscriptionCount, egressMessages, guaranteedSend);
    }

    public ClientProfile withMaxSubscriptionCount(int count) {
        return new ClientProfile(
                name, elidingEnabled, elidingDelayMillis, elidingMaxTopicCount, count, egressMessages, guaranteedSend);
    }

    public ClientProfile withEgressMessages(int count) {
        return new ClientProfile(
                name,
                elidingEnabled,
                elidingDelayMillis,
                elidingMaxTopicCount,
                maxSubscriptionCount,
                count,
                guaranteedSend);
    }

    public ClientProfile withGuaranteedSend(boolean allowed) {
        return new ClientProfile(
                name,
                elidingEnabled,
                elidingDelayMillis,
                elidingMaxTopicCount,
                maxSubscriptionCount,
                egressMessages,
                allowed);
    }
}
