package dev.usher.semp;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Decides which waiting request starts next and when. Pure: no threads, no timers, time comes from the clock passed in.
 * Not thread-safe.
 *
 * <p>Two independent limits hold at every start. The window remembers the last {@code N} starts and lets the next one go only
 * when the oldest of them is a full second old, so no one-second window ever holds more than {@code N}. The pacer (a virtual
 * scheduling clock that moves on by one {@code N}-th of a second per start) spreads them, allowing {@code burst} at once.
 */
final class LaneScheduler<T> {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final BudgetLimits limits;
    private final LongSupplier nanos;
    private final Map<SempLane, Deque<T>> waiting = new EnumMap<>(SempLane.class);
    private final long[] starts;
    private final long interval;
    private int nextStart;
    private boolean windowFull;
    private long paced;
    private int revokesInFlight;
    private int othersInFlight;
    private int startsSinceSweep;

    LaneScheduler(BudgetLimits limits, LongSupplier nanos) {
        this.limits = limits;
        this.nanos = nanos;
        this.starts = new long[limits.requestsPerSecond()];
        this.interval = SECOND / limits.requestsPerSecond();
        this.paced = nanos.getAsLong();
        for (SempLane lane : SempLane.values()) {
            waiting.put(lane, new ArrayDeque<>());
        }
    }

    /** Queues a request; false when too many wait already. A revocation is never refused. */
    boolean offer(SempLane lane, T request) {
        if (lane != SempLane.REVOKE && waitingBelowRevoke() >= limits.maxWaiting()) {
            return false;
        }
        waiting.get(lane).add(request);
        return true;
    }

    /** Takes the request to start now, if one may. Each one taken must be given back with {@link #done}. */
    Optional<Started<T>> poll() {
        Optional<SempLane> lane = nextLane();
        if (lane.isEmpty() || nanosToWait() > 0) {
            return Optional.empty();
        }
        return Optional.of(start(lane.get()));
    }

    /** When to poll again; empty when only {@link #offer} or {@link #done} can change the answer. */
    OptionalLong nanosUntilNext() {
        return nextLane().isEmpty() ? OptionalLong.empty() : OptionalLong.of(Math.max(0, nanosToWait()));
    }

    void done(SempLane lane) {
        if (lane == SempLane.REVOKE) {
            revokesInFlight--;
        } else {
            othersInFlight--;
        }
        if (revokesInFlight < 0 || othersInFlight < 0) {
            throw new IllegalStateException("more requests ended than started");
        }
    }

    int waiting(SempLane lane) {
        return waiting.get(lane).size();
    }

    int inFlight() {
        return revokesInFlight + othersInFlight;
    }

    private Optional<SempLane> nextLane() {
        boolean anySlot = inFlight() < limits.maxConcurrent();
        boolean sharedSlot = anySlot && othersInFlight < limits.sharedSlots();
        if (sharedSlot && waiting(SempLane.SWEEP) > 0 && startsSinceSweep >= limits.sweepEvery() - 1) {
            return Optional.of(SempLane.SWEEP);
        }
        for (SempLane lane : SempLane.values()) {
            if (waiting(lane) > 0 && (lane == SempLane.REVOKE ? anySlot : sharedSlot)) {
                return Optional.of(lane);
            }
        }
        return Optional.empty();
    }

    private long nanosToWait() {
        long now = nanos.getAsLong();
        long forPace = paced - now - (limits.burst() - 1) * interval;
        long forWindow = windowFull ? starts[nextStart] - now + SECOND : 0;
        return Math.max(forPace, forWindow);
    }

    private Started<T> start(SempLane lane) {
        long now = nanos.getAsLong();
        starts[nextStart] = now;
        nextStart = (nextStart + 1) % starts.length;
        windowFull |= nextStart == 0;
        paced = (paced - now > 0 ? paced : now) + interval;

        T request = waiting.get(lane).remove();
        if (lane == SempLane.REVOKE) {
            revokesInFlight++;
        } else {
            othersInFlight++;
        }
        boolean sweepPassedOver = lane != SempLane.SWEEP && waiting(SempLane.SWEEP) > 0;
        startsSinceSweep = sweepPassedOver ? startsSinceSweep + 1 : 0;
        return new Started<>(lane, request);
    }

    private int waitingBelowRevoke() {
        return waiting(SempLane.PROVE) + waiting(SempLane.GRANT) + waiting(SempLane.SWEEP);
    }

    record Started<T>(SempLane lane, T request) {}
}
