package dev.usher.entitlements.core.port;

import dev.usher.entitlements.core.Connection;
import dev.usher.entitlements.core.ObservedSubscription;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import java.util.Set;

/**
 * Adds and removes subscriptions on behalf of a client. The Futures do not fail: whatever happens is an {@link Outcome},
 * because what is not known must be acted on as well.
 */
public interface Subscriptions {
    /** Kinds of clients that can be reached, as in {@link dev.usher.entitlements.core.ClientRef#kind()}. */
    Set<String> reaches();

    /** How it reaches them, for people: {@code semp} or {@code smf}. */
    String way();

    /**
     * Whether what is injected into a durable MQTT session surely shows among the session's subscriptions while its client is
     * away. If not, no reading can prove such a session clean.
     */
    boolean shownWhileAway();

    /** Injects a filter in the spelling that the client's protocol needs. Present already counts as done. */
    Future<Outcome> add(Connection client, TopicFilter filter);

    /** Removes an entry of the client's table, whoever made it. Absent already counts as done. */
    Future<Outcome> remove(Connection client, ObservedSubscription subscription);

    /** What became of one request. */
    sealed interface Outcome {
        /** The broker confirmed it. */
        record Done() implements Outcome {}

        /** There is no client of that name any more. */
        record ClientGone() implements Outcome {}

        /** The broker refused it. */
        record Refused(String reason) implements Outcome {}

        /** Timed out, cut or ambiguous. It may have happened. */
        record Unknown(String reason) implements Outcome {}
    }
}
