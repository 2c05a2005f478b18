package dev.usher.entitlements;

import dev.usher.entitlements.api.ApiConfig;
import dev.usher.entitlements.postgres.PostgresConfig;
import dev.usher.runtime.config.ConfigReader;
import dev.usher.runtime.management.ManagementConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The entitlements service's configuration.
 *
 * @param api where the control API listens
 * @param management where liveness, readiness and metrics are served
 * @param postgres the store
 * @param catalog file with products, groups and users, applied at start when its content is new
 * @param brokers the brokers whose sessions are managed, at least one
 * @param seats what callers may do with seats
 * @param sweep how often the broker is looked at without cause
 */
public record EntitlementsConfig(
        ApiConfig api,
        ManagementConfig management,
        PostgresConfig postgres,
        Optional<Path> catalog,
        List<BrokerConfig> brokers,
        Seats seats,
        Sweep sweep) {
    public EntitlementsConfig {
        brokers = List.copyOf(brokers);
        if (brokers.isEmpty()) {
            throw new IllegalArgumentException("brokers is empty; name at least one");
        }
        Set<String> names = new HashSet<>();
        for (BrokerConfig broker : brokers) {
            if (!names.add(broker.name())) {
                throw new IllegalArgumentException("broker " + broker.name() + " is named twice");
            }
        }
    }

    /**
     * Rules for seats.
     *
     * @param clientChosenNames whether a caller may say what the client is called; if not, a name that nobody can guess is
     *     minted, which is safer: whoever connects first under a chosen name and the user's credentials is the seat
     */
    public record Seats(boolean clientChosenNames) {}

    /**
     * The roster sweep.
     *
     * @param interval after which a client whose connect event was lost is found
     * @param deepReadInterval after which a manual change to a client's subscriptions is found
     */
    public record Sweep(Duration interval, Duration deepReadInterval) {}

    /** Reads the node {@code entitlements}. */
    public static EntitlementsConfig from(ConfigReader reader) {
        ConfigReader seats = reader.node("seats");
        ConfigReader sweep = reader.node("sweep");
        return reader.check(() -> new EntitlementsConfig(
                ApiConfig.from(reader.node("api")),
                ManagementConfig.from(reader.node("management"), 8091),
                PostgresConfig.from(reader.node("postgres")),
                reader.optionalPath("catalog"),
                reader.nodes("brokers").stream().map(BrokerConfig::from).toList(),
                new Seats(seats.bool("clientChosenNames", false)),
                new Sweep(
                        sweep.duration(
                                "interval", Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofMinutes(10)),
                        sweep.duration(
                                "deepReadInterval",
                                Duration.ofMinutes(1),
                                Duration.ofMillis(100),
                                Duration.ofHours(1)))));
    }
}
