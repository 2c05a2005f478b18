package dev.usher.e2e.faults;

import dev.usher.bridge.BridgeParts;
import dev.usher.bridge.core.EventPublisher;
import dev.usher.bridge.core.OutboundEvent;
import dev.usher.bridge.core.PartitionId;
import dev.usher.bridge.core.PublishOutcome;
import dev.usher.bridge.core.RecordSource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Ways to break a bridge, to see whether that is noticed. */
enum Defect {
    NONE {
        @Override
        BridgeParts parts() {
            return BridgeParts.AS_THEY_ARE;
        }
    },
    /** One event is called accepted and never sent. */
    DROPS_ONE {
        @Override
        BridgeParts parts() {
            return new Publishing() {
                @Override
                boolean offer(EventPublisher publisher, List<OutboundEvent> events) {
                    if (count < AT || done) {
                        return taken(publisher.offer(events), events);
                    }
                    List<OutboundEvent> sent = new ArrayList<>(events);
                    OutboundEvent dropped = sent.remove(0);
                    if (!sent.isEmpty() && !publisher.offer(sent)) {
                        return false;
                    }
                    done = true;
                    Vertx.currentContext()
                            .runOnContext(v -> answers.settled(List.of(dropped), PublishOutcome.ACCEPTED));
                    return true;
                }
            };
        }
    },
    /** One event is kept back until the next one of its partition is sent. */
    SWAPS_TWO {
        @Override
        BridgeParts parts() {
            return new Publishing() {
                private List<OutboundEvent> kept;

                @Override
                boolean offer(EventPublisher publisher, List<OutboundEvent> events) {
                    if (kept != null && of(events).equals(of(kept))) {
                        if (!publisher.offer(events)) {
                            return false;
                        }
                        done = publisher.offer(kept);
                        kept = done ? null : kept;
                        return true;
                    }
                    if (count < AT || done || kept != null) {
                        return taken(publisher.offer(events), events);
                    }
                    if (events.size() == 1) {
                        kept = events;
                        return true;
                    }
                    List<OutboundEvent> swapped = new ArrayList<>(events);
                    swapped.set(0, events.get(1));
                    swapped.set(1, events.get(0));
                    done = publisher.offer(swapped);
                    return done;
                }

                private PartitionId of(List<OutboundEvent> events) {
                    return events.get(0).record().partition();
                }
            };
        }
    },
    /** Positions are stored that lie above what is finished. */
    COMMITS_TOO_FAR {
        @Override
        BridgeParts parts() {
            return new BridgeParts() {
                @Override
                public RecordSource source(RecordSource made) {
                    return new Stops.CommitsThrough(made) {
                        @Override
                        public Future<Void> commit(Map<PartitionId, Long> positions) {
                            Map<PartitionId, Long> further = new HashMap<>(positions);
                            further.replaceAll((partition, position) -> position + TOO_FAR);
                            return made.commit(further);
                        }
                    };
                }
            };
        }
    };

    /** Which event is the one to go wrong. */
    private static final int AT = 20;

    private static final int TOO_FAR = 1_000;

    abstract BridgeParts parts();

    private abstract static class Publishing implements BridgeParts {
        int count;
        boolean done;
        EventPublisher.Answers answers;

        abstract boolean offer(EventPublisher publisher, List<OutboundEvent> events);

        boolean taken(boolean taken, List<OutboundEvent> events) {
            count += taken ? events.size() : 0;
            return taken;
        }

        @Override
        public EventPublisher publisher(EventPublisher made) {
            return new EventPublisher() {
                @Override
                public boolean offer(List<OutboundEvent> events) {
                    return Publishing.this.offer(made, events);
                }

                @Override
                public Future<Void> discard(Set<PartitionId> partitions) {
                    return made.discard(partitions);
                }

                @Override
                public Future<Void> close() {
                    return made.close();
                }
            };
        }

        @Override
        public EventPublisher.Answers answers(EventPublisher.Answers made) {
            answers = made;
            return made;
        }
    }
}
