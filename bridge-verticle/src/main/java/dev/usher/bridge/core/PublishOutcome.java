package dev.usher.bridge.core;

import java.util.Objects;

/** What became of an event handed to an {@link EventPublisher}. */
public sealed interface PublishOutcome {

    /**
     * Delivery as strong as the route asks for was reached. Guaranteed: the broker acknowledged it. Direct: JCSMP wrote the message to
     * the broker's connection; a broker that then refuses or loses it does not tell which record it was.
     */
    PublishOutcome ACCEPTED = new Accepted();

    /** Calls the case that applies; an outcome added later does not compile until every reader has a case for it. */
    void applyTo(Cases cases);

    /** One method for each outcome. */
    interface Cases {
        void accepted();

        void rejected(Reason reason, String detail);

        void postponed(String detail);

        void unknown(String detail);
    }

    /** See {@link #ACCEPTED}. */
    record Accepted() implements PublishOutcome {
        @Override
        public void applyTo(Cases cases) {
            cases.accepted();
        }
    }

    /**
     * Refused for good: sending this record again would be refused again.
     *
     * @param detail why, without anything from the payload
     */
    record Rejected(Reason reason, String detail) implements PublishOutcome {
        public Rejected {
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(detail, "detail");
        }

        @Override
        public void applyTo(Cases cases) {
            cases.rejected(reason, detail);
        }
    }

    /**
     * Refused for now, say by a full spool: it is to be sent again after a while, and its offset not to be committed.
     *
     * @param detail why, without anything from the payload
     */
    record Postponed(String detail) implements PublishOutcome {
        public Postponed {
            Objects.requireNonNull(detail, "detail");
        }

        @Override
        public void applyTo(Cases cases) {
            cases.postponed(detail);
        }
    }

    /**
     * Nobody can say whether the broker has it, or it was never sent. It must be sent again and its offset not be committed.
     *
     * @param detail why, without anything from the payload
     */
    record Unknown(String detail) implements PublishOutcome {
        public Unknown {
            Objects.requireNonNull(detail, "detail");
        }

        @Override
        public void applyTo(Cases cases) {
            cases.unknown(detail);
        }
    }
}
