package dev.usher.broker.core;

import java.time.Instant;
import java.util.Optional;

/**
 * Who somebody is who logs in.
 *
 * @param username that applies
 * @param passwordCounts whether the password is still to be compared
 * @param until when the proof ends, and the connection with it
 * @param refusal why there is none
 */
public record Identity(
        String username, boolean passwordCounts, Optional<Instant> until, Optional<LoginRefusal> refusal) {

    static Identity claimed(String username) {
        return new Identity(username, true, Optional.empty(), Optional.empty());
    }

    static Identity proven(String username) {
        return new Identity(username, false, Optional.empty(), Optional.empty());
    }

    static Identity proven(String username, Instant until) {
        return new Identity(username, false, Optional.of(until), Optional.empty());
    }

    static Identity refused(LoginRefusal reason) {
        return new Identity("", false, Optional.empty(), Optional.of(reason));
    }
}
