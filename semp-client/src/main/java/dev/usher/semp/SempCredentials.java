package dev.usher.semp;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.function.Supplier;

/** How requests are authenticated. Nothing here prints a password or a token. */
public sealed interface SempCredentials {

    /** A management user. The broker opens a management session per login, which the client keeps by its cookie. */
    static SempCredentials basic(String username, String password) {
        return new Basic(username, SempSecret.of(password));
    }

    /** A fixed OAuth access token; the broker opens no session for it. */
    static SempCredentials bearer(String token) {
        SempSecret secret = SempSecret.of(token);
        return new Bearer(() -> Future.succeededFuture(secret.reveal()));
    }

    /**
     * An OAuth access token asked for before every request, so the supplier should cache. A failed Future fails the request, unsent,
     * with {@link SempUnavailableException}.
     */
    static SempCredentials bearer(Supplier<Future<String>> token) {
        return new Bearer(token);
    }

    /** The value of the Authorization header. */
    Future<String> authorization();

    /** Whether the broker answers a login with a session cookie worth keeping. */
    boolean opensSession();

    record Basic(String username, SempSecret password) implements SempCredentials {
        public Basic {
            Objects.requireNonNull(password, "password");
            if (username == null || username.isEmpty() || username.indexOf(':') >= 0) {
                throw new IllegalArgumentException("a management username must be non-empty and without a colon");
            }
        }

        @Override
        public Future<String> authorization() {
            byte[] pair = (username + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
            return Future.succeededFuture("Basic " + Base64.getEncoder().encodeToString(pair));
        }

        @Override
        public boolean opensSession() {
            return true;
        }
    }

    record Bearer(Supplier<Future<String>> token) implements SempCredentials {
        public Bearer {
            Objects.requireNonNull(token, "token");
        }

        @Override
        public Future<String> authorization() {
            return token.get().map(value -> {
                boolean sendable =
                        value != null && !value.isEmpty() && value.chars().allMatch(c -> c > ' ' && c < 0x7f);
                if (!sendable) {
                    throw new IllegalArgumentException("the token is empty or not printable ASCII");
                }
                return "Bearer " + value;
            });
        }

        @Override
        public boolean opensSession() {
            return false;
        }

        @Override
        public String toString() {
            return "Bearer[token=****]";
        }
    }
}
