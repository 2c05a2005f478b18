package dev.usher.broker.net;

import io.vertx.core.net.KeyCertOptions;
import java.util.Objects;
import java.util.Optional;

/**
 * Where to listen, and whether TLS is spoken there.
 *
 * @param port 0 for any free one
 * @param certificate what to show of oneself in TLS, with its key; empty for plain text
 * @param asksForCertificate whether clients are asked for theirs in TLS; any is taken, and none too: what it is worth is
 *     judged by whoever reads it
 */
public record Binding(String host, int port, Optional<KeyCertOptions> certificate, boolean asksForCertificate) {

    public Binding {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(certificate, "certificate");
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " of " + host + ": use 0 (any free one) to 65535");
        }
    }

    /** A port where clients are not asked for a certificate. */
    public Binding(String host, int port, Optional<KeyCertOptions> certificate) {
        this(host, port, certificate, false);
    }

    public static Binding plain(String host, int port) {
        return new Binding(host, port, Optional.empty());
    }

    public static Binding tls(String host, int port, KeyCertOptions certificate) {
        return new Binding(host, port, Optional.of(certificate));
    }
}
