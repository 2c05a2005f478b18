package dev.usher.bridge.core;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves records from a {@link RecordSource} over a {@link TopicMapper} to an {@link EventPublisher}, and the unmappable ones to
 * {@link DeadLetters}. An offset becomes committable only when its record and all before it are accepted or stored as dead
 * letters.
 *
 * <p>Events wait in two places: in the publisher's bounded queue and, when that is full, here. When {@link FlowLimits#waiting} is
 * reached every partition is paused. A pause takes effect at the next fetch, so at most {@code waiting - 1 + one fetch} events wait
 * (plus one fetch for each rebalance in between, because partitions start out unpaused). Everything runs on one context; there
 * are no locks.
 */
public final class Pump implements RecordSource.Sink, EventPublisher.Answers {

    private static final Logger log = LoggerFactory.getLogger(Pump.class);

    private final Map<String, Route> routes;
    private final EventPublisher publisher;
    private final DeadLetters deadLetters;
    private final RecordSource source;
    private final FlowLimits limits;
    private final PumpObserver observer;

    private final Map<PartitionId, Lane> lanes = new HashMap<>();
    private final ArrayDeque<OutboundEvent> backlog = new ArrayDeque<>();
    private final List<Release> releases = new ArrayList<>();
    private int handedOver;
    private boolean full;
    private boolean committing;

    private record Release(Set<Lane> lanes, Promise<Void> done) {}

    public Pump(
            Map<String, Route> routes,
            RecordSource source,
            EventPublisher publisher,
            DeadLetters deadLetters,
            FlowLimits limits,
            PumpObserver observer) {
        this.routes = Map.copyOf(routes);
        this.source = source;
        this.publisher = publisher;
        this.deadLetters = deadLetters;
        this.limits = limits;
        this.observer = observer;
    }

    @Override
    public void records(List<InboundRecord> batch) {
        int start = 0;
        while (start < batch.size()) {
            PartitionId partition = batch.get(start).partition();
            int end = start + 1;
            while (end < batch.size() && batch.get(end).partition().equals(partition)) {
                end++;
            }
            take(partition, batch.subList(start, end));
            start = end;
        }
        handOver();
        flow();
    }

    private void take(PartitionId partition, List<InboundRecord> records) {
        Route route = routes.get(partition.topic());
        if (route == null) {
            throw new IllegalStateException("a record of " + partition + ", for which there is no route");
        }
        Lane lane = lanes.computeIfAbsent(partition, Lane::new);
        if (lane.rewinding()) {
            return;
        }
        if (lane.abandoned()) {
            // Given away and back again, and nobody told us in between.
            lane = replace(lane);
        }
        observer.read(partition.topic(), records.size());
        for (InboundRecord record : records) {
            if (!lane.ledger().follows(record.offset())) {
                // Kafka set the partition back, say after it lost data: what we knew of later offsets means nothing any
                // more.
                lane = replace(lane);
            }
            lane.ledger().open(record.offset());
            lane.taken();
            enqueue(record, route, lane);
        }
    }

    private Lane replace(Lane old) {
        end(old);
        Lane next = new Lane(old.partition());
        lanes.put(old.partition(), next);
        return next;
    }

    private void enqueue(InboundRecord record, Route route, Lane lane) {
        MapOutcome outcome = map(record, route);
        if (outcome instanceof MapOutcome.Mapped mapped) {
            backlog.add(new OutboundEvent(record, mapped.topic(), route.delivery(), lane));
        } else if (outcome instanceof MapOutcome.Unmappable unmappable) {
            bury(record, lane, unmappable.reason(), unmappable.detail());
        }
    }

    /** One record must never stop its partition, not even by a defect of ours. */
    private static MapOutcome map(InboundRecord record, Route route) {
        try {
            return route.mapper().map(record);
        } catch (RuntimeException e) {
            log.error("record not mapped record={}", record, e);
            return new MapOutcome.Unmappable(
                    Reason.MAPPING_FAILED,
                    "the mapping failed with " + e.getClass().getSimpleName());
        }
    }

    /** The record counts as outstanding until the dead letter is stored. */
    private void bury(InboundRecord record, Lane lane, Reason reason, String detail) {
        deadLetters
                .write(new DeadLetter(record, reason, detail, lane::abandoned))
                .onComplete(written -> {
                    if (written.succeeded()) {
                        observer.deadLettered(record.partition().topic(), reason);
                        lane.ledger().complete(record.offset());
                    }
                    lane.settled();
                    afterAnswer();
                });
    }

    private void handOver() {
        while (!backlog.isEmpty()) {
            OutboundEvent next = backlog.peek();
            if (!publisher.offer(next)) {
                return;
            }
            backlog.remove();
            handedOver++;
        }
    }

