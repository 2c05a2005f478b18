package dev.usher.runtime.solace;

import dev.usher.runtime.config.ConfigReader;
import dev.usher.runtime.config.Secret;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Where access tokens come from. */
public sealed interface TokenOrigin {

    /** Begins to use it; to be closed. */
    TokenSource open(Vertx vertx);

    /** A file that somebody else keeps fresh, such as a projected service account token of Kubernetes. */
    record File(Path tokenFile) implements TokenOrigin {
        public File {
            Objects.requireNonNull(tokenFile, "tokenFile");
        }

        @Override
        public TokenSource open(Vertx vertx) {
            return new TokenFileReader(vertx, tokenFile);
        }
    }

    /**
     * The token endpoint of an authorization server, asked with the client credentials grant (RFC 6749, 4.4); the client
     * authenticates itself with HTTP Basic.
     *
     * @param uri https, or http on the loopback interface
     * @param scope as the server wants it: names with spaces between
     * @param parameters further ones of the request, such as {@code audience} or {@code resource}
     * @param trustStore certificates to trust instead of those of the JVM; the server's is always validated
     */
    record Endpoint(
            URI uri,
            String clientId,
            Secret clientSecret,
            Optional<String> scope,
            Map<String, String> parameters,
            Optional<Path> trustStore,
            Optional<Secret> trustStorePassword)
            implements TokenOrigin {

        private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
        private static final Set<String> OURS = Set.of("grant_type", "scope", "client_id", "client_secret");

        public Endpoint {
            Objects.requireNonNull(clientId, "clientId");
            Objects.requireNonNull(clientSecret, "clientSecret");
            Objects.requireNonNull(scope, "scope");
            Objects.requireNonNull(trustStore, "trustStore");
            Objects.requireNonNull(trustStorePassword, "trustStorePassword");
            parameters = Map.copyOf(parameters);
            boolean https = "https".equals(uri.getScheme());
            if (!https && !("http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost()))) {
                throw new IllegalArgumentException("tokenEndpoint " + shown(uri)
                        + " would send the client secret unencrypted;" + " use https (http only to localhost)");
            }
            if (uri.getUserInfo() != null) {
                throw new IllegalArgumentException("tokenEndpoint holds credentials; use clientId and clientSecret");
            }
            if (!https && trustStore.isPresent()) {
                throw new IllegalArgumentException("trustStore is given for a tokenEndpoint without https");
            }
            if (trustStorePassword.isPresent() && trustStore.isEmpty()) {
                throw new IllegalArgumentException("trustStorePassword is given without a trustStore");
            }
            parameters.keySet().stream()
                    .filter(OURS::contains)
                    .sorted()
                    .findFirst()
                    .ifPresent(name -> {
                        throw new IllegalArgumentException("parameters sets " + name + ", which has a key of its own");
                    });
        }

        /** The endpoint for messages: a query may hold what is nobody's business. */
        String shown() {
            return shown(uri);
        }

        private static String shown(URI uri) {
            return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
                    + uri.getRawPath();
        }

        @Override
        public TokenSource open(Vertx vertx) {
            return new TokenEndpointClient(vertx, this);
        }
    }

    /** Reads {@code tokenFile}, or {@code tokenEndpoint} and what belongs to it. */
    static TokenOrigin from(ConfigReader node) {
        Optional<Path> file = node.optionalPath("tokenFile");
        boolean endpoint = node.has("tokenEndpoint")
                || node.has("clientId")
                || node.has("clientSecret")
                || node.has("clientSecretFile");
        if (file.isPresent() && !endpoint) {
            return new File(file.get());
        }
        if (file.isPresent()) {
            node.problem("tokenFile", "is given together with tokenEndpoint; tokens come from one place, so leave one");
        } else if (!endpoint) {
            node.problem("tokenEndpoint", "is missing; give it with clientId and clientSecretFile, or a tokenFile");
            return null;
        }
        return node.check(() -> new Endpoint(
                node.uri("tokenEndpoint"),
                node.string("clientId"),
                node.secret("clientSecret"),
                node.optionalString("scope"),
                node.stringMap("parameters"),
                node.optionalPath("trustStore"),
                node.optionalSecret("trustStorePassword")));
    }
}
