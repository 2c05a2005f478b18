package dev.usher.bridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A partition in Kafka, and what the broker of a {@link PumpWorld} got of it. */
final class PumpWorldPartition {
    final PartitionId id;
    private final PumpWorld world;
    final TreeMap<Long, InboundRecord> log = new TreeMap<>();

    /** What the broker took, in order. */
    final List<PumpWorld.Arrival> journal = new ArrayList<>();

    final Set<Long> lettered = new TreeSet<>();

    /** Those stored since the partition was last assigned. */
    final Set<Long> storedLetters = new TreeSet<>();

    final ArrayDeque<OutboundEvent> atPublisher = new ArrayDeque<>();

    /** How many of those were looked at by the sender, and which of these it wrote to the connection. */
    int looked;

    final Set<OutboundEvent> written = Collections.newSetFromMap(new IdentityHashMap<>());

    int assignment;

    /** Another one begins with an assignment, and with another mapping, after which a refusal may send strict events again. */
    int reading;

    boolean assigned = true;
    boolean paused;
    long end;
    long next;
    long committed;

    /** Where the partition was halted. */
    Long halted;

    /** Whether the last halt was one that time may end. */
    boolean haltedByBroker;

    PumpWorldPartition(PartitionId id, PumpWorld world) {
        this.id = id;
        this.world = world;
    }

    @Override
    public String toString() {
        return id + " of " + end + ": read " + next + ", stored " + committed + ", halted " + halted
                + (paused ? ", paused" : "") + ", at the publisher " + atPublisher.size() + ", arrived " + journal;
    }

    void append(int gap, int key, PumpWorld.Kind kind) {
        long offset = end + gap;
        byte[] bytes = key == 0 ? null : new byte[] {(byte) key};
        log.put(offset, new InboundRecord(id, offset, 0, bytes, new byte[] {(byte) kind.ordinal()}, List.of()));
        end = offset + 1;
    }

    boolean finished(InboundRecord record) {
        return PumpWorld.kind(record) == PumpWorld.Kind.SKIPPED
                || (world.mappingCorrected && PumpWorld.kind(record) == PumpWorld.Kind.UNMAPPABLE)
                || journal.stream().anyMatch(arrival -> arrival.offset() == record.offset())
                || lettered.contains(record.offset());
    }

    void store(long position) {
        log.headMap(position)
                .values()
                .forEach(record -> assertThat(finished(record))
                        .as("%s is not finished, but position %d is stored", record, position)
                        .isTrue());
        assertThat(position).as("a stored position does not go back").isGreaterThanOrEqualTo(committed);
        committed = position;
    }

    /** The sender writes the next events to the connection, unless they are abandoned. */
    void write(int count) {
        List<OutboundEvent> events = List.copyOf(atPublisher);
        for (int left = count; left > 0 && looked < events.size(); left--) {
            OutboundEvent event = events.get(looked++);
            if (!event.abandoned()) {
                assertThat(halted == null || event.record().offset() < halted)
                        .as("%s is sent behind the halt at %s", event, halted)
                        .isTrue();
                written.add(event);
            }
        }
    }

    /** Answers some of what was offered, in order. */
    void answer(int count, PublishOutcome outcome, boolean arrived) {
        List<OutboundEvent> same = new ArrayList<>();
        PublishOutcome last = outcome;
        for (int left = count; left > 0 && !atPublisher.isEmpty(); left--) {
            if (looked == 0) {
                write(1);
            }
            OutboundEvent event = atPublisher.remove();
            looked--;
            boolean sent = written.remove(event);
            PublishOutcome its = sent ? forEvent(event, outcome) : new PublishOutcome.Unknown("given away");
            if (sent
                    && (its == PublishOutcome.ACCEPTED
                            || (its instanceof PublishOutcome.Unknown && arrived && !PumpWorld.poison(event)))) {
                arrives(event);
            }
            if (!its.equals(last) && !same.isEmpty()) {
                world.pump.settled(same, last);
                same = new ArrayList<>();
            }
            last = its;
            same.add(event);
        }
        if (!same.isEmpty()) {
            world.pump.settled(same, last);
        }
    }

    private PublishOutcome forEvent(OutboundEvent event, PublishOutcome outcome) {
        return PumpWorld.poison(event) && !(outcome instanceof PublishOutcome.Unknown)
                ? new PublishOutcome.Rejected(Reason.MESSAGE_TOO_LARGE, "large")
                : outcome;
    }

    private void arrives(OutboundEvent event) {
        InboundRecord record = event.record();
        int when = world.readingOf(event.lane());
        if (PumpWorld.kind(record) == PumpWorld.Kind.STRICT) {
            for (PumpWorld.Arrival earlier : journal) {
                InboundRecord other = log.get(earlier.offset());
                if (earlier.reading() == when
                        && PumpWorld.kind(other) == PumpWorld.Kind.STRICT
                        && PumpWorld.key(other).equals(PumpWorld.key(record))) {
                    assertThat(earlier.offset())
                            .as("strict %s came after %s of the same key", record, other)
                            .isLessThanOrEqualTo(record.offset());
                }
            }
        }
        journal.add(new PumpWorld.Arrival(record.offset(), when));
    }

    void revoke(boolean drained, boolean stored) {
        world.runContext();
        if (!assigned) {
            return;
        }
        Future<Void> released = world.pump.release(Set.of(id));
        for (int round = 0; drained && !released.isComplete(); round++) {
            assertThat(round).as("rounds until it is released").isLessThan(1000);
            answer(1, PublishOutcome.ACCEPTED, false);
            world.letters.keySet().stream()
                    .filter(record -> record.partition().equals(id))
                    .toList()
                    .forEach(record -> world.letters.remove(record).fail("given away"));
        }
        if (drained) {
            assertThat(atPublisher).as("%s is released", this).isEmpty();
        }
        Long position = world.pump.forget(Set.of(id)).get(id);
        if (position != null && stored) {
            store(position);
        }
        assigned = false;
        halted = null;
    }

    void assign() {
        if (!assigned) {
            assigned = true;
            world.assignments++;
            assignment++;
            reading++;
            paused = false;
            storedLetters.clear();
            next = committed;
        }
    }
}
