package dev.usher.entitlements.api;

import dev.usher.runtime.config.ConfigReader;

/**
 * Where the API listens.
 *
 * @param host the address to bind to
 * @param port the TCP port; 0 for any free one
 */
public record ApiConfig(String host, int port) {
    private static final int MAX_PORT = 65_535;

    /** Checks that both can be bound to at all. */
    public ApiConfig {
        if (host == null || host.isBlank()) {
            throw new IllegalArgumentException("host must not be empty");
        }
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port " + port + " is not between 0 and " + MAX_PORT);
        }
    }

    /** Reads {@code host} (default all addresses) and {@code port} (default 8090). */
    public static ApiConfig from(ConfigReader config) {
        return new ApiConfig(config.string("host", "0.0.0.0"), config.port("port", 8090));
    }
}
