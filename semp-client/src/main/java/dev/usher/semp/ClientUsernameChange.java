package dev.usher.semp;

import java.util.Objects;
import java.util.Optional;

/**
 * What to change of a client username; whatever is not named stays. Changing the ACL profile or the client profile of an enabled
 * username makes the broker disable it for the moment of the change, which disconnects all its clients (SEMP v2 spec,
 * MsgVpnClientUsername, auto-disable).
 */
public record ClientUsernameChange(
        Optional<Boolean> enabled,
        Optional<String> aclProfile,
        Optional<String> clientProfile,
        Optional<Boolean> subscriptionManager,
        Optional<SempSecret> password) {

    public ClientUsernameChange {
        Objects.requireNonNull(enabled, "enabled");
        Objects.requireNonNull(aclProfile, "aclProfile");
        Objects.requireNonNull(clientProfile, "clientProfile");
        Objects.requireNonNull(subscriptionManager, "subscriptionManager");
        Objects.requireNonNull(password, "password");
    }

    /** Nothing yet; name what to change by the {@code with} methods. */
    public static ClientUsernameChange change() {
        return new ClientUsernameChange(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public ClientUsernameChange withEnabled(boolean value) {
        return new ClientUsernameChange(Optional.of(value), aclProfile, clientProfile, subscriptionManager, password);
    }

    public ClientUsernameChange withAclProfile(String name) {
        return new ClientUsernameChange(enabled, Optional.of(name), clientProfile, subscriptionManager, password);
    }

    public ClientUsernameChange withClientProfile(String name) {
        return new ClientUsernameChange(enabled, aclProfile, Optional.of(name), subscriptionManager, password);
    }

    public ClientUsernameChange withSubscriptionManager(boolean value) {
        return new ClientUsernameChange(enabled, aclProfile, clientProfile, Optional.of(value), password);
    }

    public ClientUsernameChange withPassword(SempSecret secret) {
        return new ClientUsernameChange(enabled, aclProfile, clientProfile, subscriptionManager, Optional.of(secret));
    }

    SempType.Body body() {
        SempType.Body body = ClientUsername.TYPE.body();
        enabled.ifPresent(value -> body.set(ClientUsername.ENABLED, value));
        aclProfile.ifPresent(value -> body.set(ClientUsername.ACL_PROFILE, value));
        clientProfile.ifPresent(value -> body.set(ClientUsername.CLIENT_PROFILE, value));
        subscriptionManager.ifPresent(value -> body.set(ClientUsername.SUBSCRIPTION_MANAGER, value));
        password.ifPresent(secret -> body.set(ClientUsername.PASSWORD, secret.reveal()));
        return body;
    }
}
