package dev.usher.e2e.faults;

import dev.usher.bridge.BridgeParts;
import dev.usher.bridge.core.EventPublisher;
import dev.usher.bridge.core.InboundRecord;
import dev.usher.bridge.core.MapOutcome;
import dev.usher.bridge.core.OutboundEvent;
import dev.usher.bridge.core.PartitionId;
import dev.usher.bridge.core.PublishOutcome;
import dev.usher.bridge.core.RecordMapper;
import dev.usher.bridge.core.RecordSource;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Holds a bridge at one point of its work: its thread goes no further until {@link #on}. Meanwhile the threads of Kafka and JCSMP do
 * go on, as they would.
 */
final class Stops implements BridgeParts {

    private final BridgeParts inner;
    private final Consumer<Stop> reached;
    private final Semaphore released = new Semaphore(0);
    private Stop next;
    private int left;

    /**
     * @param inner what stands between the parts beside
     * @param reached told on the bridge's own thread, which then waits
     */
    Stops(BridgeParts inner, Consumer<Stop> reached) {
        this.inner = inner;
        this.reached = reached;
    }

    /** Takes the place of one that was not reached. */
    synchronized void set(Stop stop) {
        next = stop;
        left = stop.nth();
    }

    /** Lets the bridge go on from where it stands. */
    void on() {
        released.release();
    }

    /** Counts so many. @return which of them is the one to stop at, from 0; -1 for none */
    private synchronized int count(Step step, int records) {
        if (next == null || next.step() != step) {
            return -1;
        }
        left -= records;
        return left > 0 ? -1 : records + left - 1;
    }

    private synchronized boolean isAfter() {
        return next.after();
    }

    private synchronized void notYet() {
        left = 1;
    }

    private void hold() {
        Stop now;
        synchronized (this) {
            now = next;
            next = null;
        }
        reached.accept(now);
        released.acquireUninterruptibly();
    }

    /** Does it for all, in two parts with the stop in between if that is inside. */
    private <T> void divided(Step step, List<T> all, Consumer<List<T>> work) {
        int index = count(step, all.size());
        if (index < 0) {
            work.accept(all);
            return;
        }
        int cut = isAfter() ? index + 1 : index;
        if (cut > 0) {
            work.accept(all.subList(0, cut));
        }
        hold();
        if (cut < all.size()) {
            work.accept(all.subList(cut, all.size()));
        }
    }

    @Override
    public RecordSource.Sink sink(RecordSource.Sink made) {
        RecordSource.Sink sink = inner.sink(made);
        return new RecordSource.Sink() {
            @Override
            public void records(List<InboundRecord> batch) {
                divided(Step.CONSUME, batch, sink::records);
            }

            @Override
            public Future<Void> release(Set<PartitionId> partitions) {
                return sink.release(partitions);
            }

            @Override
            public Map<PartitionId, Long> forget(Set<PartitionId> partitions) {
                return sink.forget(partitions);
            }

            @Override
            public Future<Void> discard(Set<PartitionId> partitions) {
                return sink.discard(partitions);
            }
        };
    }

    @Override
    public RecordMapper mapper(String kafkaTopic, RecordMapper made) {
        RecordMapper mapper = inner.mapper(kafkaTopic, made);
        return record -> {
            boolean here = count(Step.MAP, 1) >= 0;
            if (here && !isAfter()) {
                hold();
                return mapper.map(record);
            }
            MapOutcome outcome = mapper.map(record);
            if (here) {
                hold();
            }
            return outcome;
        };
    }

    /** A chunk is offered whole or not at all, so the stop is before or after the chunk that the record is in. */
    @Override
    public EventPublisher publisher(EventPublisher made) {
        EventPublisher publisher = inner.publisher(made);
        return new EventPublisher() {
            @Override
            public boolean offer(List<OutboundEvent> events) {
                boolean here = count(Step.SEND, events.size()) >= 0;
                if (here && !isAfter()) {
                    hold();
                    return publisher.offer(events);
                }
                boolean taken = publisher.offer(events);
                if (here) {
                    hold();
                }
                return taken;
            }

            @Override
            public Future<Void> discard(Set<PartitionId> partitions) {
                return publisher.discard(partitions);
            }

            @Override
            public Future<Void> close() {
                return publisher.close();
            }
        };
    }

    @Override
    public EventPublisher.Answers answers(EventPublisher.Answers made) {
        EventPublisher.Answers answers = inner.answers(made);
        return (List<OutboundEvent> events, PublishOutcome outcome) ->
                divided(Step.ACK, events, some -> answers.settled(some, outcome));
    }

    @Override
    public RecordSource source(RecordSource made) {
        RecordSource source = inner.source(made);
        return new CommitsThrough(source) {
            @Override
            public Future<Void> commit(Map<PartitionId, Long> positions) {
                if (count(Step.COMMIT, 1) < 0) {
                    return source.commit(positions);
                }
                if (!isAfter()) {
                    hold();
                    return source.commit(positions);
                }
                // One that failed stored nothing; the next one counts.
                return source.commit(positions).onSuccess(done -> hold()).onFailure(cause -> notYet());
            }
        };
    }

    /** A source as it is, for those who change how it commits. */
    abstract static class CommitsThrough implements RecordSource {
        private final RecordSource source;

        CommitsThrough(RecordSource source) {
            this.source = source;
        }

        @Override
        public void pause(Set<PartitionId> partitions) {
            source.pause(partitions);
        }

        @Override
        public void resume(Set<PartitionId> partitions) {
            source.resume(partitions);
        }

        @Override
        public Future<Void> seek(PartitionId partition, long position) {
            return source.seek(partition, position);
        }

        @Override
        public boolean mayStillSend() {
            return source.mayStillSend();
        }

        @Override
        public Future<Void> close() {
            return source.close();
        }
    }
}
