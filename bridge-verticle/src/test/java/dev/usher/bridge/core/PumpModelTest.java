package dev.usher.bridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bridge.core.PumpWorld.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The whole pump, whatever its neighbours do and in whatever order. {@link PumpWorld} asserts what must hold at every moment. */
final class PumpModelTest {

    private interface Step {
        void apply(PumpWorld world);
    }

    private record Append(int partition, int gap, int key, Kind kind) implements Step {
        @Override
        public void apply(PumpWorld world) {
            world.partitions.get(partition).append(gap, key, kind);
        }
    }

    private record Poll(int most) implements Step {
        @Override
        public void apply(PumpWorld world) {
            world.poll(most);
        }
    }

    private record OnContext() implements Step {
        @Override
        public void apply(PumpWorld world) {
            world.runOneOnContext();
        }
    }

    private record Write(int partition, int count) implements Step {
        @Override
        public void apply(PumpWorld world) {
            world.partitions.get(partition).write(count);
        }
    }

    private record Answer(int partition, int count, PublishOutcome outcome, boolean arrived) implements Step {
        @Override
        public void apply(PumpWorld world) {
            world.partitions.get(partition).answer(count, outcome, arrived);
        }
    }

    private record StoreLetter(int which) implements Step {
        @Override
        public void apply(PumpWorld world) {
            world.letter(which);
        }
    }

    private record Pass(int millis) implements Step {
        @Override
        public void apply(PumpWorld world) {
            world.timers.pass(Duration.ofMillis(millis));
        }
    }

    private record Commit(boolean fails) implements Step {
        @Override
        public void apply(PumpWorld world) {
            world.commitsFail = fails;
            world.pump.commit();
        }
    }

    private record Revoke(int partition, boolean drained, boolean stored) implements Step {
        @Override
        public void apply(PumpWorld world) {
            world.partitions.get(partition).revoke(drained, stored);
        }
    }

    private record Assign(int partition) implements Step {
        @Override
        public void apply(PumpWorld world) {
            world.partitions.get(partition).assign();
        }
    }

    private record Room(int events) implements Step {
        @Override
        public void apply(PumpWorld world) {
            world.room = events;
        }
    }

    private record CorrectMapping() implements Step {
        @Override
        public void apply(PumpWorld world) {
            world.correctMapping();
        }
    }

    private record TryRefusedAgain() implements Step {
        @Override
        public void apply(PumpWorld world) {
            world.tryRefusedAgain();
        }
    }

    private static final Arbitrary<Integer> PARTITION = Arbitraries.integers().between(0, PumpWorld.PARTITIONS - 1);

    private static Arbitrary<Step> append(Arbitrary<Kind> kinds) {
        Arbitrary<Integer> gaps = Arbitraries.frequency(Tuple.of(8, 0), Tuple.of(1, 1), Tuple.of(1, 4));
        return Combinators.combine(PARTITION, gaps, Arbitraries.integers().between(0, 2), kinds)
                .as(Append::new);
    }

    private static Arbitrary<Step> answer() {
        Arbitrary<PublishOutcome> outcomes = Arbitraries.frequency(
                Tuple.of(8, PublishOutcome.ACCEPTED),
                Tuple.of(1, new PublishOutcome.Postponed("full")),
                Tuple.of(1, new PublishOutcome.Unknown("cut")));
        return Combinators.combine(
                        PARTITION, Arbitraries.integers().between(1, 6), outcomes, Arbitraries.of(true, false))
                .as(Answer::new);
    }

    private static Arbitrary<Step> smooth(Arbitrary<Kind> kinds) {
        Arbitrary<Step> write = Combinators.combine(
                        PARTITION, Arbitraries.integers().between(1, 4))
                .as(Write::new);
        Arbitrary<Step> accept = Combinators.combine(
                        PARTITION, Arbitraries.integers().between(1, 6))
                .as((partition, count) -> new Answer(partition, count, PublishOutcome.ACCEPTED, true));
        return Arbitraries.frequencyOf(
                Tuple.of(30, append(kinds)),
                Tuple.of(15, Arbitraries.integers().between(1, PumpWorld.FETCH).map(Poll::new)),
                Tuple.of(20, Arbitraries.of(new OnContext())),
                Tuple.of(5, write),
                Tuple.of(8, accept),
                Tuple.of(3, Arbitraries.integers().between(0, 9).map(StoreLetter::new)),
                Tuple.of(3, Arbitraries.of(true, false).map(Commit::new)),
                Tuple.of(1, Arbitraries.integers().between(1, 12).map(Room::new)));
    }

    private static Arbitrary<Step> rough(Arbitrary<Kind> kinds) {
        Arbitrary<Step> revoke = Combinators.combine(
                        PARTITION, Arbitraries.of(true, false), Arbitraries.of(true, false))
                .as(Revoke::new);
        return Arbitraries.frequencyOf(
                Tuple.of(80, smooth(kinds)),
                Tuple.of(14, answer()),
                Tuple.of(4, Arbitraries.of(50, 200, 1000, 20_000).map(Pass::new)),
                Tuple.of(1, revoke),
                Tuple.of(2, PARTITION.map(Assign::new)),
                Tuple.of(1, Arbitraries.of(new CorrectMapping())),
                Tuple.of(1, Arbitraries.of(new TryRefusedAgain())));
    }

    private static Arbitrary<List<Step>> runs(Arbitrary<Step> steps) {
        return steps.list().ofMinSize(20).ofMaxSize(250);
    }

