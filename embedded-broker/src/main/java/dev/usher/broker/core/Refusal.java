package dev.usher.broker.core;

/**
 * Something a client asked for and did not get.
 *
 * @param client its client name; of a login: the username it gave
 * @param subject the client name asked for, the filter or the topic
 * @param reason for example {@code UNAUTHORIZED}, {@code ACL_DENIED}
 */
public record Refusal(Kind kind, String client, String subject, String reason) {

    public enum Kind {
        LOGIN,
        SUBSCRIBE,
        PUBLISH,
        /** Subscribing or unsubscribing another client; the client is the manager. */
        ON_BEHALF_OF
    }

    @Override
    public String toString() {
        return kind + " by " + client + (subject.isEmpty() ? "" : " for " + subject) + ": " + reason;
    }
}
