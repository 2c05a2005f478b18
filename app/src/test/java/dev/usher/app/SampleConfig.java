package dev.usher.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Configurations as a user would write them. */
final class SampleConfig {
    /** Stands in every place for a secret, so that it can be looked for in all output. */
    static final String PASSWORD = "s3cr3t-Pa55";

    static final String BRIDGE = """
            bridge:
              kafka:
                bootstrapServers: 127.0.0.1:9092
                groupId: usher
              solace:
                hosts: [tcp://127.0.0.1:55555]
                vpn: default
                username: bridge
                password: s3cr3t-Pa55
              routes:
                - from: PRICES
                  topic: "{countryCode}/{exchange}/{tickerSymbol}"
              management:
                host: 127.0.0.1
                port: 0
            """;

    static final String ENTITLEMENTS = """
            entitlements:
              postgres:
                username: usher
                password: s3cr3t-Pa55
              brokers:
                - name: main
                  semp:
                    uri: http://127.0.0.1:8080
                    username: admin
                    password: s3cr3t-Pa55
                  manager:
                    hosts: [tcp://127.0.0.1:55555]
                    vpn: default
                    username: manager
                    password: s3cr3t-Pa55
            """;

    private SampleConfig() {}

    static Path write(Path folder, String text) {
        return write(folder, "usher.yaml", text);
    }

    static Path write(Path folder, String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
