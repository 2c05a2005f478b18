package dev.usher.bridge.core;

import java.util.Objects;

/** What became of an event handed to an {@link EventPublisher}. */
public sealed interface PublishOutcome {

    /**
     * Delivery as strong as the route asks for was reached. With direct delivery that is: JCSMP wrote the message to the broker's
     * connection. A broker that then refuses or loses it does not tell which record it was.
     */
    PublishOutcome ACCEPTED = new Accepted();

    /** Calls the case that applies; an outcome added later does not compile until every reader has a case for it. */
    void applyTo(Cases cases);

    /** One method for each outcome. */
    interface Cases {
        void accepted();

        void rejected(String detail);

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
    record Rejected(String detail) implements PublishOutcome {
        public Rejected {
            Objects.requireNonNull(detail, "detail");
        }

        @Override
        public void applyTo(Cases cases) {
            cases.rejected(detail);
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
