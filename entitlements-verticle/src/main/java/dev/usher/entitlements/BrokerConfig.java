package dev.usher.entitlements;

import dev.usher.runtime.config.ConfigReader;
import dev.usher.runtime.config.Secret;
import dev.usher.runtime.solace.SolaceConnection;
import dev.usher.semp.BudgetLimits;
import dev.usher.semp.SempBudget;
import dev.usher.semp.SempClientConfig;
import dev.usher.semp.SempCredentials;
import dev.usher.semp.SempRetry;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * One broker whose sessions are managed.
 *
 * @param name how users' mappings refer to it
 * @param semp its management
 * @param manager the session that hears of clients and sends notices, and with {@link Injection#SMF} subscribes for them; its
 *     Message VPN is the one managed
 * @param requestTimeout after which a subscription request by SMF that is not answered counts as unknown
 * @param adoption whether client usernames that users are mapped to may be put behind the managed ACL profile
 * @param injection how subscriptions are added and removed
 */
public record BrokerConfig(
        String name,
        Semp semp,
        SolaceConnection manager,
        Duration requestTimeout,
        Adoption adoption,
        Injection injection) {
    private static final String REQUEST_TIMEOUT = "requestTimeout";

    public BrokerConfig {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name must not be empty");
        }
    }

    /** How clients are reached. */
    public enum Injection {
        /** By the subscription manager, over SMF: MQTT and SMF clients alike. */
        SMF,
        /** By management of MQTT sessions; no client username has to be a subscription manager. */
        SEMP
    }

    /** Whether a username is changed without being asked about one by one. */
    public enum Adoption {
        /** Usernames not behind the managed profile are left alone, and their users get nothing. */
        NEVER,
        /** They are put behind it when first needed, which disconnects their clients once. */
        ON_FIRST_USE
    }

    /**
     * Access to SEMP v2.
     *
     * @param uri scheme, host and port
     * @param username a management user with read-write access to the Message VPN
     * @param requestsPerSecond the broker's budget for us; PubSub+ is documented for ten
     * @param timeout of one request
     * @param monitorLag how far what the monitor API shows may lag behind what was done, at most; zero for a broker that is
     *     known to show it at once. No public text says that PubSub+ does
     */
    public record Semp(
            URI uri, String username, Secret password, int requestsPerSecond, Duration timeout, Duration monitorLag) {
        /** What holds until a broker was asked. */
        private static final Duration UNKNOWN_LAG = Duration.ofMillis(200);

        private static final Duration LONGEST_LAG = Duration.ofSeconds(10);

        /** The client's configuration; the budget is made by {@link SempClientConfig}'s caller, once per broker. */
        SempClientConfig client(SempBudget budget) {
            return new SempClientConfig(
                    uri,
                    SempCredentials.basic(username, password.reveal()),
                    Optional.empty(),
                    timeout,
                    SempRetry.defaults(),
                    budget);
        }

        BudgetLimits limits() {
            return BudgetLimits.perSecond(requestsPerSecond);
        }

        static Semp from(ConfigReader reader) {
            return reader.check(() -> new Semp(
                    reader.uri("uri"),
                    reader.string("username"),
                    reader.secret("password"),
                    reader.integer("requestsPerSecond", 10, 1, 10_000),
                    reader.duration("timeout", Duration.ofSeconds(10)),
                    reader.duration("monitorLag", UNKNOWN_LAG, Duration.ZERO, LONGEST_LAG)));
        }
    }

    static BrokerConfig from(ConfigReader reader) {
        Injection injection = reader.oneOf("injection", Injection.class, Injection.SMF);
        if (injection == Injection.SEMP && reader.has(REQUEST_TIMEOUT)) {
            reader.problem(
                    REQUEST_TIMEOUT,
                    "is for injection: smf and has no effect with injection: semp; leave it out, semp.timeout limits"
                            + " each request");
        }
        return reader.check(() -> new BrokerConfig(
                reader.string("name"),
                Semp.from(reader.node("semp")),
                SolaceConnection.from(reader.node("manager")),
                reader.duration(REQUEST_TIMEOUT, Duration.ofSeconds(5)),
                reader.oneOf("adoption", Adoption.class, Adoption.NEVER),
                injection));
    }
}
