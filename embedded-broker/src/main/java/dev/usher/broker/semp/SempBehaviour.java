package dev.usher.broker.semp;

import java.time.Duration;

/**
 * How the SEMP side behaves where PubSub+ leaves room: page sizes, stale monitor reads, statuses. Thread-safe; a change
 * applies to requests that arrive after it. Single requests are made to fail with {@code Faults.semp}.
 */
public final class SempBehaviour {

    /** How a collection is cut into pages. */
    public enum Paging {
        /** Every page but the last holds as many objects as asked for. */
        FULL,
        /**
         * The first page is empty, the others short, and the last is empty: all of them but the last with a cursor.
         * PubSub+ may answer so (SEMP v2 spec 2.30, "cursor"): a client has to follow the cursor, not count objects.
         */
        RAGGED
    }

    private volatile Paging paging = Paging.FULL;
    private volatile Duration monitorLag = Duration.ZERO;
    private volatile int notFoundStatus = 400;
    private volatile int sessionSlots = Integer.MAX_VALUE;

    public SempBehaviour paging(Paging value) {
        paging = value;
        return this;
    }

    /**
     * Serves live clients and sessions of the monitor API from a picture that may be this old. Zero reads live state. A
     * very long lag freezes the picture taken by the first read after this call.
     */
    public SempBehaviour monitorLag(Duration value) {
        monitorLag = value;
        return this;
    }

    /**
     * The HTTP status that goes with NOT_FOUND: 400 as recorded from brokers, or 404 as the SEMP v2 spec 2.30 has it.
     * Clients must decide by the code.
     */
    public SempBehaviour notFoundStatus(int value) {
        notFoundStatus = value;
        return this;
    }

    /** Sessions that basic authentication may have open at once; beyond them the answer is 529. */
    public SempBehaviour sessionSlots(int value) {
        sessionSlots = value;
        return this;
    }

    Paging paging() {
        return paging;
    }

    Duration monitorLag() {
        return monitorLag;
    }

    int notFoundStatus() {
        return notFoundStatus;
    }

    int sessionSlots() {
        return sessionSlots;
    }
}
