package dev.usher.bridge.core;

import dev.usher.topics.Topic;
import java.util.Objects;
import java.util.function.Function;

/** What {@link TopicMapper} made of a record. */
public sealed interface MapOutcome {

    /** Calls the function for the case at hand. */
    <T> T fold(Function<Mapped, T> mapped, Function<Unmappable, T> unmappable);

    /** The topic to publish to. */
    record Mapped(Topic topic) implements MapOutcome {
        public Mapped {
            Objects.requireNonNull(topic, "topic");
        }

        @Override
        public <T> T fold(Function<Mapped, T> mapped, Function<Unmappable, T> unmappable) {
            return mapped.apply(this);
        }
    }

    /**
     * There is no topic for this record.
     *
     * @param detail names the field and what is wrong with it, never its value or another part of the payload
     */
    record Unmappable(Reason reason, String detail) implements MapOutcome {
        public Unmappable {
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(detail, "detail");
        }

        @Override
        public <T> T fold(Function<Mapped, T> mapped, Function<Unmappable, T> unmappable) {
            return unmappable.apply(this);
        }
    }
}
