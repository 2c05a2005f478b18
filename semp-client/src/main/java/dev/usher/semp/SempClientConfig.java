package dev.usher.semp;

import io.vertx.core.net.TrustOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How to reach the SEMP service of one broker.
 *
 * @param base scheme, host and optional port, for example {@code https://broker:1943}; nothing after it. {@code /SEMP/v2/...} is
 *     added here
 * @param trust the certificates to trust with https; empty means those the JVM trusts. The host name is always verified
 * @param timeout for one request from its start to the end of its answer, waiting in the budget not included; 1 ms..10 min
 * @param budget shared with all other clients of the same broker; its concurrency is also the size of the connection pool
 */
public record SempClientConfig(
        URI base,
        SempCredentials credentials,
        Optional<TrustOptions> trust,
        Duration timeout,
        SempRetry retry,
        SempBudget budget) {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);

    public SempClientConfig {
        Objects.requireNonNull(base, "base");
        Objects.requireNonNull(credentials, "credentials");
        Objects.requireNonNull(trust, "trust");
        Objects.requireNonNull(timeout, "timeout");
        Objects.requireNonNull(retry, "retry");
        Objects.requireNonNull(budget, "budget");
        boolean https = "https".equalsIgnoreCase(base.getScheme());
        check(https || "http".equalsIgnoreCase(base.getScheme()), "the SEMP base must be an http or https URI");
        check(base.getHost() != null, "the SEMP base must name a host");
        check(base.getUserInfo() == null, "the SEMP base must not carry credentials");
        check(base.getRawPath().isEmpty() || base.getRawPath().equals("/"), "the SEMP base must not have a path");
        check(base.getRawQuery() == null && base.getRawFragment() == null, "the SEMP base must end after the port");
        check(https || trust.isEmpty(), "trusted certificates are of use with https only");
        check(
                timeout.toMillis() >= 1 && timeout.compareTo(LONGEST_TIMEOUT) <= 0,
                "the SEMP timeout must be 1 ms to 10 min");
    }

    /** JVM trust, ten seconds a request, default retries. */
    public static SempClientConfig of(URI base, SempCredentials credentials, SempBudget budget) {
        return new SempClientConfig(base, credentials, Optional.empty(), DEFAULT_TIMEOUT, SempRetry.defaults(), budget);
    }

    public SempClientConfig withTrust(TrustOptions trusted) {
        return new SempClientConfig(base, credentials, Optional.of(trusted), timeout, retry, budget);
    }

    public SempClientConfig withTimeout(Duration perRequest) {
        return new SempClientConfig(base, credentials, trust, perRequest, retry, budget);
    }

    public SempClientConfig withRetry(SempRetry policy) {
        return new SempClientConfig(base, credentials, trust, timeout, policy, budget);
    }

    boolean https() {
        return "https".equalsIgnoreCase(base.getScheme());
    }

    /** Without the brackets of an IPv6 literal. */
    String host() {
        String host = base.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    int port() {
        if (base.getPort() >= 0) {
            return base.getPort();
        }
        return https() ? 443 : 80;
    }

    @Override
    public String toString() {
        return "SempClientConfig[base=" + base + ", credentials=" + credentials + ", timeout=" + timeout + ", retry="
                + retry + "]";
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
