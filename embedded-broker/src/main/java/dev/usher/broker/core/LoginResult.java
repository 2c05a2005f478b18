package dev.usher.broker.core;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** The answer to a login. */
public sealed interface LoginResult {

    <R> R fold(Function<Client, R> accepted, Function<LoginRefusal, R> refused);

    /**
     * Connected; {@link Client#close} must be called when the connection has gone.
     *
     * @param until when the connection must end, because what it logged in with does
     */
    record Accepted(Client client, Optional<Instant> until) implements LoginResult {
        @Override
        public <R> R fold(Function<Client, R> accepted, Function<LoginRefusal, R> refused) {
            return accepted.apply(client);
        }
    }

    /** Not connected; nothing to close. */
    record Refused(LoginRefusal reason) implements LoginResult {
        @Override
        public <R> R fold(Function<Client, R> accepted, Function<LoginRefusal, R> refused) {
            return refused.apply(reason);
        }
    }
}
