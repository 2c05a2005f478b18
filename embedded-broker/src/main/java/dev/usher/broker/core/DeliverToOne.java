package dev.usher.broker.core;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Direct messages that only one of the matching clients is to get: of those that are connected, one with the highest
 * priority, in turns (PubSub+ docs, "Deliver-To-One"). Whoever subscribed as deliver-always gets them all besides.
 */
final class DeliverToOne {

    private final AtomicInteger turn = new AtomicInteger();

    /** Whether somebody had subscribed to it. */
    boolean route(Message message, SubscriptionTable.Matches<SubscriptionSet> matches, SubscriptionSet except) {
        List<SubscriptionSet> all = new ArrayList<>(matches.guaranteed());
        all.addAll(matches.direct());
        all.remove(except);
        List<SubscriptionSet> candidates = new ArrayList<>();
        int best = Integer.MAX_VALUE;
        boolean matched = false;
        for (SubscriptionSet each : all) {
            OptionalInt priority = each.deliverToOnePriority();
            if (each.deliversAlways(message.topic())) {
                each.offer(message, false);
                matched = true;
            } else if (priority.isPresent() && priority.getAsInt() <= best) {
                if (priority.getAsInt() < best) {
                    candidates.clear();
                }
                best = priority.getAsInt();
                candidates.add(each);
            }
        }
        if (candidates.isEmpty()) {
            return matched;
        }
        candidates.get(Math.floorMod(turn.getAndIncrement(), candidates.size())).offer(message, false);
        return true;
    }
}
