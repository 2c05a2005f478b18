package dev.usher.bridge.core;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Which offsets of one partition are finished, and how far it is safe to commit.
 *
 * <pre>
 *   read from Kafka in this order ─────────────────────────────────►
 *
 *     offset    40    41    43    44    45    46    47
 *             ┌─────┬─────┬─────┬─────┬─────┬─────┬─────┐
 *             │done │done │open │done │open │done │open │     (42 does not exist: compacted away, or a transaction marker)
 *             └─────┴─────┴─────┴─────┴─────┴─────┴─────┘
 *                         ▲                             ▲
 *                         position() = 43               last opened
 *                         everything below is done,     (the next must be higher)
 *                         43 is the one to read after
 *                         a restart
 *                         ├──────── span() = 5 ─────────┤    held in memory: 43 to 47
 *                                    open() = 3              43, 45, 47
 *
 *     43 done  ──►  position() = 45, span() = 3
 *     all done ──►  position() = 48, span() = 0
 *     rewind() ──►  position() unchanged, everything above it forgotten: read again from there
 * </pre>
 *
 * A commit of {@code position()} therefore never covers a record that was neither accepted by Solace nor written to the
 * dead-letter topic. Finishing in order costs O(1), out of order O(log span). Used by one thread.
 */
public final class OffsetLedger {

    private static final long NOTHING = -1;

    private long[] offsets = new long[64];
    private boolean[] done = new boolean[64];
    private int head;
    private int span;
    private int open;
    private long last = NOTHING;
    private long position = NOTHING;
    private long committed = NOTHING;

    /** Whether the offset is above every offset opened before. */
    public boolean follows(long offset) {
        return offset > last;
    }

    /**
     * A record was read and is being worked on.
     *
     * @throws IllegalArgumentException when the offset is not above every offset opened before
     */
    public void open(long offset) {
        if (!follows(offset)) {
            throw new IllegalArgumentException("offset " + offset + " opened after " + last);
        }
        if (position == NOTHING) {
            position = offset;
            committed = offset;
        }
        if (span == offsets.length) {
            grow();
        }
        int slot = slot(span);
        offsets[slot] = offset;
        done[slot] = false;
        span++;
        open++;
        last = offset;
        if (span == 1) {
            position = offset;
        }
    }

    /**
     * A record is finished: accepted or in the dead-letter topic.
     *
     * @return false when the offset is not open (finished before, forgotten by a rewind, or never opened): nothing changes
     */
    public boolean complete(long offset) {
        int index = find(offset);
        if (index < 0 || done[slot(index)]) {
            return false;
        }
        done[slot(index)] = true;
        open--;
        while (span > 0 && done[head]) {
            head = (head + 1) & (offsets.length - 1);
            span--;
        }
        position = span == 0 ? last + 1 : offsets[head];
        return true;
    }

    /** The offset to read next after a restart: every record below is finished. Empty before the first record. */
    public OptionalLong position() {
        return position == NOTHING ? OptionalLong.empty() : OptionalLong.of(position);
    }

    /** The position, when it is above what was committed. */
    public OptionalLong uncommitted() {
        return position > committed ? OptionalLong.of(position) : OptionalLong.empty();
    }

    /** Kafka has stored this position. A later answer with a lower position changes nothing. */
    public void committed(long stored) {
        committed = Math.max(committed, stored);
    }

    /** Records held: open ones, and finished ones above an open one. */
    public int span() {
        return span;
    }

    public int open() {
        return open;
    }

    /**
     * Forgets every record at or above the position, finished or not; they are to be read again.
     *
     * @return the offset to read from; empty when no record was ever opened
     */
    public OptionalLong rewind() {
        head = 0;
        span = 0;
        open = 0;
        last = position == NOTHING ? NOTHING : position - 1;
        return position();
    }

    private int slot(int index) {
        return (head + index) & (offsets.length - 1);
    }

    private int find(long offset) {
        if (span == 0) {
            return -1;
        }
        if (offsets[head] == offset) {
            return 0;
        }
        int low = 0;
        int high = span - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long value = offsets[slot(middle)];
            if (value == offset) {
                return middle;
            }
            if (value < offset) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    private void grow() {
        int capacity = offsets.length;
        long[] moved = Arrays.copyOf(offsets, capacity * 2);
        boolean[] movedDone = Arrays.copyOf(done, capacity * 2);
        for (int index = 0; index < span; index++) {
            moved[index] = offsets[slot(index)];
            movedDone[index] = done[slot(index)];
        }
        offsets = moved;
        done = movedDone;
        head = 0;
    }
}
