package dev.usher.broker;

import dev.usher.broker.core.ClientUsername;
import dev.usher.broker.core.Password;

/** A client username to be: enabled, both profiles {@code default}, no manager, unless said otherwise. */
public final class UserSpec {

    private String name = "";
    private String password = "";
    private boolean enabled = true;
    private boolean subscriptionManager;
    private String aclProfile = "default";
    private String clientProfile = "default";

    UserSpec() {}

    public UserSpec name(String value) {
        this.name = value;
        return this;
    }

    public UserSpec password(String value) {
        this.password = value;
        return this;
    }

    public UserSpec enabled(boolean value) {
        this.enabled = value;
        return this;
    }

    /** May subscribe and unsubscribe other clients. */
    public UserSpec subscriptionManager(boolean value) {
        this.subscriptionManager = value;
        return this;
    }

    public UserSpec aclProfile(String value) {
        this.aclProfile = value;
        return this;
    }

    public UserSpec clientProfile(String value) {
        this.clientProfile = value;
        return this;
    }

    ClientUsername build() {
        return ClientUsername.of(
                name,
                u -> u.withPassword(Password.of(password))
                        .withEnabled(enabled)
                        .withSubscriptionManager(subscriptionManager)
                        .withAclProfile(aclProfile)
                        .withClientProfile(clientProfile));
    }
}
