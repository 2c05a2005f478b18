package dev.usher.bridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bridge.core.PumpFakes.FakeObserver;
import dev.usher.bridge.core.PumpFakes.FakeTimers;
import dev.usher.topics.Topic;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Kafka, a broker and a dead-letter topic around a {@link Pump}, moved step by step, with everything they have seen. What must always
 * hold is asserted at the moment it could be broken.
 */
final class PumpWorld {

    /** A record with the broker; strict order is kept within one reading. */
    record Arrival(long offset, int reading) {}

    /** What becomes of a record. */
    enum Kind {
        PIPELINED,
        STRICT,
        /** Pipelined, and strict when the mapping is corrected. */
        STRICT_LATER,
        SKIPPED,
        UNMAPPABLE,
        /** Pipelined; the broker refuses it for good. */
        POISON,
        /** The same, strict. */
        STRICT_POISON
    }

    static final int PARTITIONS = 2;
    static final FlowLimits LIMITS = new FlowLimits(8, 40);
    static final int FETCH = 5;

    private static final String TOPIC = Records.PRICES_0.topic();
    private static final Route PIPELINED = route("pipelined", Delivery.Ordering.PIPELINED);
    private static final Route STRICT = route("strict", Delivery.Ordering.STRICT);

    final List<PumpWorldPartition> partitions = new ArrayList<>();
    final FakeTimers timers = new FakeTimers();

    /** What is to be done after a minute or more: halted partitions tried again. It waits for {@link #tryRefusedAgain}. */
    private final List<Runnable> retries = new ArrayList<>();

    final Levels levels = new Levels();
    final Map<InboundRecord, Promise<Void>> letters = new LinkedHashMap<>();
    final Pump pump;

    /** In which assignment of its partition a letter was last written. */
    private final Map<InboundRecord, Integer> begun = new IdentityHashMap<>();

    /** Tasks for the pump's context, in order, as the polling thread puts them there. */
    private final ArrayDeque<Runnable> context = new ArrayDeque<>();

    /** Tasks for the polling thread. */
    private final ArrayDeque<Runnable> polling = new ArrayDeque<>();

    /** In which reading of its partition a lane was begun. */
    private final Map<Lane, Integer> made = new IdentityHashMap<>();

    private int batches;
    int assignments;
    int room = 4;
    boolean commitsFail;
    boolean mappingCorrected;

    PumpWorld(BadRecords policy) {
        for (int i = 0; i < PARTITIONS; i++) {
            partitions.add(new PumpWorldPartition(new PartitionId(TOPIC, i), this));
        }
        pump = new Pump(
                Map.of(TOPIC, this::map),
                new PumpPorts(new Source(), new Broker(), new Letters(), new Withholding(), levels),
                LIMITS,
                policy);
    }

    private static Route route(String name, Delivery.Ordering ordering) {
        return new Route(name, TOPIC, Delivery.guaranteed(ordering, RecordProperties.NONE));
    }

    private MapOutcome map(InboundRecord record) {
        Kind kind = kind(record);
        if (mappingCorrected && kind == Kind.UNMAPPABLE) {
            return MapOutcome.Skipped.NO_ROUTE;
        }
        return switch (kind) {
            case SKIPPED -> MapOutcome.Skipped.NO_ROUTE;
            case UNMAPPABLE -> new MapOutcome.Unmappable(Reason.MISSING_FIELD, "none");
            case STRICT, STRICT_POISON -> mapped(STRICT);
            case STRICT_LATER -> mapped(mappingCorrected ? STRICT : PIPELINED);
            case PIPELINED, POISON -> mapped(PIPELINED);
        };
    }

    private static MapOutcome mapped(Route route) {
        return new MapOutcome.Mapped(route, Topic.parse("t"), UserProperties.NONE);
    }

    static Kind kind(InboundRecord record) {
        return Kind.values()[record.payload()[0]];
    }

    static boolean poison(OutboundEvent event) {
        Kind kind = kind(event.record());
        return kind == Kind.POISON || kind == Kind.STRICT_POISON;
    }

    static String key(InboundRecord record) {
        return record.key() == null ? "none" : Byte.toString(record.key()[0]);
    }

    /** In which reading of its partition a lane was begun. */
    int readingOf(Lane lane) {
        return made.get(lane);
    }

    PumpWorldPartition partition(PartitionId id) {
        return partitions.get(id.partition());
    }

    /** One turn of the polling thread, which runs ahead of the pump by two batches. */
    void poll(int most) {
        if (batches == 2) {
            return;
        }
        runPolling();
        List<InboundRecord> batch = new ArrayList<>();
        for (PumpWorldPartition partition : partitions) {
            if (partition.assigned && !partition.paused) {
                for (InboundRecord record :
                        partition.log.tailMap(partition.next).values()) {
                    if (batch.size() == most) {
                        break;
                    }
                    batch.add(record);
                    partition.next = record.offset() + 1;
                }
            }
        }
        if (!batch.isEmpty()) {
            batches++;
            context.add(() -> {
                batches--;
                pump.records(batch);
            });
        }
    }

    void runPolling() {
        for (int left = polling.size(); left > 0; left--) {
            polling.remove().run();
        }
    }

    /** @return whether there was something to do */
    boolean runOneOnContext() {
        Runnable task = context.poll();
        if (task != null) {
            task.run();
        }
        return task != null;
    }

    void runContext() {
        while (runOneOnContext()) {}
    }

