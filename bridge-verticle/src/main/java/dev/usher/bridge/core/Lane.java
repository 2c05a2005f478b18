package dev.usher.bridge.core;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * The work on one partition from the first record after an assignment, or after a rewind, to the next. Events hold their lane, so
 * an answer that comes after the lane has ended is recognised by it. Used by one thread, apart from {@link #fence}, {@link #bars} and
 * {@link #span}.
 *
 * <p>Each event is in one of two places, and its lane counts both: <em>held</em> here (in a chunk that waits for room, behind another
 * one in the {@link KeyGate}, or resting after a refusal) or <em>offered</em>, with the publisher.
 */
final class Lane {

    private final PartitionId partition;
    private final OffsetLedger ledger;
    private final BooleanSupplier mayStillSend;
    private final Fence fence = new Fence();
    private final KeyGate gate = new KeyGate();
    private final ArrayDeque<List<OutboundEvent>> chunks = new ArrayDeque<>();
    private int held;
    private long heldBytes;
    private final Custody custody;
    private boolean replaced;
    private boolean keptByNext;
    private boolean resting;
    private boolean tooLong;
    private boolean tooManyParked;
    private boolean paused;
    private boolean crowded;
    private Refusals refusals;
    private Halt halt;

    /** Null when the reader is where it should be. */
    private SettingBack settingBack;

    private final Level span = new Level();

    /**
     * @param mayStillSend see {@link RecordSource#mayStillSend}
     * @param custody of the partition
     */
    Lane(PartitionId partition, BooleanSupplier mayStillSend, Custody custody) {
        this(partition, mayStillSend, new OffsetLedger(), custody);
    }

    private Lane(PartitionId partition, BooleanSupplier mayStillSend, OffsetLedger ledger, Custody custody) {
        this.partition = partition;
        this.mayStillSend = mayStillSend;
        this.ledger = ledger;
        this.custody = custody;
    }

    /** The lane that reads again from the position of this one, whose ledger it takes over. */
    Lane rewound() {
        keptByNext = ledger.keepsAllInTurn();
        ledger.rewind();
        Lane next = new Lane(partition, mayStillSend, ledger, custody);
        next.settingBack = new SettingBack();
        next.paused = paused;
        next.refusals = refusals;
        if (halt != null) {
            next.halt(halt);
        }
        replaced = true;
        return next;
    }

    /** The lane that reads on where nothing that this one knows of the offsets is true any more. */
    Lane restarted() {
        Lane next = new Lane(partition, mayStillSend, new OffsetLedger(), custody);
        next.paused = paused && !abandoned();
        replaced = true;
        return next;
    }

    PartitionId partition() {
        return partition;
    }

    OffsetLedger ledger() {
        return ledger;
    }

    Fence fence() {
        return fence;
    }

    KeyGate gate() {
        return gate;
    }

    /** What waits for room at the publisher, in order. */
    ArrayDeque<List<OutboundEvent>> chunks() {
        return chunks;
    }

    boolean abandoned() {
        return fence.isClosed();
    }

    /** Whether this offset is not to be sent now: the lane has ended before it, or is about to end. Safe on any thread. */
    boolean bars(long offset) {
        return offset >= fence.from() || !mayStillSend.getAsBoolean();
    }

    /** Nothing more of this lane is to be sent, and what is held is let go; what is offered will still be answered. */
    void abandon() {
        fence.close();
        gate.clear();
        chunks.clear();
        held = 0;
        heldBytes = 0;
    }

    /** An event was made. */
    void made(OutboundEvent event) {
        held++;
        heldBytes += event.bytes();
    }

    void offered(List<OutboundEvent> events) {
        letGo(events);
        custody.offered(events.size());
    }

    private void letGo(List<? extends OutboundEvent> events) {
        held -= events.size();
        heldBytes -= OutboundEvent.bytes(events);
    }

    /** The publisher has nothing more to do with so many events. */
    void answered(int events) {
        custody.answered(events);
    }

    /** An answered event is to be offered again. */
    void takenBack(OutboundEvent event) {
        made(event);
    }

    int held() {
        return held;
    }

    /** The payloads of those held. */
    long heldBytes() {
        return heldBytes;
    }

    void letterBegun() {
        custody.letterBegun();
    }

    void letterEnded() {
        custody.letterEnded();
    }

    /** These offsets are accepted; they are sent again when the lane is rewound. */
    void finish(long first, long last) {
        if (!replaced) {
            ledger.completeThrough(first, last);
        }
    }

    /** This offset is finished and, whatever becomes of its neighbours, not to be worked on again, not even after a rewind. */
    void finishForGood(long offset) {
        ledger.completeForGood(offset);
    }

    /** A strict event is accepted: as {@link #finishForGood}, unless that could leave it in front of an earlier one of its key. */
    void finishInTurn(long offset) {
        if (!replaced || keptByNext) {
            ledger.completeInTurn(offset);
        }
    }

    /** Records that arrive while the reader is still to be set back are the old ones. */
    boolean rewinding() {
        return settingBack != null;
    }

    /** The reader is. @return whether there was a failure to speak of before */
    boolean setBack() {
        boolean spokenOf = seekFails();
        settingBack = null;
        return spokenOf;
    }

    /** The reader is not. @return how long to wait before the next attempt */
    Duration notSetBack() {
        return settingBack.failed();
    }

    /** Whether there is something to speak of about setting the reader back. */
    boolean seekFails() {
        return settingBack != null && settingBack.fails();
    }

    /** Whether the partition is left alone for a while before it is read again. */
    void resting(boolean rests) {
        resting = rests;
    }

    /** @param again whether the same record was refused before */
    Refusals refused(long offset, String detail, boolean again, Timers timers) {
        boolean still = refusals != null && !refusals.over(position());
        if (!still) {
            refusals = new Refusals(timers.now());
        }
        refusals.add(offset, detail, still && again);
        return refusals;
    }

    /** Forgets refusals that were overcome. @return whether there were any to speak of */
    boolean recovered() {
        if (refusals == null || !refusals.over(position())) {
            return false;
        }
        boolean spokenOf = refusals.repeated();
        refusals = null;
        return spokenOf;
    }

    /** Null when there are none. */
    Refusals refusals() {
        return refusals;
    }

    private long position() {
        OptionalLong position = ledger.position();
        if (position.isEmpty()) {
            throw new IllegalStateException("an answer for " + partition + ", of which nothing was read");
        }
        return position.getAsLong();
    }

    /** The partition is to stand still at this record, which is open in the ledger and stays so. What is in front of it goes on. */
    void halt(Halt at) {
        halt = at;
        long offset = at.record().offset();
        fence.closeFrom(offset);
        letGo(gate.dropFrom(offset));
        for (int left = chunks.size(); left > 0; left--) {
            List<OutboundEvent> chunk = chunks.remove();
            List<OutboundEvent> stay =
                    chunk.stream().filter(event -> event.offset() < offset).toList();
            letGo(chunk.stream().filter(event -> event.offset() >= offset).toList());
            if (!stay.isEmpty()) {
                chunks.add(stay);
            }
        }
    }

    /** What was bad may not be any more. The fence stays: this lane is to be rewound. */
    void forgetHalt() {
        halt = null;
    }

    /** Null when there is no bad record to stand still at. */
    Halt halt() {
        return halt;
    }

    /** Whether the bad record is reached. After a rewind there may be others in front of it to be read again. */
    boolean standsStill() {
        return halt != null && !ledger.follows(fence.from());
    }

    /** Records that a restart would read again, as of the last {@link #noteSpan}. Safe on any thread. */
    int span() {
        return span.get();
    }

    int noteSpan() {
        int now = ledger.toRepeat();
        span.set(now);
        return now;
    }

    boolean paused() {
        return paused;
    }

    /** Whether it is paused because too much waits, and would not be otherwise. */
    boolean crowded() {
        return crowded;
    }

    /**
     * Decides between reading and pausing.
     *
     * @param span how many records above the committable position are too many
     * @param parked how many events behind others of their key are too many
     * @return whether the answer differs from what the reader was last told
     */
    boolean decidePause(boolean allFull, int span, int parked) {
        tooLong = over(ledger.span(), span, tooLong);
        tooManyParked = over(gate.parked(), parked, tooManyParked);
        boolean stands = resting || standsStill();
        crowded = !stands && (allFull || tooLong || tooManyParked);
        boolean wanted = stands || crowded;
        boolean changed = wanted != paused;
        paused = wanted;
        return changed;
    }

    /** Once over, over until half of it is left. */
    static boolean over(long level, long high, boolean before) {
        return before ? level > high / 2 : level >= high;
    }
}
