package dev.usher.bridge.core;

import io.vertx.core.Future;
import java.util.List;

/**
 * Sends events to Solace. Events are sent in the order they were offered, one after the other; an event that cannot be sent
 * because the connection is away holds up those behind it and is sent first when the connection is back.
 */
public interface EventPublisher {

    /** Takes the answers; called on the context of the {@link Pump}, in the order the events were offered. */
    interface Answers {
        /** All these events, in order, had the same outcome. */
        void settled(List<OutboundEvent> events, PublishOutcome outcome);
    }

    /**
     * Hands an event over. Never blocks. An event that is taken is answered exactly once; one that is not taken may be offered
     * again after the next answer.
     *
     * @return false when there is no room now
     */
    boolean offer(OutboundEvent event);

    /** Stops sending. Events not sent yet are answered {@link PublishOutcome.Unknown}. Does not fail. */
    Future<Void> close();
}
