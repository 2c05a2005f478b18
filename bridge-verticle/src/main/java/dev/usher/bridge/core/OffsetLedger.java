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
 *     rewind() ──►  position() unchanged, everything above it forgotten: read again from there;
 *                   only what was finished for good is remembered, and open() says so when it is read again
 * </pre>
 *
 * A commit of {@code position()} therefore never covers a record that was neither accepted by Solace nor written to the
 * dead-letter topic. Finishing in order costs O(1), out of order O(log span), a run of offsets no more than its length. Used by one
 * thread.
 */
public final class OffsetLedger {

    private static final long NOTHING = -1;

    private static final byte OPEN = 0;
    private static final byte DONE = 1;
    private static final byte DONE_FOR_GOOD = 2;
    private static final byte DONE_IN_TURN = 3;

    private long[] offsets = new long[64];
    private byte[] states = new byte[64];
    private int head;
    private int span;
    private int open;
    private long last = NOTHING;
    private long highest = NOTHING;
    private long position = NOTHING;
    private long committed = NOTHING;

    /** Forgotten by a rewind and not read again yet, as far as they still exist. */
    private int forgotten;

    /** Records up to this one, opened before {@link #remapped}, may come again among others than at first; see {@link #completeInTurn}. */
    private long mixedThrough = NOTHING;

    /** What was finished in turn up to here was so among those it belongs to. */
    private long mappedBefore = NOTHING;

    /**
     * Finished for good, but forgotten by a rewind and not read again yet; rising, from {@link #nextKept} up to {@link #keptEnd}. All are
     * above {@link #last}.
     */
    private long[] kept = new long[0];

    private int nextKept;
    private int keptEnd;

    /** Whether the offset is above every offset opened before. */
    public boolean follows(long offset) {
        return offset > last;
    }

    /**
     * A record was read and is being worked on.
     *
     * @return false when it was finished for good before a rewind: it is finished at once, and there is nothing to do
     * @throws IllegalArgumentException when the offset is not above every offset opened before
     */
    public boolean open(long offset) {
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
        states[slot] = OPEN;
        span++;
        open++;
        last = offset;
        if (offset < highest) {
            forgotten = Math.max(0, forgotten - 1);
        } else {
            forgotten = 0;
            highest = offset;
        }
        if (span == 1) {
            position = offset;
        }
        return nextKept == keptEnd || !wasKept(offset);
    }

    private boolean wasKept(long offset) {
        while (nextKept < keptEnd && kept[nextKept] < offset) {
            nextKept++;
        }
        if (nextKept == keptEnd || kept[nextKept] != offset) {
            return false;
        }
        nextKept++;
        completeForGood(offset);
        return true;
    }

    /**
     * A record is finished: accepted or in the dead-letter topic.
     *
     * @return false when the offset is not open (finished before, forgotten by a rewind, or never opened): nothing changes
     */
    public boolean complete(long offset) {
        return finish(offset, offset, DONE) == 1;
    }

    /**
     * The records from the first offset to the last are finished, both included. One call for what was accepted together.
     *
     * @return how many were open
     */
    public int completeThrough(long first, long last) {
        return finish(first, last, DONE);
    }

    /**
     * As {@link #complete}, and remembered through a {@link #rewind}: the record is not to be worked on again. That holds also for one
     * forgotten by a rewind and not read again yet.
     *
     * @return whether this is news
     */
    public boolean completeForGood(long offset) {
        return follows(offset) ? keep(offset) : finish(offset, offset, DONE_FOR_GOOD) == 1;
    }

    /**
     * As {@link #completeForGood}, but a rewind forgets it while records opened before {@link #remapped} are unfinished and this one was
     * opened after: one of those may come again, and this one was perhaps to be sent after it.
     */
    public void completeInTurn(long offset) {
        if (follows(offset)) {
            keep(offset);
        } else {
            finish(offset, offset, DONE_IN_TURN);
        }
    }

    /** What is opened from now on may be kept in order with others than what was opened before. */
    public void remapped() {
        if (keepsAllInTurn()) {
            mappedBefore = highest;
        }
        mixedThrough = highest;
    }

    /** Whether a rewind now would keep all that was finished in turn. */
    boolean keepsAllInTurn() {
        return position > mixedThrough || mixedThrough == NOTHING;
    }

    private boolean keep(long offset) {
        int found = Arrays.binarySearch(kept, nextKept, keptEnd, offset);
        if (position == NOTHING || found >= 0) {
            return false;
        }
        if (keptEnd == kept.length) {
            kept = Arrays.copyOf(kept, Math.max(16, 2 * keptEnd));
        }
        // Most come in order, at the end.
        int at = -found - 1;
        System.arraycopy(kept, at, kept, at + 1, keptEnd - at);
        kept[at] = offset;
        keptEnd++;
        return true;
    }

    /** Whether the record was opened and is not finished. */
    public boolean isOpen(long offset) {
        int index = firstFrom(offset);
        return index < span && offsets[slot(index)] == offset && states[slot(index)] == OPEN;
    }

    private int finish(long from, long to, byte how) {
        int before = open;
        for (int index = firstFrom(from); index < span; index++) {
            int slot = slot(index);
            if (offsets[slot] > to) {
                break;
            }
            if (states[slot] == OPEN) {
                states[slot] = how;
                open--;
            }
        }
        while (span > 0 && states[head] != OPEN) {
            head = (head + 1) & (offsets.length - 1);
            span--;
        }
        if (open != before) {
            position = span == 0 ? last + 1 : offsets[head];
        }
        return before - open;
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

    /** Records that a restart now would read again: the span, and those forgotten by a {@link #rewind} and not read again yet. */
    public int toRepeat() {
        return span + forgotten;
    }

    public int open() {
        return open;
    }

    /**
     * Forgets every record at or above the position, finished or not; they are to be read again. What was finished for good is known
     * when it is.
     *
     * @return the offset to read from; empty when no record was ever opened
     */
    public OptionalLong rewind() {
        keep();
        head = 0;
        forgotten += span;
        span = 0;
        open = 0;
        last = position == NOTHING ? NOTHING : position - 1;
        return position();
    }

    private void keep() {
        long[] found = new long[span + keptEnd - nextKept];
        int count = 0;
        long inTurn = keepsAllInTurn() ? Long.MAX_VALUE : mappedBefore;
        for (int index = 0; index < span; index++) {
            int slot = slot(index);
            if (states[slot] == DONE_FOR_GOOD || states[slot] == DONE_IN_TURN && offsets[slot] <= inTurn) {
                found[count++] = offsets[slot];
            }
        }
        for (; nextKept < keptEnd; nextKept++) {
            found[count++] = kept[nextKept];
        }
        kept = Arrays.copyOf(found, count);
        nextKept = 0;
        keptEnd = count;
    }

    private int slot(int index) {
        return (head + index) & (offsets.length - 1);
    }

    /** The index of the first offset that is not below this one; {@link #span} when there is none. */
    private int firstFrom(long offset) {
        if (span == 0 || offsets[head] >= offset) {
            return 0;
        }
        int low = 1;
        int high = span;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (offsets[slot(middle)] < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void grow() {
        int capacity = offsets.length;
        long[] moved = Arrays.copyOf(offsets, capacity * 2);
        byte[] movedStates = Arrays.copyOf(states, capacity * 2);
        for (int index = 0; index < span; index++) {
            moved[index] = offsets[slot(index)];
            movedStates[index] = states[slot(index)];
        }
        offsets = moved;
        states = movedStates;
        head = 0;
    }
}
