package dev.usher.entitlements.api;

import dev.usher.entitlements.auth.JwtConfig;
import dev.usher.runtime.config.ConfigReader;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the API listens, and whom it lets in.
 *
 * @param host the address to bind to
 * @param port the TCP port; 0 for any free one
 * @param jwt whose tokens are accepted; empty where whoever starts the service brings another way to tell callers apart
 */
public record ApiConfig(String host, int port, Optional<JwtConfig> jwt) {
    private static final int MAX_PORT = 65_535;

    /** Checks that it can be bound to at all. */
    public ApiConfig {
        if (host == null || host.isBlank()) {
            throw new IllegalArgumentException("host must not be empty");
        }
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port " + port + " is not between 0 and " + MAX_PORT);
        }
        Objects.requireNonNull(jwt, "jwt");
    }

    /** Without tokens. */
    public ApiConfig(String host, int port) {
        this(host, port, Optional.empty());
    }

    /** Reads {@code host} (default all addresses), {@code port} (default 8090) and {@code auth.jwt}. */
    public static ApiConfig from(ConfigReader config) {
        return new ApiConfig(
                config.string("host", "0.0.0.0"),
                config.port("port", 8090),
                config.optionalNode("auth").map(auth -> JwtConfig.from(auth.node("jwt"))));
    }
}
