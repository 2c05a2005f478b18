package dev.usher.entitlements.postgres;

import dev.usher.runtime.config.ConfigReader;
import dev.usher.runtime.config.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the database is and how long we wait for it.
 *
 * @param host name or address of the server
 * @param port its TCP port, 1 to 65535
 * @param database the database, which Usher has for itself
 * @param username a role that owns the database: the first start creates the tables
 * @param password the role's password, used with SCRAM-SHA-256 where the server asks for it
 * @param poolSize connections kept at most, 1 to 200
 * @param connectTimeout for a connection, whether a new one or a free one of the pool
 * @param queryTimeout for one operation of the store; each statement has the same limit on the server, where it also bounds
 *     how long a row lock can be waited for
 * @param catalogTimeout for applying the whole catalog, which may touch every user; not below {@code queryTimeout}
 */
public record PostgresConfig(
        String host,
        int port,
        String database,
        String username,
        Secret password,
        int poolSize,
        Duration connectTimeout,
        Duration queryTimeout,
        Duration catalogTimeout) {
    private static final int DEFAULT_PORT = 5432;
    private static final int DEFAULT_POOL_SIZE = 8;
    private static final int MAX_POOL_SIZE = 200;
    private static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration DEFAULT_QUERY_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration DEFAULT_CATALOG_TIMEOUT = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofMinutes(30);

    /** Refuses what could not work. */
    public PostgresConfig {
        Objects.requireNonNull(password, "password");
        requireText("host", host);
        requireText("database", database);
        requireText("username", username);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
        }
        if (poolSize < 1 || poolSize > MAX_POOL_SIZE) {
            throw new IllegalArgumentException("poolSize " + poolSize + " is not between 1 and " + MAX_POOL_SIZE);
        }
        requirePositive("connectTimeout", connectTimeout);
        requirePositive("queryTimeout", queryTimeout);
        if (catalogTimeout.compareTo(queryTimeout) < 0) {
            throw new IllegalArgumentException("catalogTimeout must not be shorter than queryTimeout");
        }
    }

    /** A database with the default pool and timeouts. */
    public static PostgresConfig of(String host, int port, String database, String username, Secret password) {
        return new PostgresConfig(
                host,
                port,
                database,
                username,
                password,
                DEFAULT_POOL_SIZE,
                DEFAULT_CONNECT_TIMEOUT,
                DEFAULT_QUERY_TIMEOUT,
                DEFAULT_CATALOG_TIMEOUT);
    }

    /**
     * Reads {@code uri} ({@code postgresql://host:port/database}) or {@code host}, {@code port} and {@code database}; then
     * {@code username}, {@code password} (or {@code passwordFile}), {@code poolSize}, {@code connectTimeout}, {@code
     * queryTimeout}, {@code catalogTimeout}.
     */
    public static PostgresConfig from(ConfigReader reader) {
        Address address = reader.has("uri") ? Address.ofUri(reader) : Address.ofParts(reader);
        String username = reader.string("username");
        Secret password = reader.secret("password");
        int poolSize = reader.integer("poolSize", DEFAULT_POOL_SIZE, 1, MAX_POOL_SIZE);
        Duration connectTimeout = duration(reader, "connectTimeout", DEFAULT_CONNECT_TIMEOUT);
        Duration queryTimeout = duration(reader, "queryTimeout", DEFAULT_QUERY_TIMEOUT);
        Duration catalogTimeout = duration(
                reader,
                "catalogTimeout",
                queryTimeout.compareTo(DEFAULT_CATALOG_TIMEOUT) > 0 ? queryTimeout : DEFAULT_CATALOG_TIMEOUT);
        return reader.check(() -> new PostgresConfig(
                address.host(),
                address.port(),
                address.database(),
                username,
                password,
                poolSize,
                connectTimeout,
                queryTimeout,
                catalogTimeout));
    }

    private static Duration duration(ConfigReader reader, String key, Duration whenAbsent) {
        return reader.duration(key, whenAbsent, Duration.ofMillis(1), LONGEST);
    }

    private static void requireText(String key, String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(key + " must not be empty");
        }
    }

    private static void requirePositive(String key, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(key + " must be longer than nothing");
        }
    }

    private record Address(String host, int port, String database) {
        private static final Address STAND_IN = new Address("localhost", DEFAULT_PORT, "usher");

        static Address ofParts(ConfigReader reader) {
            return new Address(
                    reader.string("host", STAND_IN.host()),
                    reader.integer("port", DEFAULT_PORT, 1, 65_535),
                    reader.string("database", STAND_IN.database()));
        }

        static Address ofUri(ConfigReader reader) {
            for (String key : new String[] {"host", "port", "database"}) {
                if (reader.has(key)) {
                    reader.problem(key, "is given here and in uri; give one of them");
                    reader.ignore(key);
                }
            }
            URI uri = reader.uri("uri");
            Optional<String> problem = problemOf(uri);
            if (problem.isPresent()) {
                // Not the text itself: somebody may have put a password in it.
                reader.problem("uri", problem.get());
                return STAND_IN;
            }
            return new Address(
                    uri.getHost(),
                    uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                    uri.getPath().substring(1));
        }

        private static Optional<String> problemOf(URI uri) {
            if (!"postgresql".equals(uri.getScheme()) && !"postgres".equals(uri.getScheme())) {
                return Optional.of("must be postgresql://host:port/database");
            }
            if (uri.getRawUserInfo() != null) {
                return Optional.of("must not hold a user or password; use username and password or passwordFile");
            }
            if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
                return Optional.of("must not have parameters; everything that can be set has a key of its own");
            }
            if (uri.getHost() == null || uri.getPath() == null || !uri.getPath().matches("/[^/]+")) {
                return Optional.of("must be postgresql://host:port/database");
            }
            return Optional.empty();
        }
    }
}
