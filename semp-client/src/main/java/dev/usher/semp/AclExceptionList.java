package dev.usher.semp;

import java.util.List;

/**
 * The three exception lists of an ACL profile that hold topics or share names. The fourth, of client addresses, has another shape:
 * see {@link VpnConfig#connectExceptions}. Exceptions can be added and removed but not replaced, and doing so disconnects nobody.
 */
public enum AclExceptionList {
    PUBLISH_TOPIC(
            "MsgVpnAclProfilePublishTopicException",
            "publishTopicException",
            SempPath.PUBLISH_EXCEPTIONS,
            SempPath.PUBLISH_EXCEPTION),
    SUBSCRIBE_TOPIC(
            "MsgVpnAclProfileSubscribeTopicException",
            "subscribeTopicException",
            SempPath.SUBSCRIBE_EXCEPTIONS,
            SempPath.SUBSCRIBE_EXCEPTION),
    SUBSCRIBE_SHARE_NAME(
            "MsgVpnAclProfileSubscribeShareNameException",
            "subscribeShareNameException",
            SempPath.SHARE_NAME_EXCEPTIONS,
            SempPath.SHARE_NAME_EXCEPTION);

    private final String value;
    private final String syntax;
    private final SempPath collection;
    private final SempPath item;
    private final SempType<AclExceptionEntry> type;

    AclExceptionList(String definition, String value, SempPath collection, SempPath item) {
        this.value = value;
        this.syntax = value + "Syntax";
        this.collection = collection;
        this.item = item;
        List<String> attributes = List.of(syntax, value);
        this.type = SempType.of(SempApi.CONFIG, definition, attributes, attributes, this::decode);
    }

    SempPath collection() {
        return collection;
    }

    SempPath item() {
        return item;
    }

    SempType<AclExceptionEntry> type() {
        return type;
    }

    SempType.Body body(AclExceptionEntry exception) {
        return type.body().set(syntax, exception.syntax()).set(value, exception.value());
    }

    private AclExceptionEntry decode(SempObject object) {
        return new AclExceptionEntry(object.oneOf(syntax, AclSyntax.class), object.nonEmpty(value));
    }
}
