package dev.usher.bridge.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Keeps the strict events of one partition apart by Kafka key: of those with one key, one has passed the gate and is not settled, and
 * the others stand in line behind it. Keys are compared byte by byte; records without a key count as having one and the same.
 *
 * <pre>
 *                    in front: passed      parked, in the order of their offsets
 *      key AAPL  ──►  @40 ───────────────── @44 ── @47
 *      key MSFT  ──►  @41
 *      no key    ──►  @43 (resting) ─────── @45
 *
 *      @40 settled                  ──►  @44 passes
 *      @41 settled                  ──►  the line of MSFT is gone
 *      @43 refused for now          ──►  stays in front and rests; it passes again, and @45 waits; AAPL and MSFT go on
 * </pre>
 */
final class KeyGate {

    private record Key(byte[] bytes, int hash) {
        Key(byte[] bytes) {
            this(bytes, Arrays.hashCode(bytes));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key that && hash == that.hash && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        /** Not the key, which is the user's data. */
        @Override
        public String toString() {
            return "key of " + (bytes == null ? "none" : bytes.length + " bytes");
        }
    }

    /** The unsettled events of one key. */
    static final class Line {
        private final Key key;
        private KeyedEvent front;
        private KeyedEvent last;

        private Line(Key key) {
            this.key = key;
        }
    }

    private final Map<Key, Line> lines = new HashMap<>();
    private int parked;

    /** @return whether the event passes at once; otherwise it is parked until {@link #settled} gives it back */
    boolean admit(KeyedEvent event) {
        Line line = lines.computeIfAbsent(new Key(event.record().key()), Line::new);
        event.line = line;
        boolean first = line.front == null;
        if (first) {
            line.front = event;
        } else {
            line.last.next = event;
            parked++;
        }
        line.last = event;
        return first;
    }

    /**
     * The event in front is accepted, or refused for good.
     *
     * @return the next of its key, which passes now; null when there is none
     */
    KeyedEvent settled(KeyedEvent event) {
        Line line = event.line;
        if (line.front != event) {
            throw new IllegalStateException(event + " is settled, but was not let pass");
        }
        line.front = event.next;
        if (line.front == null) {
            lines.remove(line.key);
        } else {
            parked--;
        }
        return line.front;
    }

    /** Events that wait for one in front of them. */
    int parked() {
        return parked;
    }

    /**
     * Takes out the events at or above an offset, but for those that have passed and do not rest.
     *
     * @return those that were taken out
     */
    List<KeyedEvent> dropFrom(long offset) {
        List<KeyedEvent> dropped = new ArrayList<>();
        for (Iterator<Line> i = lines.values().iterator(); i.hasNext(); ) {
            Line line = i.next();
            if (line.front.resting() && line.front.offset() >= offset) {
                dropped.add(line.front);
                cutBehind(line, line.front, dropped);
                i.remove();
            } else {
                KeyedEvent stays = line.front;
                while (stays.next != null && stays.next.offset() < offset) {
                    stays = stays.next;
                }
                cutBehind(line, stays, dropped);
            }
        }
        return dropped;
    }

    private void cutBehind(Line line, KeyedEvent stays, List<KeyedEvent> dropped) {
        for (KeyedEvent event = stays.next; event != null; event = event.next) {
            dropped.add(event);
            parked--;
        }
        stays.next = null;
        line.last = stays;
    }

    /** Forgets all. */
    void clear() {
        lines.clear();
        parked = 0;
    }
}
