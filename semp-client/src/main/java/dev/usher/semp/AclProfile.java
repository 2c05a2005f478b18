package dev.usher.semp;

import java.util.List;
import java.util.Objects;

/**
 * An ACL profile: four controls, each a default action with exceptions (SEMP v2 spec, MsgVpnAclProfile). A change of a default
 * action takes effect without disconnecting anybody.
 *
 * @param name 1..32 characters
 */
public record AclProfile(
        String name,
        AclAction connect,
        AclAction publishTopic,
        AclAction subscribeTopic,
        AclAction subscribeShareName) {

    private static final String NAME = "aclProfileName";
    private static final String CONNECT = "clientConnectDefaultAction";
    private static final String PUBLISH = "publishTopicDefaultAction";
    private static final String SUBSCRIBE = "subscribeTopicDefaultAction";
    private static final String SHARE_NAME = "subscribeShareNameDefaultAction";
    private static final List<String> ATTRIBUTES = List.of(NAME, CONNECT, PUBLISH, SUBSCRIBE, SHARE_NAME);

    static final SempType<AclProfile> TYPE =
            SempType.of(SempApi.CONFIG, "MsgVpnAclProfile", ATTRIBUTES, ATTRIBUTES, AclProfile::decode);

    public AclProfile {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(connect, "connect");
        Objects.requireNonNull(publishTopic, "publishTopic");
        Objects.requireNonNull(subscribeTopic, "subscribeTopic");
        Objects.requireNonNull(subscribeShareName, "subscribeShareName");
    }

    SempType.Body body() {
        return TYPE.body()
                .set(NAME, name)
                .set(CONNECT, connect)
                .set(PUBLISH, publishTopic)
                .set(SUBSCRIBE, subscribeTopic)
                .set(SHARE_NAME, subscribeShareName);
    }

    private static AclProfile decode(SempObject object) {
        return new AclProfile(
                object.nonEmpty(NAME),
                object.oneOf(CONNECT, AclAction.class),
                object.oneOf(PUBLISH, AclAction.class),
                object.oneOf(SUBSCRIBE, AclAction.class),
                object.oneOf(SHARE_NAME, AclAction.class));
    }
}
