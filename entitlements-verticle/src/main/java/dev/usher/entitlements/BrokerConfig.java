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
 * @param manager the session of the subscription manager; its Message VPN is the one managed
 * @param requestTimeout after which an unanswered subscription request counts as unknown
 * @param adoption whether client usernames that users are mapped to may be put behind the managed ACL profile
 */
public record BrokerConfig(
        String name, Semp semp, SolaceConnection manager, Duration requestTimeout, Adoption adoption) {
    public BrokerConfig {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name must not be empty");
        }
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
     */
    public record Semp(URI uri, String username, Secret password, int requestsPerSecond, Duration timeout) {
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
                    reader.duration("timeout", Duration.ofSeconds(10))));
        }
    }

    static BrokerConfig from(ConfigReader reader) {
        return reader.check(() -> new BrokerConfig(
                reader.string("name"),
                Semp.from(reader.node("semp")),
                SolaceConnection.from(reader.node("manager")),
                reader.duration("requestTimeout", Duration.ofSeconds(5)),
                reader.oneOf("adoption", Adoption.class, Adoption.NEVER)));
    }
}
