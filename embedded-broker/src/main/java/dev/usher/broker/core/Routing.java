package dev.usher.broker.core;

/** Who gets what was published. Thread-safe; takes no lock while nobody changes the subscription table. */
final class Routing {

    private final SubscriptionTable<SubscriptionSet> table;
    private final Journal journal;
    private final DeliverToOne deliverToOne = new DeliverToOne();

    Routing(SubscriptionTable<SubscriptionSet> table, Journal journal) {
        this.table = table;
        this.journal = journal;
    }

    /**
     * Keeps what a client published in the journal and delivers it.
     *
     * @param except who does not get it though it may match; null for nobody
     * @param rejectable it counts as received only if somebody had subscribed to it
     * @param generation {@link Journal#generation} when its client was admitted; nobody gets what is of an earlier one
     * @return whether somebody had subscribed to it
     */
    boolean publish(Message message, SubscriptionSet except, boolean rejectable, int generation) {
        boolean known = rejectable ? generation == journal.generation() : journal.add(message, generation);
        if (!known) {
            return false;
        }
        boolean matched = deliver(message, except);
        if (rejectable && matched) {
            journal.add(message, generation);
        }
        return matched;
    }

    /** Delivers what the broker itself has to say. */
    void publishFromBroker(Message message) {
        deliver(message, null);
    }

    private boolean deliver(Message message, SubscriptionSet except) {
        SubscriptionTable.Matches<SubscriptionSet> matches = table.match(message.topic());
        if (message.deliverToOne() && !message.guaranteed()) {
            return deliverToOne.route(message, matches, except);
        }
        boolean matched = false;
        for (SubscriptionSet each : matches.guaranteed()) {
            if (each != except) {
                each.offer(message, true);
                matched = true;
            }
        }
        for (SubscriptionSet each : matches.direct()) {
            if (each != except) {
                each.offer(message, false);
                matched = true;
            }
        }
        return matched;
    }
}
