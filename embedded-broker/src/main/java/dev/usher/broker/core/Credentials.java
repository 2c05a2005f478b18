package dev.usher.broker.core;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** How somebody who logs in proves who they are: one case for each scheme that an SMF login can name. */
public sealed interface Credentials {

    /** Who that is, as far as the schemes that are switched on can tell. */
    Identity prove(LoginRequest request, LoginSchemes schemes, Instant now);

    /** The username and the password of the request; they are compared with what is configured later. */
    record Basic() implements Credentials {
        @Override
        public Identity prove(LoginRequest request, LoginSchemes schemes, Instant now) {
            return schemes.basic()
                    ? Identity.claimed(request.username())
                    : Identity.refused(LoginRefusal.BASIC_AUTHENTICATION_SHUTDOWN);
        }
    }

    /** @param chain as shown in TLS, the client's own first; empty if it showed none */
    record ClientCertificate(List<X509Certificate> chain) implements Credentials {
        public ClientCertificate {
            chain = List.copyOf(chain);
        }

        @Override
        public Identity prove(LoginRequest request, LoginSchemes schemes, Instant now) {
            return schemes.certificates()
                    .map(trusted -> trusted.identify(chain, now))
                    .orElse(Identity.refused(LoginRefusal.CERTIFICATE_AUTHENTICATION_SHUTDOWN));
        }
    }

    /** @param issuer as the client names it; empty if it does not */
    record Token(String accessToken, String issuer) implements Credentials {
        public Token {
            Objects.requireNonNull(accessToken, "accessToken");
            Objects.requireNonNull(issuer, "issuer");
        }

        @Override
        public Identity prove(LoginRequest request, LoginSchemes schemes, Instant now) {
            return schemes.tokens()
                    .map(verifier -> verifier.verify(accessToken, issuer)
                            .filter(holder -> now.isBefore(holder.expires()))
                            .map(holder -> Identity.proven(holder.username(), holder.expires()))
                            .orElse(Identity.refused(LoginRefusal.UNAUTHORIZED)))
                    .orElse(Identity.refused(LoginRefusal.OAUTH_AUTHENTICATION_SHUTDOWN));
        }

        /** Without the token. */
        @Override
        public String toString() {
            return "Token[issuer=" + issuer + "]";
        }
    }

    /** A scheme that is not modelled, such as Kerberos: refused. */
    record Other() implements Credentials {
        @Override
        public Identity prove(LoginRequest request, LoginSchemes schemes, Instant now) {
            return Identity.refused(LoginRefusal.UNAUTHORIZED);
        }
    }
}
