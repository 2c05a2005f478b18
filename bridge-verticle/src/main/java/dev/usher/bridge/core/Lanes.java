package dev.usher.bridge.core;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** The lanes of the partitions held now. Used by one thread, apart from {@link #inFlight}. */
final class Lanes {

    private final Map<PartitionId, Lane> lanes = new ConcurrentHashMap<>();

    /** By partition, longer than its lanes: what is held of one assignment is still held when the partition has come back. */
    private final Map<PartitionId, Custody> custodies = new HashMap<>();

    private final BooleanSupplier mayStillSend;

    /** @param mayStillSend see {@link RecordSource#mayStillSend} */
    Lanes(BooleanSupplier mayStillSend) {
        this.mayStillSend = mayStillSend;
    }

    Collection<Lane> all() {
        return lanes.values();
    }

    /** For each partition the {@link Lane#span} after the last step. Safe on any thread. */
    Map<PartitionId, Integer> inFlight() {
        Map<PartitionId, Integer> spans =
                new TreeMap<>(Comparator.comparing(PartitionId::topic).thenComparing(PartitionId::partition));
        lanes.forEach((partition, lane) -> spans.put(partition, lane.span()));
        return spans;
    }

    /** Null when nothing of it was read. */
    Lane find(PartitionId partition) {
        return lanes.get(partition);
    }

    Lane of(PartitionId partition) {
        return lanes.computeIfAbsent(partition, id -> new Lane(id, mayStillSend, custody(id)));
    }

    /** What others hold of this partition, whatever became of the reading that it was made in. */
    Custody custody(PartitionId partition) {
        return custodies.computeIfAbsent(partition, id -> new Custody());
    }

    /** Records are mapped otherwise from now on. */
    void remapped() {
        lanes.values().forEach(lane -> lane.ledger().remapped());
    }

    Lane restart(Lane lane) {
        return put(lane, lane.restarted());
    }

    Lane rewind(Lane lane) {
        return put(lane, lane.rewound());
    }

    private Lane put(Lane old, Lane next) {
        old.abandon();
        lanes.put(next.partition(), next);
        return next;
    }

    /** Ends these, and forgets them. */
    Set<Lane> remove(Set<PartitionId> partitions) {
        Set<Lane> removed = new HashSet<>();
        for (PartitionId partition : partitions) {
            Lane lane = lanes.remove(partition);
            if (lane != null) {
                lane.abandon();
                removed.add(lane);
            }
            custodies.computeIfPresent(partition, (id, custody) -> custody.isEmpty() ? null : custody);
        }
        return removed;
    }
}