    void letter(int which) {
        if (!letters.isEmpty()) {
            InboundRecord record = List.copyOf(letters.keySet()).get(which % letters.size());
            PumpWorldPartition partition = partition(record.partition());
            partition.lettered.add(record.offset());
            if (begun.get(record) == partition.assignment) {
                partition.storedLetters.add(record.offset());
            }
            letters.remove(record).complete();
        }
    }

    /** The most that may wait: see {@link Pump}. */
    int bound() {
        return LIMITS.waiting() - 1 + 3 * FETCH * (1 + PARTITIONS + assignments);
    }

    void correctMapping() {
        mappingCorrected = true;
        for (PumpWorldPartition partition : partitions) {
            partition.halted = null;
            partition.reading++;
        }
        pump.use(Map.of(TOPIC, this::map));
    }

    /** Minutes pass. */
    void tryRefusedAgain() {
        partitions.stream().filter(partition -> partition.haltedByBroker).forEach(partition -> partition.halted = null);
        List<Runnable> due = List.copyOf(retries);
        retries.clear();
        due.forEach(Runnable::run);
    }

    private final class Withholding implements Timers {
        @Override
        public Instant now() {
            return timers.now();
        }

        @Override
        public void after(Duration delay, Runnable action) {
            if (delay.compareTo(Duration.ofMinutes(1)) < 0) {
                timers.after(delay, action);
            } else {
                retries.add(action);
            }
        }
    }

    /** All goes well for as long as there is something to do. */
    void settleDown() {
        commitsFail = false;
        String before = "";
        for (int same = 0; same < 10; ) {
            for (PumpWorldPartition partition : partitions) {
                partition.assign();
                partition.answer(partition.atPublisher.size(), PublishOutcome.ACCEPTED, true);
            }
            poll(FETCH);
            pump.commit();
            runPolling();
            runContext();
            letter(0);
            timers.pass(Duration.ofSeconds(11));
            String now = partitions.toString() + letters.size() + levels.waiting;
            same = now.equals(before) ? same + 1 : 0;
            before = now;
        }
    }

    private final class Source implements RecordSource {
        @Override
        public void pause(Set<PartitionId> ids) {
            polling.add(() -> ids.forEach(id -> partition(id).paused = partition(id).assigned));
        }

        @Override
        public void resume(Set<PartitionId> ids) {
            polling.add(() -> ids.forEach(id -> partition(id).paused = false));
        }

        @Override
        public Future<Void> commit(Map<PartitionId, Long> positions) {
            Map<PartitionId, Long> asked = new HashMap<>(positions);
            Map<PartitionId, Integer> turns = new HashMap<>();
            positions.keySet().forEach(id -> turns.put(id, partition(id).assignment));
            boolean fails = commitsFail;
            Promise<Void> done = Promise.promise();
            polling.add(() -> {
                asked.forEach((id, position) -> {
                    if (partition(id).assigned && partition(id).assignment == turns.get(id)) {
                        partition(id).store(position);
                    }
                });
                context.add(fails ? () -> done.fail("no answer") : done::complete);
            });
            return done.future();
        }

        @Override
        public Future<Void> seek(PartitionId id, long position) {
            Promise<Void> done = Promise.promise();
            PumpWorldPartition partition = partition(id);
            int turn = partition.assignment;
            polling.add(() -> {
                boolean held = partition.assigned && partition.assignment == turn;
                if (held) {
                    partition.next = position;
                }
                context.add(held ? done::complete : () -> done.fail("not held"));
            });
            return done.future();
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }
    }

    private final class Broker implements EventPublisher {
        @Override
        public boolean offer(List<OutboundEvent> events) {
            int held = partitions.stream()
                    .mapToInt(partition -> partition.atPublisher.size())
                    .sum();
            if (held > 0 && held + events.size() > room) {
                return false;
            }
            for (OutboundEvent event : events) {
                PumpWorldPartition partition = partition(event.record().partition());
                if (event instanceof KeyedEvent) {
                    assertThat(partition.atPublisher)
                            .as("one of a key at a time")
                            .noneMatch(other -> other instanceof KeyedEvent
                                    && other.lane() == event.lane()
                                    && key(other.record()).equals(key(event.record())));
                }
                made.putIfAbsent(event.lane(), partition.reading);
                partition.atPublisher.add(event);
            }
            return true;
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }
    }

    private final class Letters implements DeadLetters {
        @Override
        public Future<Void> write(DeadLetter letter) {
            if (letter.abandoned().getAsBoolean()) {
                return Future.failedFuture("given away");
            }
            assertThat(partition(letter.record().partition()).storedLetters)
                    .as("letters stored in this assignment are not written again")
                    .doesNotContain(letter.record().offset());
            begun.put(letter.record(), partition(letter.record().partition()).assignment);
            Promise<Void> done = Promise.promise();
            Promise<Void> before = letters.put(letter.record(), done);
            if (before != null) {
                before.fail("given away");
            }
            return done.future();
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }
    }

    final class Levels extends FakeObserver {
        @Override
        public void levels(int inFlightNow, int waitingNow, int pausedPartitions) {
            super.levels(inFlightNow, waitingNow, pausedPartitions);
            assertThat(waitingNow).as("waiting").isBetween(0, bound());
            assertThat(inFlightNow)
                    .as("in flight")
                    .isBetween(0, PARTITIONS * (LIMITS.inFlightPerPartition() - 1 + 3 * FETCH));
        }

        @Override
        public void halted(InboundRecord record, Reason reason, String detail) {
            PumpWorldPartition partition = partition(record.partition());
            partition.halted = partition.halted == null ? record.offset() : Math.min(partition.halted, record.offset());
            partition.haltedByBroker = reason != Reason.MISSING_FIELD;
        }
    }
}
