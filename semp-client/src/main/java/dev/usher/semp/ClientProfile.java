package dev.usher.semp;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What a client profile says about eliding and subscriptions (SEMP v2 spec, MsgVpnClientProfile). Writing one needs the access
 * level {@code global/mesh-manager}; a user limited to a Message VPN is refused with {@link SempErrorKind#UNAUTHORIZED}.
 *
 * @param elidingDelay how long newer messages of a topic are held back after one was delivered; whole milliseconds, 0 is no delay
 * @param elidingMaxTopicCount topics tracked for eliding per client connection
 * @param maxSubscriptionCount per client; not enforced for subscriptions added by management
 */
public record ClientProfile(
        String name,
        boolean elidingEnabled,
        Duration elidingDelay,
        long elidingMaxTopicCount,
        long maxSubscriptionCount) {

    private static final String NAME = "clientProfileName";
    private static final String ELIDING = "elidingEnabled";
    private static final String DELAY = "elidingDelay";
    private static final String TOPICS = "elidingMaxTopicCount";
    private static final String SUBSCRIPTIONS = "maxSubscriptionCount";
    private static final List<String> ATTRIBUTES = List.of(NAME, ELIDING, DELAY, TOPICS, SUBSCRIPTIONS);

    static final SempType<ClientProfile> TYPE =
            SempType.of(SempApi.CONFIG, "MsgVpnClientProfile", ATTRIBUTES, ATTRIBUTES, ClientProfile::decode);

    public ClientProfile {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(elidingDelay, "elidingDelay");
        if (elidingDelay.isNegative() || !elidingDelay.equals(Duration.ofMillis(elidingDelay.toMillis()))) {
            throw new IllegalArgumentException("elidingDelay must be whole milliseconds, 0 or more");
        }
        if (elidingMaxTopicCount < 0 || maxSubscriptionCount < 0) {
            throw new IllegalArgumentException("counts must be 0 or more");
        }
    }

    SempType.Body body() {
        return TYPE.body()
                .set(NAME, name)
                .set(ELIDING, elidingEnabled)
                .set(DELAY, elidingDelay.toMillis())
                .set(TOPICS, elidingMaxTopicCount)
                .set(SUBSCRIPTIONS, maxSubscriptionCount);
    }

    private static ClientProfile decode(SempObject object) {
        return new ClientProfile(
                object.nonEmpty(NAME),
                object.bool(ELIDING),
                Duration.ofMillis(object.natural(DELAY)),
                object.natural(TOPICS),
                object.natural(SUBSCRIPTIONS));
    }
}
