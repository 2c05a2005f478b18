package dev.usher.bridge;

import dev.usher.bridge.core.DeadLetters;
import dev.usher.bridge.core.EventPublisher;
import dev.usher.bridge.core.RecordMapper;
import dev.usher.bridge.core.RecordSource;

/**
 * Stands between the parts of a bridge: each method is given a part as the bridge made it and answers the part to use instead, which
 * by default is the same. For those who watch a bridge at work, or break it on purpose to see whether that is noticed.
 *
 * <pre>
 *   Kafka ──► RecordSource ──► Sink ┐                    ┌ EventPublisher ──► Solace
 *                    ▲              ├─ pump ── mapper ───┤        │
 *     commit, seek ──┘──────────────┘      └ DeadLetters └ Answers◄┘
 * </pre>
 *
 * <p>Called once for each part, on the bridge's context, before anything flows. What is answered has to keep the promises of the port,
 * the thread its methods are called on included.
 */
public interface BridgeParts {

    /** Every part as it is. */
    BridgeParts AS_THEY_ARE = new BridgeParts() {};

    /** What the pump asks to pause, seek and commit. */
    default RecordSource source(RecordSource made) {
        return made;
    }

    /** What the source gives records to: the pump. */
    default RecordSource.Sink sink(RecordSource.Sink made) {
        return made;
    }

    /** What decides about the records of a Kafka topic. */
    default RecordMapper mapper(String kafkaTopic, RecordMapper made) {
        return made;
    }

    /** What the pump gives events to. */
    default EventPublisher publisher(EventPublisher made) {
        return made;
    }

    /** What the publisher answers to: the pump. */
    default EventPublisher.Answers answers(EventPublisher.Answers made) {
        return made;
    }

    /** Where the pump writes records that cannot be published. */
    default DeadLetters deadLetters(DeadLetters made) {
        return made;
    }
}
