package dev.usher.broker.core;

/** Default action of one ACL control; exceptions get the opposite (SEMP v2 config, MsgVpnAclProfile.*DefaultAction). */
public enum Action {
    ALLOW,
    DISALLOW;

    /** The spelling used by SEMP v2. */
    public String sempText() {
        return this == ALLOW ? "allow" : "disallow";
    }
}