    @Provide
    Arbitrary<List<Step>> anything() {
        return runs(rough(Arbitraries.frequency(
                Tuple.of(8, Kind.PIPELINED),
                Tuple.of(8, Kind.STRICT),
                Tuple.of(8, Kind.STRICT_LATER),
                Tuple.of(2, Kind.SKIPPED),
                Tuple.of(1, Kind.UNMAPPABLE),
                Tuple.of(1, Kind.POISON),
                Tuple.of(1, Kind.STRICT_POISON))));
    }

    @Provide
    Arbitrary<List<Step>> strictWithoutRebalance() {
        return runs(rough(Arbitraries.of(Kind.STRICT)))
                .map(steps ->
                        steps.stream().filter(step -> !(step instanceof Revoke)).toList());
    }

    @Provide
    Arbitrary<List<Step>> pipelinedWithoutRefusals() {
        return runs(smooth(Arbitraries.frequency(
                Tuple.of(8, Kind.PIPELINED), Tuple.of(1, Kind.SKIPPED), Tuple.of(1, Kind.UNMAPPABLE))));
    }

    @Property(tries = 500)
    void deadLetters(@ForAll("anything") List<Step> steps) {
        PumpWorld world = run(BadRecords.DEAD_LETTER, steps);
        world.partitions.forEach(PumpModelTest::assertFinished);
        assertNothingHeld(world);
        assertThat(world.levels.inFlight).as("in flight").isZero();
        assertThat(world.pump.problem()).isEmpty();
    }

    @Property(tries = 500)
    void stop(@ForAll("anything") List<Step> steps) {
        PumpWorld world = run(BadRecords.STOP, steps);
        for (PumpWorldPartition partition : world.partitions) {
            Long halted = partition.halted;
            if (halted == null) {
                assertFinished(partition);
            } else {
                assertThat(partition.log.ceilingKey(partition.committed))
                        .as("%s", partition)
                        .isEqualTo(halted);
                assertThat(partition.finished(partition.log.get(halted))).isFalse();
                assertThat(partition.paused).isTrue();
                assertThat(world.pump.problem())
                        .get()
                        .asString()
                        .contains(partition.id + " stands still at offset " + halted);
            }
        }
        assertThat(world.levels.deadLettered).isEmpty();
        assertNothingHeld(world);
    }

    @Property(tries = 300)
    void strictNeverSendsTwiceWhatWasAccepted(@ForAll("strictWithoutRebalance") List<Step> steps) {
        List<Step> known = steps.stream()
                .filter(step -> !(step instanceof Answer answer && answer.outcome() instanceof PublishOutcome.Unknown))
                .toList();
        PumpWorld world = run(BadRecords.DEAD_LETTER, known);
        for (PumpWorldPartition partition : world.partitions) {
            assertThat(partition.journal).doesNotHaveDuplicates();
            assertFinished(partition);
        }
    }

    @Property(tries = 300)
    void pipelinedKeepsTheOrderWhenNothingIsRefused(@ForAll("pipelinedWithoutRefusals") List<Step> steps) {
        PumpWorld world = run(BadRecords.DEAD_LETTER, steps);
        for (PumpWorldPartition partition : world.partitions) {
            assertThat(partition.journal)
                    .extracting(PumpWorld.Arrival::offset)
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertFinished(partition);
        }
    }

    @Provide
    Arbitrary<List<Step>> readingFasterThanSending() {
        return Arbitraries.frequencyOf(
                        Tuple.of(10, Arbitraries.of(new Poll(PumpWorld.FETCH))),
                        Tuple.of(10, Arbitraries.of(new OnContext())),
                        Tuple.of(1, answer()))
                .list()
                .ofMinSize(100)
                .ofMaxSize(200);
    }

    @Property(tries = 100)
    void whatWaitsIsBounded(@ForAll("readingFasterThanSending") List<Step> steps) {
        PumpWorld world = new PumpWorld(BadRecords.DEAD_LETTER);
        for (PumpWorldPartition partition : world.partitions) {
            for (int i = 0; i < 100; i++) {
                partition.append(0, i % 3, i % 2 == 0 ? Kind.PIPELINED : Kind.STRICT);
            }
        }
        steps.forEach(step -> step.apply(world));
        world.settleDown();
        world.partitions.forEach(PumpModelTest::assertFinished);
    }

    private static PumpWorld run(BadRecords policy, List<Step> steps) {
        PumpWorld world = new PumpWorld(policy);
        steps.forEach(step -> step.apply(world));
        world.settleDown();
        return world;
    }

    private static void assertFinished(PumpWorldPartition partition) {
        assertThat(partition.log.values()).as("nothing is lost: %s", partition).allMatch(partition::finished);
        if (!partition.log.isEmpty()) {
            assertThat(partition.committed).as("%s", partition).isEqualTo(partition.end);
        }
        assertThat(partition.paused).as("%s", partition).isFalse();
        for (Kind kind : List.of(Kind.PIPELINED, Kind.STRICT, Kind.STRICT_LATER)) {
            Map<String, Long> last = new HashMap<>();
            Map<String, Long> highest = new HashMap<>();
            for (PumpWorld.Arrival arrival : partition.journal) {
                InboundRecord record = partition.log.get(arrival.offset());
                if (PumpWorld.kind(record) == kind) {
                    last.put(PumpWorld.key(record), arrival.offset());
                    highest.merge(PumpWorld.key(record), arrival.offset(), Math::max);
                }
            }
            assertThat(last).as("what was sent last is the newest of %s", kind).isEqualTo(highest);
        }
    }

    private static void assertNothingHeld(PumpWorld world) {
        assertThat(world.levels.waiting).as("waiting").isZero();
        assertThat(world.letters).isEmpty();
        assertThat(world.partitions).allMatch(partition -> partition.atPublisher.isEmpty());
    }
}
