package dev.usher.bridge.core;

import io.vertx.core.Future;
import java.util.List;
import java.util.Set;

/**
 * Sends events to Solace. Events of one partition are sent in the order they were offered; an event that cannot be sent because the
 * connection is away holds up those behind it and is sent first when the connection is back.
 */
public interface EventPublisher {

    /** Takes the answers; called on the context of the {@link Pump}, and never from within {@link #offer}. */
    interface Answers {
        /**
         * All these events had the same outcome. They are of one partition or of several; those of one partition are answered in the
         * order they were offered, apart from abandoned ones, which may be answered earlier.
         */
        void settled(List<OutboundEvent> events, PublishOutcome outcome);
    }

    /**
     * Hands events of one partition over. Never blocks. Events that are taken are answered exactly once each.
     *
     * @param events taken over as they are: the caller does not change the list afterwards
     * @return false when there is no room now and none of them was taken; they may be offered again after the next answer. A publisher
     *     that has none of its events unanswered takes any number
     */
    boolean offer(List<OutboundEvent> events);

    /**
     * Nothing of these partitions is to arrive at Solace any more, not even what was sent and not acknowledged and would be sent again
     * when the connection is back. Their events are abandoned already. Costs those who share a connection with them that connection.
     *
     * Whoever stands in front of a publisher passes this on.
     *
     * @return done when nothing can arrive any more; does not fail
     */
    default Future<Void> discard(Set<PartitionId> partitions) {
        return Future.succeededFuture();
    }

    /** Stops sending. Events not answered yet are answered {@link PublishOutcome.Unknown}. Does not fail. */
    Future<Void> close();
}
