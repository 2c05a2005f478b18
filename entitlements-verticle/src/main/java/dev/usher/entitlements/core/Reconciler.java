package dev.usher.entitlements.core;

import dev.usher.topics.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares what a user's clients hold with what they must hold. Pure: the same input gives the same plan, and applying the
 * plan and planning again gives an empty one.
 */
public final class Reconciler {
    private Reconciler() {}

    /**
     * Plans the steps.
     *
     * <p>On the clients of an adopted username the whole table is ours except the inbox: an entry stays only if the client
     * has an open seat and one granted filter covers all of it. An entry that straddles the rights goes whole, and what
     * remains granted is added exactly as it is granted.
     */
    public static Plan plan(Desired desired, List<ObservedClient> observed) {
        List<Step.Remove> removals = new ArrayList<>();
        List<Step.Add> additions = new ArrayList<>();
        for (ObservedClient client : observed) {
            Optional<Seat> seat = seatOf(desired, client.connection());
            Rights rights = seat.isPresent() ? desired.rights() : Rights.NONE;
            for (ObservedSubscription subscription : client.subscriptions()) {
                if (!subscription.isInbox() && !rights.cover(subscription.filter())) {
                    removals.add(new Step.Remove(client.connection(), subscription));
                }
            }
            for (TopicFilter granted : rights.all()) {
                if (client.subscriptions().stream().noneMatch(s -> s.filter().equals(granted))) {
                    additions.add(new Step.Add(client.connection(), seat.orElseThrow(), granted));
                }
            }
        }
        return new Plan(removals, additions);
    }

    /** The open seat whose client this is, if any. */
    public static Optional<Seat> seatOf(Desired desired, Connection client) {
        return desired.seats().stream()
                .filter(seat -> seat.client().names(client.clientName()))
                .findFirst();
    }
}
