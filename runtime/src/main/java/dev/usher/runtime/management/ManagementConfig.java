package dev.usher.runtime.management;

import dev.usher.runtime.config.ConfigReader;

/**
 * Where the management endpoints listen.
 *
 * @param host the address to bind, e.g. {@code 0.0.0.0}
 * @param port the TCP port; 0 lets the system choose
 */
public record ManagementConfig(String host, int port) {

    public ManagementConfig {
        if (host.isBlank()) {
            throw new IllegalArgumentException("host must not be blank");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be from 0 to 65535");
        }
    }

    /** Reads {@code host} (default {@code 0.0.0.0}) and {@code port} from the service's {@code management} node. */
    public static ManagementConfig from(ConfigReader node, int defaultPort) {
        return node.check(() -> new ManagementConfig(node.string("host", "0.0.0.0"), node.port("port", defaultPort)));
    }
}