    @Override
    public void settled(List<OutboundEvent> events, PublishOutcome outcome) {
        handedOver -= events.size();
        for (OutboundEvent event : events) {
            outcome.applyTo(new Settling(event));
        }
        afterAnswer();
    }

    private final class Settling implements PublishOutcome.Cases {
        private final OutboundEvent event;
        private final Lane lane;

        Settling(OutboundEvent event) {
            this.event = event;
            this.lane = event.lane();
        }

        @Override
        public void accepted() {
            lane.settled();
            lane.ledger().complete(event.record().offset());
            observer.published(1);
        }

        @Override
        public void rejected(String detail) {
            bury(event.record(), lane, Reason.PUBLISH_REJECTED, detail);
        }

        @Override
        public void unknown(String detail) {
            lane.settled();
            if (!lane.abandoned()) {
                rewind(lane);
            }
        }
    }

    private void afterAnswer() {
        for (Iterator<Release> i = releases.iterator(); i.hasNext(); ) {
            Release release = i.next();
            if (release.lanes().stream().allMatch(Lane::idle)) {
                i.remove();
                release.done().complete();
            }
        }
        handOver();
        flow();
    }

    /** Everything from the committable position on is read again, so that the order of the partition is kept. */
    private void rewind(Lane lane) {
        OptionalLong position = lane.ledger().position();
        if (position.isEmpty()) {
            throw new IllegalStateException("an answer for " + lane.partition() + ", of which nothing was read");
        }
        end(lane);
        Lane next = lane.rewound();
        lanes.put(lane.partition(), next);
        observer.rewound(lane.partition());
        source.seek(lane.partition(), position.getAsLong()).onComplete(done -> {
            if (done.succeeded()) {
                next.rewindDone();
            } else {
                lanes.remove(lane.partition(), next);
            }
        });
    }

    /** Late answers for this lane are counted, but move nothing. */
    private void end(Lane lane) {
        lane.abandon();
        backlog.removeIf(event -> {
            if (event.lane() != lane) {
                return false;
            }
            lane.settled();
            return true;
        });
    }

    @Override
    public Future<Void> release(Set<PartitionId> partitions) {
        Set<Lane> released = new HashSet<>();
        for (PartitionId partition : partitions) {
            Lane lane = lanes.get(partition);
            if (lane != null) {
                end(lane);
                released.add(lane);
            }
        }
        Promise<Void> done = Promise.promise();
        releases.add(new Release(released, done));
        afterAnswer();
        return done.future();
    }

    @Override
    public Map<PartitionId, Long> forget(Set<PartitionId> partitions) {
        Map<PartitionId, Long> positions = new LinkedHashMap<>();
        for (PartitionId partition : partitions) {
            Lane lane = lanes.remove(partition);
            if (lane != null) {
                end(lane);
                lane.ledger().uncommitted().ifPresent(position -> positions.put(partition, position));
            }
        }
        flow();
        return positions;
    }

    /** Commits what is new, unless a commit is under way. Does not fail; what could not be committed is tried again next time. */
    public Future<Void> commit() {
        Map<PartitionId, Long> positions = new LinkedHashMap<>();
        Map<PartitionId, Lane> committed = new HashMap<>();
        lanes.forEach((partition, lane) -> lane.ledger().uncommitted().ifPresent(position -> {
            positions.put(partition, position);
            committed.put(partition, lane);
        }));
        if (committing || positions.isEmpty()) {
            return Future.succeededFuture();
        }
        committing = true;
        return source.commit(positions)
                .onSuccess(done -> {
                    committed.forEach((partition, lane) -> lane.ledger().committed(positions.get(partition)));
                    observer.committed(positions.size());
                })
                .onFailure(observer::commitFailed)
                .eventually(() -> {
                    committing = false;
                    return Future.succeededFuture();
                })
                .otherwiseEmpty();
    }

    private void flow() {
        int waiting = backlog.size() + handedOver;
        full = full ? waiting > limits.waiting() / 2 : waiting >= limits.waiting();
        Set<PartitionId> pause = new HashSet<>();
        Set<PartitionId> resume = new HashSet<>();
        int inFlight = 0;
        int paused = 0;
        for (Lane lane : lanes.values()) {
            if (!lane.abandoned() && lane.decidePause(full, limits.inFlightPerPartition())) {
                (lane.paused() ? pause : resume).add(lane.partition());
            }
            inFlight += lane.ledger().span();
            paused += lane.paused() ? 1 : 0;
        }
        if (!pause.isEmpty()) {
            source.pause(pause);
        }
        if (!resume.isEmpty()) {
            source.resume(resume);
        }
        observer.levels(inFlight, waiting, paused);
    }
}
