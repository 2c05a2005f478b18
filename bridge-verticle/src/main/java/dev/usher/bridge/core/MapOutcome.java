package dev.usher.bridge.core;

import dev.usher.topics.Topic;
import java.util.Objects;
import java.util.Optional;

/** What a {@link RecordMapper} made of a record. */
public sealed interface MapOutcome {

    /** Calls the case that applies. */
    void applyTo(Cases cases);

    /** One method for each outcome. */
    interface Cases {
        void mapped(Mapped mapped);

        void skipped(Skipped skipped);

        void unmappable(Unmappable unmappable);
    }

    /** An event to publish. Holds nothing of the record itself, so that mappers may give the same one again. */
    record Mapped(Route route, Topic topic, UserProperties properties) implements MapOutcome {
        public Mapped {
            Objects.requireNonNull(route, "route");
            Objects.requireNonNull(topic, "topic");
            Objects.requireNonNull(properties, "properties");
        }

        @Override
        public void applyTo(Cases cases) {
            cases.mapped(this);
        }
    }

    /** Nothing is to be published, and that is as configured: the record counts as finished. */
    enum Skipped implements MapOutcome {
        /** No route's condition holds. */
        NO_ROUTE,
        /** A record without a payload, on a route that leaves these out. */
        TOMBSTONE;

        @Override
        public void applyTo(Cases cases) {
            cases.skipped(this);
        }
    }

    /**
     * There is no topic for this record.
     *
     * @param detail names the field and what is wrong with it, never its value or another part of the payload
     * @param route which took the record; empty when it is not known
     */
    record Unmappable(Reason reason, String detail, Optional<Route> route) implements MapOutcome {
        public Unmappable {
            Objects.requireNonNull(route, "route");
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(detail, "detail");
        }

        /** Of no known route. */
        public Unmappable(Reason reason, String detail) {
            this(reason, detail, Optional.empty());
        }

        @Override
        public void applyTo(Cases cases) {
            cases.unmappable(this);
        }
    }
}
