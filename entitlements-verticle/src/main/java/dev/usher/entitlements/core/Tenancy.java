package dev.usher.entitlements.core;

import dev.usher.topics.TopicFilter;
import dev.usher.topics.TopicFilterSet;

/** What the client of one open seat gets and may keep, worked out once for a whole subscription table. */
final class Tenancy {
    private final Seat seat;
    private final Allotment allotment;
    private final TopicFilter noticeTopic;
    private final TopicFilterSet allowed;

    Tenancy(Seat seat, Allotment allotment, FenceMode mode, Rights rights) {
        this.seat = seat;
        this.allotment = allotment;
        this.noticeTopic = seat.noticeTopic();
        boolean everything = mode == FenceMode.SELF_SERVICE || allotment.given().equals(rights.all());
        this.allowed = everything ? rights.index() : new TopicFilterSet(allotment.given());
    }

    Seat seat() {
        return seat;
    }

    Allotment allotment() {
        return allotment;
    }

    boolean mayHold(TopicFilter filter) {
        return filter.equals(noticeTopic) || allowed.covers(filter) && !NoticeTopics.reachedBy(filter);
    }
}
