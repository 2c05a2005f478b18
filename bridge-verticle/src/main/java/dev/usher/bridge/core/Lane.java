package dev.usher.bridge.core;

/**
 * The work on one partition from the first record after an assignment, or after a rewind, to the next. Events hold their lane, so
 * an answer that comes after the lane has ended is recognised by it. Used by one thread, apart from {@link #abandoned}.
 */
final class Lane {

    private final PartitionId partition;
    private final OffsetLedger ledger;
    private final Fence fence = new Fence();
    private int outstanding;
    private boolean rewinding;
    private boolean tooLong;
    private boolean paused;

    Lane(PartitionId partition) {
        this(partition, new OffsetLedger());
    }

    private Lane(PartitionId partition, OffsetLedger ledger) {
        this.partition = partition;
        this.ledger = ledger;
    }

    PartitionId partition() {
        return partition;
    }

    OffsetLedger ledger() {
        return ledger;
    }

    boolean abandoned() {
        return fence.isClosed();
    }

    /** Nothing more of this lane is to be sent. */
    void abandon() {
        fence.close();
    }

    /** The lane that reads again from the position of this one, whose ledger it takes over. */
    Lane rewound() {
        ledger.rewind();
        Lane next = new Lane(partition, ledger);
        next.rewinding = true;
        next.paused = paused;
        return next;
    }

    /** Records that arrive while the reader is still being set back are the old ones. */
    boolean rewinding() {
        return rewinding;
    }

    void rewindDone() {
        rewinding = false;
    }

    void taken() {
        outstanding++;
    }

    void settled() {
        outstanding--;
    }

    /** Whether nobody holds a record of this lane any more. */
    boolean idle() {
        return outstanding == 0;
    }

    boolean paused() {
        return paused;
    }

    /**
     * Decides between reading and pausing.
     *
     * @return whether the answer differs from what the reader was last told
     */
    boolean decidePause(boolean allFull, int high) {
        tooLong = tooLong ? ledger.span() > high / 2 : ledger.span() >= high;
        boolean wanted = allFull || tooLong;
        boolean changed = wanted != paused;
        paused = wanted;
        return changed;
    }
}
