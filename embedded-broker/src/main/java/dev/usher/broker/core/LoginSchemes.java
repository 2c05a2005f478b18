package dev.usher.broker.core;

import java.util.Objects;
import java.util.Optional;

/**
 * Which schemes of authentication a VPN has switched on (SEMP v2 config, MsgVpn, {@code authentication…Enabled}).
 *
 * @param basic username and password, for MQTT too
 * @param certificates client certificates, for SMF over TLS
 * @param tokens OAuth access tokens, for SMF over TLS
 */
public record LoginSchemes(boolean basic, Optional<TrustedCertificates> certificates, Optional<TokenVerifier> tokens) {

    /** As a VPN is created: basic alone. */
    public static final LoginSchemes CREATED = new LoginSchemes(true, Optional.empty(), Optional.empty());

    public LoginSchemes {
        Objects.requireNonNull(certificates, "certificates");
        Objects.requireNonNull(tokens, "tokens");
    }

    public LoginSchemes withBasic(boolean value) {
        return new LoginSchemes(value, certificates, tokens);
    }

    public LoginSchemes withCertificates(TrustedCertificates value) {
        return new LoginSchemes(basic, Optional.of(value), tokens);
    }

    public LoginSchemes withTokens(TokenVerifier value) {
        return new LoginSchemes(basic, certificates, Optional.of(value));
    }
}
