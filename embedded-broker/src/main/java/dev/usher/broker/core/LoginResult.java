package dev.usher.broker.core;

import java.util.function.Function;

/** The answer to a login. */
public sealed interface LoginResult {

    <R> R fold(Function<Client, R> accepted, Function<LoginRefusal, R> refused);

    /** Connected; {@link Client#close} must be called when the connection has gone. */
    record Accepted(Client client) implements LoginResult {
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
