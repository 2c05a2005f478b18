package dev.usher.broker.core;

import java.util.function.UnaryOperator;

/**
 * A client username (SEMP v2 config, MsgVpnClientUsername). Disabling it, or changing one of its two profiles,
 * disconnects all its clients.
 */
public record ClientUsername(
        String name,
        Password password,
        boolean enabled,
        String aclProfile,
        String clientProfile,
        boolean subscriptionManager,
        boolean guaranteedEndpointPermissionOverride) {

    public ClientUsername {
        if (name.isEmpty() || name.length() > 189) {
            throw new IllegalArgumentException("clientUsername must have 1 to 189 characters");
        }
        if (name.chars().anyMatch(c -> c == '*' || c == '?' || c < ' ')) {
            throw new IllegalArgumentException("clientUsername must not hold '*', '?' or control characters");
        }
    }

    /** What an API-created username starts as: disabled, both profiles {@code default}, empty password. */
    public static ClientUsername created(String name) {
        return new ClientUsername(name, Password.of(""), false, "default", "default", false, false);
    }

    /** Starts from {@link #created} and applies a change; reads well in a builder. */
    public static ClientUsername of(String name, UnaryOperator<ClientUsername> change) {
        return change.apply(created(name));
    }

    public ClientUsername withPassword(Password value) {
        return new ClientUsername(
                name,
                value,
                enabled,
                aclProfile,
                clientProfile,
                subscriptionManager,
                guaranteedEndpointPermissionOverride);
    }

    public ClientUsername withEnabled(boolean value) {
        return new ClientUsername(
                name,
                password,
                value,
                aclProfile,
                clientProfile,
                subscriptionManager,
                guaranteedEndpointPermissionOverride);
    }

    public ClientUsername withAclProfile(String value) {
        return new ClientUsername(
                name,
                password,
                enabled,
                value,
                clientProfile,
                subscriptionManager,
                guaranteedEndpointPermissionOverride);
    }

    public ClientUsername withClientProfile(String value) {
        return new ClientUsername(
                name, password, enabled, aclProfile, value, subscriptionManager, guaranteedEndpointPermissionOverride);
    }

    public ClientUsername withSubscriptionManager(boolean value) {
        return new ClientUsername(
                name, password, enabled, aclProfile, clientProfile, value, guaranteedEndpointPermissionOverride);
    }

    public ClientUsername withGuaranteedEndpointPermissionOverride(boolean value) {
        return new ClientUsername(name, password, enabled, aclProfile, clientProfile, subscriptionManager, value);
    }
}
