package dev.usher.entitlements.auth;

import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/** Where the issuer's public keys are: a JSON Web Key Set, RFC 7517 section 5. */
public sealed interface JwksLocation {
    /** Nothing is fetched or read yet. */
    JwksSource open(Vertx vertx);

    /**
     * At the issuer's.
     *
     * @param uri {@code https}; {@code http} for loopback only, where nobody is in between
     */
    record Remote(URI uri) implements JwksLocation {
        private static final Pattern LOOPBACK =
                Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");

        /** Checks that whoever is in between can not put other keys in place. */
        public Remote {
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
            boolean safe = scheme.equals("https")
                    || (scheme.equals("http") && LOOPBACK.matcher(host).matches());
            if (!safe || uri.getHost() == null) {
                throw new IllegalArgumentException("must be https, or http for localhost only: keys that anybody on the"
                        + " way can replace prove nothing");
            }
            if (uri.getUserInfo() != null || uri.getFragment() != null) {
                throw new IllegalArgumentException("must have neither a user nor a fragment");
            }
        }

        @Override
        public JwksSource open(Vertx vertx) {
            return new RemoteJwks(vertx, uri);
        }

        @Override
        public String toString() {
            return uri.toString();
        }
    }

    /** In a file, which may be replaced at any time. */
    record LocalFile(Path path) implements JwksLocation {
        public LocalFile {
            Objects.requireNonNull(path, "path");
        }

        @Override
        public JwksSource open(Vertx vertx) {
            return new JwksFile(vertx, path);
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }
}
