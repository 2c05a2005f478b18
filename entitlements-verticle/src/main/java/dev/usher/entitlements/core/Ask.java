package dev.usher.entitlements.core;

import dev.usher.entitlements.core.port.Urgency;

/**
 * What a run is asked for.
 *
 * @param cut whom to disconnect first
 * @param urgency how urgent its requests to the broker are
 */
record Ask(Cut cut, Urgency urgency) {
    /** Somebody's rights became narrower, or may have. */
    static final Ask REVOKE = new Ask(Cut.NONE, Urgency.REVOKE);

    /** Somebody came who may be owed something. */
    static final Ask GRANT = new Ask(Cut.NONE, Urgency.GRANT);

    /** Just looking. */
    static final Ask LOOK = new Ask(Cut.NONE, Urgency.SWEEP);

    static Ask cutting(Cut cut) {
        return new Ask(cut, Urgency.REVOKE);
    }

    /** Both at once, as urgent as the more urgent of the two. */
    Ask and(Ask other) {
        return new Ask(cut.and(other.cut), urgency.compareTo(other.urgency) <= 0 ? urgency : other.urgency);
    }

    /** Of the reads that prove something. */
    Urgency reading() {
        return urgency == Urgency.REVOKE ? Urgency.PROVE : urgency;
    }
}
