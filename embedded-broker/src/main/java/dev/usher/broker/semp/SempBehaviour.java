package dev.usher.broker.semp;

import dev.usher.broker.switches.BrokerSwitches;
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
        RAGGED,
        /** Pages hold at most half of what was asked for, as when a broker takes too long for the rest. */
        SHORT
    }

    /**
     * What more requests than the broker bears lead to. No public text says: the documentation says that SEMP does not
     * limit and that a caller keeps to ten a second (PubSub+ docs, "SEMP Features"), and clients provide for the statuses.
     */
    public enum Overload {
        /** HTTP 503; nothing is applied. */
        UNAVAILABLE(503),
        /** HTTP 429; nothing is applied. */
        TOO_MANY_REQUESTS(429),
        /** Each request waits for its turn; those that waited get short pages. */
        SLOW(200);

        private final int status;

        Overload(int status) {
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    record Ceiling(int perSecond, Overload overload) {
        boolean isOff() {
            return perSecond == Integer.MAX_VALUE;
        }
    }

    private volatile Paging paging = Paging.FULL;
    private volatile Duration monitorLag = Duration.ZERO;
    private volatile int notFoundStatus = 400;
    private volatile int sessionSlots = Integer.MAX_VALUE;
    private volatile Ceiling ceiling = new Ceiling(Integer.MAX_VALUE, Overload.SLOW);

    /** As the switches of the broker say. */
    public static SempBehaviour of(BrokerSwitches switches) {
        SempBehaviour behaviour = new SempBehaviour();
        behaviour.reset(switches);
        return behaviour;
    }

    /** Back to what the switches of the broker say. */
    public void reset(BrokerSwitches switches) {
        paging(switches.raggedPages() ? Paging.RAGGED : Paging.FULL);
        notFoundStatus(switches.notFoundIs404() ? 404 : 400);
        monitorLag(switches.monitorLag());
        sessionSlots(Integer.MAX_VALUE);
        ceiling(Integer.MAX_VALUE, Overload.SLOW);
    }

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

    /**
     * Bears this many requests in any second, by the broker's clock; {@link Integer#MAX_VALUE}, the default, for all.
     *
     * @param overload what more than these lead to
     */
    public SempBehaviour ceiling(int perSecond, Overload overload) {
        if (perSecond < 1) {
            throw new IllegalArgumentException("SEMP requests a second: " + perSecond + " is less than 1");
        }
        ceiling = new Ceiling(perSecond, overload);
        return this;
    }

    Ceiling ceiling() {
        return ceiling;
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
