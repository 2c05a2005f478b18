package dev.usher.bridge.core;

import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens records in the ledger of their lane, has them mapped, and hands on what comes of it. */
final class Intake {

    private static final Logger log = LoggerFactory.getLogger(Intake.class);
    private static final int FRAMES = 8;

    private final Lanes lanes;
    private final Chunks chunks;
    private final BadRecordDesk badRecords;
    private final PumpObserver observer;
    private final Seldom mappingFailures = new Seldom();
    private Map<String, RecordMapper> mappers;

    Intake(
            Map<String, RecordMapper> mappers,
            Lanes lanes,
            Outbox outbox,
            BadRecordDesk badRecords,
            PumpObserver observer) {
        this.mappers = Map.copyOf(mappers);
        this.lanes = lanes;
        this.chunks = new Chunks(outbox);
        this.badRecords = badRecords;
        this.observer = observer;
    }

    void use(Map<String, RecordMapper> replacement) {
        if (!replacement.keySet().equals(mappers.keySet())) {
            throw new IllegalArgumentException("the routes read from " + replacement.keySet() + ", but the bridge from "
                    + mappers.keySet() + "; restart it to read from others");
        }
        mappers = Map.copyOf(replacement);
    }

    void take(List<InboundRecord> batch) {
        int start = 0;
        while (start < batch.size()) {
            PartitionId partition = batch.get(start).partition();
            int end = start + 1;
            while (end < batch.size() && same(batch.get(end).partition(), partition)) {
                end++;
            }
            take(partition, batch.subList(start, end));
            start = end;
        }
    }

    /** Readers give the records of one partition one object. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean same(PartitionId one, PartitionId other) {
        return one == other || one.equals(other);
    }

    private void take(PartitionId partition, List<InboundRecord> records) {
        RecordMapper mapper = mappers.get(partition.topic());
        if (mapper == null) {
            throw new IllegalStateException("a record of " + partition + ", for which there is no route");
        }
        Lane lane = lanes.of(partition);
        if (lane.rewinding()) {
            return;
        }
        if (lane.abandoned()) {
            // Given away and back again, and nobody told us in between.
            lane = lanes.restart(lane);
        }
        int taken = 0;
        long stop = lane.fence().from();
        for (InboundRecord record : records) {
            if (record.offset() >= stop) {
                standStill(lane, record.offset());
                break;
            }
            if (!lane.ledger().follows(record.offset())) {
                // Kafka set the partition back, say after it lost data: what we knew of later offsets means nothing any
                // more.
                lane = lanes.restart(lane);
                stop = lane.fence().from();
            }
            taken++;
            if (lane.ledger().open(record.offset())) {
                enqueue(record, mapper, lane);
                if (lane.standsStill()) {
                    break;
                }
            }
        }
        chunks.close();
        observer.read(partition.topic(), taken);
    }

    /** The record that the lane was halted at before it was rewound holds the position again. */
    private static void standStill(Lane lane, long offset) {
        if (!lane.standsStill()) {
            lane.ledger().open(offset);
        }
    }

    private void enqueue(InboundRecord record, RecordMapper mapper, Lane lane) {
        MapOutcome outcome = map(record, mapper);
        if (outcome instanceof MapOutcome.Mapped mapped) {
            OutboundEvent event = OutboundEvent.of(record, mapped, lane);
            lane.made(event);
            if (!(event instanceof KeyedEvent keyed) || lane.gate().admit(keyed)) {
                chunks.add(event);
            }
        } else if (outcome instanceof MapOutcome.Unmappable unmappable) {
            badRecords.unmappable(record, lane, unmappable);
        } else if (outcome instanceof MapOutcome.Skipped why) {
            observer.skipped(record.partition().topic(), why);
            lane.finish(record.offset(), record.offset());
        }
    }

    /** One record must never stop the bridge, not even by a defect of ours. */
    private MapOutcome map(InboundRecord record, RecordMapper mapper) {
        try {
            return mapper.map(record);
        } catch (RuntimeException | StackOverflowError e) {
            long failures = mappingFailures.happened();
            if (failures > 0) {
                log.error("record not mapped record={} failures={} cause={}", record, failures, where(e));
            }
            return new MapOutcome.Unmappable(
                    Reason.MAPPING_FAILED,
                    "the mapping failed with " + e.getClass().getSimpleName());
        }
    }

    /** Without the message, which may hold something of the record. */
    private static String where(Throwable cause) {
        StringBuilder text = new StringBuilder(cause.getClass().getName());
        StackTraceElement[] frames = cause.getStackTrace();
        for (int i = 0; i < frames.length && i < FRAMES; i++) {
            text.append(" at ").append(frames[i]);
        }
        return text.toString();
    }
}
