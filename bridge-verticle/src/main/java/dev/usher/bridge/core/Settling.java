package dev.usher.bridge.core;

import java.util.List;

/** Carries answers of the publisher to the lanes of their events. */
final class Settling implements EventPublisher.Answers {

    private final Outbox outbox;
    private final Chunks chunks;
    private final BadRecordDesk badRecords;
    private final Setbacks setbacks;
    private final PumpObserver observer;

    Settling(Outbox outbox, BadRecordDesk badRecords, Setbacks setbacks, PumpObserver observer) {
        this.outbox = outbox;
        this.chunks = new Chunks(outbox);
        this.badRecords = badRecords;
        this.setbacks = setbacks;
        this.observer = observer;
    }

    @Override
    public void settled(List<OutboundEvent> events, PublishOutcome outcome) {
        outbox.answered(events);
        outcome.applyTo(new Answer(events));
        chunks.close();
        setbacks.done();
    }

    private final class Answer implements PublishOutcome.Cases {

        private final List<OutboundEvent> events;

        Answer(List<OutboundEvent> events) {
            this.events = events;
        }

        /** Most events come this way: those with consecutive offsets are settled together. */
        @Override
        public void accepted() {
            observer.accepted(events);
            int start = 0;
            while (start < events.size()) {
                OutboundEvent first = events.get(start);
                Lane lane = first.lane();
                int end = start + 1;
                if (first instanceof KeyedEvent keyed) {
                    lane.finishInTurn(keyed.offset());
                    nextOfItsKey(keyed);
                } else {
                    long last = first.offset();
                    while (end < events.size() && continues(events.get(end), lane, last + 1)) {
                        end++;
                        last++;
                    }
                    lane.finish(first.offset(), last);
                }
                lane.answered(end - start);
                start = end;
            }
        }

        private boolean continues(OutboundEvent event, Lane lane, long offset) {
            return event.lane() == lane && event.offset() == offset && !(event instanceof KeyedEvent);
        }

        @Override
        public void rejected(Reason reason, String detail) {
            for (OutboundEvent event : events) {
                event.lane().answered(1);
                observer.refused(event, true, detail);
                if (!event.abandoned()) {
                    badRecords.refused(event, reason, detail);
                    if (event instanceof KeyedEvent keyed) {
                        nextOfItsKey(keyed);
                    }
                }
            }
        }

        @Override
        public void postponed(String detail) {
            for (OutboundEvent event : events) {
                event.lane().answered(1);
                observer.refused(event, false, detail);
                if (!event.abandoned()) {
                    setbacks.postponed(event, detail);
                }
            }
        }

        @Override
        public void unknown(String detail) {
            for (OutboundEvent event : events) {
                event.lane().answered(1);
                if (!event.abandoned()) {
                    setbacks.unknown(event);
                }
            }
        }

        private void nextOfItsKey(KeyedEvent event) {
            if (!event.abandoned()) {
                KeyedEvent next = event.lane().gate().settled(event);
                if (next != null) {
                    chunks.add(next);
                }
            }
        }
    }
}
