package dev.usher.e2e.faults;

import dev.usher.bridge.core.PartitionId;
import dev.usher.e2e.faults.Violation.Kind;
import dev.usher.e2e.faults.Written.Fate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Holds what went into Kafka against what came out of it, and says which promises of the bridge were broken. Knows nothing of the
 * bridge: its facts are what the scenario wrote, the broker's own journal, the dead-letter topic, and the positions stored in Kafka.
 *
 * <p>Facts are told in this order: a record before what became of it, and what was accepted and buried until a moment before
 * the positions of that moment. Used by one thread.
 */
final class Checker {

    private static final int SHOWN = 20;

    private final Order order;
    private final Map<PartitionId, Records> partitions =
            new TreeMap<>((a, b) -> a.topic().equals(b.topic())
                    ? Integer.compare(a.partition(), b.partition())
                    : a.topic().compareTo(b.topic()));
    private final List<Violation> seen = new ArrayList<>();
    private int written;
    private int accepted;
    private int buried;

    /** One partition. */
    private static final class Records {
        private final TreeMap<Long, Written> written = new TreeMap<>();
        private final Set<Long> accepted = new HashSet<>();
        private final Set<Long> buried = new HashSet<>();
        /** The offsets as they were accepted. */
        private final List<Long> sequence = new ArrayList<>();

        boolean isSafe(long offset) {
            return accepted.contains(offset) || buried.contains(offset);
        }
    }

    Checker(Order order) {
        this.order = order;
    }

    void wrote(Written record) {
        written++;
        records(record.partition()).written.put(record.offset(), record);
    }

    /** The broker accepted an event; told in the order it did. */
    void accepted(PartitionId partition, long offset, String topic, byte[] payload) {
        accepted++;
        Written record = known(partition, offset, "an event on " + topic);
        if (record == null) {
            return;
        }
        Records records = records(partition);
        records.accepted.add(offset);
        records.sequence.add(offset);
        if (record.fate() == Fate.LETTER) {
            add(Kind.PUBLISHED_THOUGH_BAD, partition, offset, "on " + topic);
            return;
        }
        if (!record.topic().equals(topic)) {
            add(Kind.WRONG_TOPIC, partition, offset, topic + " instead of " + record.topic());
        }
        samePayload(record, payload, "event");
    }

    void buried(PartitionId partition, long offset, byte[] payload, String reason) {
        buried++;
        Written record = known(partition, offset, "a dead letter, " + reason);
        if (record == null) {
            return;
        }
        records(partition).buried.add(offset);
        if (record.fate() == Fate.EVENT) {
            add(Kind.BURIED_ALIVE, partition, offset, reason);
        }
        samePayload(record, payload, "dead letter");
    }

    /** This position is stored in Kafka: a crash now would never read what is below again. */
    void committed(PartitionId partition, long position) {
        Records records = records(partition);
        for (Written record : records.written.headMap(position).values()) {
            if (!records.isSafe(record.offset())) {
                add(Kind.PREMATURE_COMMIT, partition, record.offset(), "the stored position is " + position);
            }
        }
    }

    private Written known(PartitionId partition, long offset, String what) {
        Written record = records(partition).written.get(offset);
        if (record == null) {
            add(Kind.UNHEARD_OF, partition, offset, what);
        }
        return record;
    }

    private void samePayload(Written record, byte[] found, String where) {
        if (!Arrays.equals(record.payload(), found)) {
            add(
                    Kind.WRONG_PAYLOAD,
                    record.partition(),
                    record.offset(),
                    length(found) + " bytes in the " + where + ", " + length(record.payload()) + " written");
        }
    }

    private static String length(byte[] payload) {
        return payload == null ? "no" : Integer.toString(payload.length);
    }

    private void add(Kind kind, PartitionId partition, long offset, String detail) {
        seen.add(new Violation(kind, partition, offset, detail));
    }

    private Records records(PartitionId partition) {
        return partitions.computeIfAbsent(partition, p -> new Records());
    }

    /** Records that neither the broker nor the dead-letter topic has yet. */
    int missing() {
        int missing = 0;
        for (Records records : partitions.values()) {
            for (Long offset : records.written.keySet()) {
                missing += records.isSafe(offset) ? 0 : 1;
            }
        }
        return missing;
    }

    /** What was broken until now, while records may still be on their way. */
    List<Violation> soFar() {
        List<Violation> all = new ArrayList<>(seen);
        if (!order.onlyAtTheEnd()) {
            orders(all);
        }
        return all;
    }

    private void orders(List<Violation> into) {
        partitions.forEach((partition, records) ->
                sequences(records).forEach((key, offsets) -> orderOf(partition, records, key, offsets, into)));
    }

    /** What was broken when no bridge is going to do anything more. */
    List<Violation> atTheEnd() {
        List<Violation> all = new ArrayList<>(seen);
        orders(all);
        partitions.forEach((partition, records) -> records.written.values().stream()
                .filter(record -> !records.isSafe(record.offset()))
                .forEach(record ->
                        all.add(new Violation(Kind.LOST, partition, record.offset(), "to " + record.topic()))));
        return all;
    }

    private Map<String, List<Long>> sequences(Records records) {
        if (!order.byKey()) {
            return Map.of("", records.sequence);
        }
        Map<String, List<Long>> byKey = new LinkedHashMap<>();
        for (Long offset : records.sequence) {
            byKey.computeIfAbsent(records.written.get(offset).key(), k -> new ArrayList<>())
                    .add(offset);
        }
        return byKey;
    }

    private void orderOf(
            PartitionId partition, Records records, String key, List<Long> sequence, List<Violation> into) {
        Map<Long, Integer> numbers = new HashMap<>();
        for (Written record : records.written.values()) {
            boolean inLine = !order.byKey() || record.key().equals(key);
            boolean letter = record.fate() == Fate.LETTER || records.buried.contains(record.offset());
            if (inLine && (!letter || records.accepted.contains(record.offset()))) {
                numbers.put(record.offset(), numbers.size());
            }
        }
        int breach = order.firstBreach(sequence.stream().map(numbers::get).toList());
        if (breach >= 0) {
            into.add(new Violation(
                    Kind.OUT_OF_ORDER,
                    partition,
                    sequence.get(breach),
                    order + (order.byKey() ? " of one key" : "") + ", accepted in the order … "
                            + sequence.subList(Math.max(0, breach - SHOWN), Math.min(sequence.size(), breach + SHOWN))
                            + " …"));
        }
    }

    @Override
    public String toString() {
        return written + " written, " + accepted + " accepted, " + buried + " buried, " + missing() + " not there yet";
    }
}
