package dev.usher.semp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.semp.LaneScheduler.Started;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

class LaneSchedulerTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private long now = Long.MAX_VALUE - SECOND; // nanoTime may overflow, so may this

    @Property
    void neverMoreStartsInAnySecondThanAllowed(
            @ForAll("limits") BudgetLimits limits, @ForAll("steps") List<Step> steps) {
        Run run = new Run(limits);
        steps.forEach(run::take);
        for (int i = limits.requestsPerSecond(); i < run.starts.size(); i++) {
            long apart = run.starts.get(i).at - run.starts.get(i - limits.requestsPerSecond()).at;
            assertThat(apart).isGreaterThanOrEqualTo(SECOND);
        }
    }

    @Property
    void concurrencyHoldsAndKeepsASlotForRevocations(
            @ForAll("limits") BudgetLimits limits, @ForAll("steps") List<Step> steps) {
        Run run = new Run(limits);
        steps.forEach(run::take);
        for (Start start : run.starts) {
            assertThat(start.inFlight).isLessThanOrEqualTo(limits.maxConcurrent());
            assertThat(start.othersInFlight).isLessThanOrEqualTo(limits.sharedSlots());
        }
    }

    @Property
    void servesByPriorityButForTheSweepShare(@ForAll("limits") BudgetLimits limits, @ForAll("steps") List<Step> steps) {
        Run run = new Run(limits);
        steps.forEach(run::take);
        int sinceSweep = 0;
        for (Start start : run.starts) {
            boolean shareDue = start.lane == SempLane.SWEEP && sinceSweep >= limits.sweepEvery() - 1;
            if (!shareDue) {
                assertThat(start.moreUrgentWaiting).as("start %s", start).isFalse();
            }
            sinceSweep = start.lane == SempLane.SWEEP ? 0 : sinceSweep + 1;
        }
    }

    @Property
    void saysExactlyWhenToAskAgain(@ForAll("limits") BudgetLimits limits, @ForAll("steps") List<Step> steps) {
        Run run = new Run(limits);
        for (Step step : steps) {
            run.take(step);
            OptionalLong wait = run.scheduler.nanosUntilNext();
            if (wait.isPresent()) {
                assertThat(wait.getAsLong()).isPositive();
                now += wait.getAsLong() - 1;
                assertThat(run.scheduler.poll()).isEmpty();
                now += 1;
                int before = run.starts.size();
                run.startAll();
                assertThat(run.starts).hasSizeGreaterThan(before);
            }
        }
    }

    @Test
    void aSweepGetsOneStartInTenUnderConstantRevocation() {
        LaneScheduler<String> scheduler = new LaneScheduler<>(BudgetLimits.defaults(), () -> now);
        scheduler.offer(SempLane.SWEEP, "s");
        scheduler.offer(SempLane.SWEEP, "s");
        List<SempLane> served = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            scheduler.offer(SempLane.REVOKE, "r");
            now += SECOND;
            Started<String> started = scheduler.poll().orElseThrow();
            served.add(started.lane());
            scheduler.done(started.lane());
        }
        assertThat(served.subList(0, 9)).containsOnly(SempLane.REVOKE);
        assertThat(served.get(9)).isEqualTo(SempLane.SWEEP);
        assertThat(served.subList(10, 19)).containsOnly(SempLane.REVOKE);
        assertThat(served.get(19)).isEqualTo(SempLane.SWEEP);
    }

    @Test
    void aRevocationStartsWhileSlowReadsHoldAllOtherSlots() {
        LaneScheduler<String> scheduler = new LaneScheduler<>(new BudgetLimits(1000, 1000, 4, 10, 100), () -> now);
        for (int i = 0; i < 10; i++) {
            scheduler.offer(SempLane.SWEEP, "s");
        }
        while (scheduler.poll().isPresent()) {
            assertThat(scheduler.inFlight()).isLessThan(4);
        }
        scheduler.offer(SempLane.REVOKE, "r");
        assertThat(scheduler.poll()).map(Started::lane).contains(SempLane.REVOKE);
        assertThat(scheduler.poll()).isEmpty();
        assertThat(scheduler.nanosUntilNext()).isEmpty();
    }

    @Test
    void tenASecondMeansABurstOfTwoAndThenOneEveryTenth() {
        LaneScheduler<Integer> scheduler = new LaneScheduler<>(BudgetLimits.defaults(), () -> now);
        for (int i = 0; i < 30; i++) {
            scheduler.offer(SempLane.GRANT, i);
        }
        long begin = now;
        List<Long> atMillis = new ArrayList<>();
        while (atMillis.size() < 14) {
            Optional<Started<Integer>> started = scheduler.poll();
            if (started.isPresent()) {
                atMillis.add(Duration.ofNanos(now - begin).toMillis());
                scheduler.done(SempLane.GRANT);
            } else {
                now += scheduler.nanosUntilNext().orElseThrow();
            }
        }
        assertThat(atMillis)
                .containsExactly(0L, 0L, 100L, 200L, 300L, 400L, 500L, 600L, 700L, 800L, 1000L, 1000L, 1100L, 1200L);
    }

    @Test
    void aThousandASecondIsReached() {
        LaneScheduler<Integer> scheduler = new LaneScheduler<>(BudgetLimits.perSecond(1000), () -> now);
        int started = 0;
        for (int milli = 0; milli < 2000; milli++) {
            scheduler.offer(SempLane.GRANT, milli);
            while (scheduler.poll().isPresent()) {
                scheduler.done(SempLane.GRANT);
                started++;
            }
            now += 1_000_000;
        }
        assertThat(started).isEqualTo(2000);
    }

    @Test
    void refusesWhatExceedsTheQueueButNeverARevocation() {
        LaneScheduler<String> scheduler = new LaneScheduler<>(new BudgetLimits(10, 1, 1, 2, 2), () -> now);
        assertThat(scheduler.offer(SempLane.GRANT, "g")).isTrue();
        assertThat(scheduler.offer(SempLane.SWEEP, "s")).isTrue();
        assertThat(scheduler.offer(SempLane.PROVE, "p")).isFalse();
        assertThat(scheduler.offer(SempLane.REVOKE, "r")).isTrue();
    }

    @Provide
    Arbitrary<BudgetLimits> limits() {
        Arbitrary<Integer> rate = Arbitraries.integers().between(1, 40);
        Arbitrary<Integer> concurrent = Arbitraries.integers().between(1, 6);
        Arbitrary<Integer> sweepEvery = Arbitraries.integers().between(2, 12);
        return Combinators.combine(
                        rate, concurrent, sweepEvery, Arbitraries.integers().between(1, 40))
                .as((r, c, s, burst) -> new BudgetLimits(r, Math.min(burst, r), c, s, 1000));
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Step> offer = Arbitraries.of(SempLane.values()).map(lane -> run -> run.scheduler.offer(lane, lane));
        Arbitrary<Step> done = Arbitraries.integers().between(0, 5).map(which -> run -> run.finish(which));
        Arbitrary<Step> wait = Arbitraries.longs().between(0, SECOND / 4).map(nanos -> run -> run.pass(nanos));
        return Arbitraries.frequencyOf(Tuple.of(4, offer), Tuple.of(4, done), Tuple.of(2, wait))
                .list()
                .ofMaxSize(300);
    }

    private interface Step {
        void on(Run run);
    }

    private record Start(long at, SempLane lane, int inFlight, int othersInFlight, boolean moreUrgentWaiting) {}

    /** Drives a scheduler as the budget does: after every step, all that may start is started. */
    private final class Run {
        final LaneScheduler<SempLane> scheduler;
        final List<Start> starts = new ArrayList<>();
        final List<SempLane> running = new ArrayList<>();

        Run(BudgetLimits limits) {
            this.scheduler = new LaneScheduler<>(limits, () -> now);
        }

        void take(Step step) {
            step.on(this);
            startAll();
        }

        void finish(int which) {
            if (!running.isEmpty()) {
                scheduler.done(running.remove(which % running.size()));
            }
        }

        void pass(long nanos) {
            now += nanos;
        }

        void startAll() {
            for (var next = scheduler.poll(); next.isPresent(); next = scheduler.poll()) {
                SempLane lane = next.get().lane();
                assertThat(next.get().request()).isEqualTo(lane);
                running.add(lane);
                long others = running.stream().filter(l -> l != SempLane.REVOKE).count();
                boolean moreUrgent = false;
                for (SempLane other : SempLane.values()) {
                    moreUrgent |= other.compareTo(lane) < 0 && scheduler.waiting(other) > 0;
                }
                starts.add(new Start(now, lane, running.size(), (int) others, moreUrgent));
            }
        }
    }
}
