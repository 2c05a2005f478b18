package dev.usher.bridge.core;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets Kafka's reader back to the position of a rewound lane, as often as it takes. */
final class Seeks {

    private static final Logger log = LoggerFactory.getLogger(Seeks.class);

    /** Far longer than a source takes to answer, unless a defect swallowed the answer. */
    private static final Duration NO_ANSWER = Duration.ofSeconds(60);

    private final RecordSource source;
    private final Timers timers;
    private final Troubles troubles;
    private final Executor steps;

    Seeks(PumpPorts ports, Troubles troubles, Executor steps) {
        this.source = ports.source();
        this.timers = ports.timers();
        this.troubles = troubles;
        this.steps = steps;
    }

    /** Does nothing when the lane has ended meanwhile. */
    void seek(Lane lane) {
        OptionalLong position = lane.ledger().position();
        if (lane.abandoned() || position.isEmpty()) {
            return;
        }
        Attempt attempt = new Attempt(lane);
        timers.after(NO_ANSWER, attempt::notAnswered);
        source.seek(lane.partition(), position.getAsLong())
                .onComplete(done -> attempt.answered(done.succeeded() ? null : done.cause()));
    }

    /** Its outcome counts once: an answer after the next attempt was made does not tell from where the reader goes on. */
    private final class Attempt {

        private final Lane lane;
        private boolean over;

        Attempt(Lane lane) {
            this.lane = lane;
        }

        /** @param failure null when the reader was set back */
        void answered(Throwable failure) {
            if (!over) {
                over = true;
                steps.execute(failure == null ? this::succeeded : () -> failed(failure));
            }
        }

        void notAnswered() {
            if (!over && !lane.abandoned()) {
                log.warn("not told whether a partition was set back, trying again partition={}", lane.partition());
                answered(new TimeoutException("no answer within " + NO_ANSWER));
            }
        }

        private void succeeded() {
            if (lane.setBack()) {
                troubles.changed();
            }
        }

        /**
         * What arrives is still from before. Either the partition is not held any more, which we shall be told, or it must be set back.
         */
        private void failed(Throwable failure) {
            log.debug("partition not set back partition={}", lane.partition(), failure);
            timers.after(lane.notSetBack(), () -> steps.execute(() -> seek(lane)));
            if (lane.seekFails()) {
                troubles.changed();
            }
        }
    }
}
