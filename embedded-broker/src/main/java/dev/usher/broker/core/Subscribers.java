package dev.usher.broker.core;

import dev.usher.broker.core.SubscriptionTable.Matches;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who subscribed with one filter, in the order they did. Changed under the table's write lock only. What a match needs
 * is made once after a change, under the read lock, and handed out to all matches until the next one: nothing is copied
 * for a message, however many subscribers there are.
 */
final class Subscribers<S> {

    private final Map<S, Boolean> qos1BySubscriber = new LinkedHashMap<>(2);
    private volatile Matches<S> current;

    boolean isEmpty() {
        return qos1BySubscriber.isEmpty();
    }

    /** Whether the subscriber is new here. */
    boolean put(S subscriber, boolean qos1) {
        current = null;
        return qos1BySubscriber.put(subscriber, qos1) == null;
    }

    /** Whether it was there. */
    boolean remove(S subscriber) {
        current = null;
        return qos1BySubscriber.remove(subscriber) != null;
    }

    /** Null after a change, unless it may be made now because no change can happen. */
    Matches<S> matches(boolean mayMake) {
        Matches<S> known = current;
        if (known == null && mayMake) {
            known = new Matches<>(with(true), with(false));
            current = known;
        }
        return known;
    }

    private List<S> with(boolean qos1) {
        List<S> subscribers = new ArrayList<>();
        qos1BySubscriber.forEach((subscriber, isQos1) -> {
            if (isQos1 == qos1) {
                subscribers.add(subscriber);
            }
        });
        return List.copyOf(subscribers);
    }
}
