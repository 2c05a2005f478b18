package dev.usher.broker.semp;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;

/** Counts requests against {@link SempBehaviour#ceiling}. Thread-safe. */
final class SempCeiling {
    private static final long SECOND = 1_000;

    /**
     * @param accepted false: answer with the status of the overload
     * @param delayMillis how long the request has to wait for its turn
     */
    record Turn(boolean accepted, long delayMillis) {}

    private static final Turn AT_ONCE = new Turn(true, 0);
    private static final Turn REFUSED = new Turn(false, 0);

    private final Clock clock;
    private final SempBehaviour behaviour;
    private final Deque<Long> lastSecond = new ArrayDeque<>();

    SempCeiling(Clock clock, SempBehaviour behaviour) {
        this.clock = clock;
        this.behaviour = behaviour;
    }

    synchronized Turn next() {
        SempBehaviour.Ceiling ceiling = behaviour.ceiling();
        if (ceiling.isOff()) {
            lastSecond.clear();
            return AT_ONCE;
        }
        long now = clock.millis();
        // Those given a later turn are in here with the time of that turn.
        while (!lastSecond.isEmpty() && lastSecond.peekFirst() + SECOND <= now) {
            lastSecond.removeFirst();
        }
        if (lastSecond.size() < ceiling.perSecond()) {
            lastSecond.addLast(now);
            return AT_ONCE;
        }
        if (ceiling.overload() != SempBehaviour.Overload.SLOW) {
            return REFUSED;
        }
        long[] turns = lastSecond.stream().mapToLong(Long::longValue).toArray();
        long turn = turns[turns.length - ceiling.perSecond()] + SECOND;
        lastSecond.addLast(turn);
        return new Turn(true, turn - now);
    }
}
