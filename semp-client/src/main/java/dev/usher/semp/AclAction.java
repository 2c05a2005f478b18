package dev.usher.semp;

/** The default action of one control of an ACL profile; its exceptions get the opposite (SEMP v2 spec, MsgVpnAclProfile). */
public enum AclAction implements SempValue {
    ALLOW("allow"),
    DISALLOW("disallow");

    private final String text;

    AclAction(String text) {
        this.text = text;
    }

    @Override
    public String text() {
        return text;
    }
}
