package dev.usher.semp;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A client username (SEMP v2 spec, MsgVpnClientUsername). Its password can be written but never read.
 *
 * @param enabled disabling disconnects all clients of the username
 * @param subscriptionManager whether its clients may manage the subscriptions of other clients
 */
public record ClientUsername(
        String name, boolean enabled, String aclProfile, String clientProfile, boolean subscriptionManager) {

    static final String NAME = "clientUsername";
    static final String ENABLED = "enabled";
    static final String ACL_PROFILE = "aclProfileName";
    static final String CLIENT_PROFILE = "clientProfileName";
    static final String SUBSCRIPTION_MANAGER = "subscriptionManagerEnabled";
    static final String PASSWORD = "password";

    static final SempType<ClientUsername> TYPE = SempType.of(
            SempApi.CONFIG,
            "MsgVpnClientUsername",
            List.of(NAME, ENABLED, ACL_PROFILE, CLIENT_PROFILE, SUBSCRIPTION_MANAGER),
            List.of(NAME, ENABLED, ACL_PROFILE, CLIENT_PROFILE, SUBSCRIPTION_MANAGER, PASSWORD),
            ClientUsername::decode);

    public ClientUsername {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(aclProfile, "aclProfile");
        Objects.requireNonNull(clientProfile, "clientProfile");
    }

    SempType.Body body(Optional<SempSecret> password) {
        SempType.Body body = TYPE.body()
                .set(NAME, name)
                .set(ENABLED, enabled)
                .set(ACL_PROFILE, aclProfile)
                .set(CLIENT_PROFILE, clientProfile)
                .set(SUBSCRIPTION_MANAGER, subscriptionManager);
        password.ifPresent(secret -> body.set(PASSWORD, secret.reveal()));
        return body;
    }

    private static ClientUsername decode(SempObject object) {
        return new ClientUsername(
                object.nonEmpty(NAME),
                object.bool(ENABLED),
                object.string(ACL_PROFILE),
                object.string(CLIENT_PROFILE),
                object.bool(SUBSCRIPTION_MANAGER));
    }
}
