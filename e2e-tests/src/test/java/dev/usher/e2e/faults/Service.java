package dev.usher.e2e.faults;

import java.util.Map;

/** How a route delivers, with what is promised about its order. */
enum Service {
    DIRECT(Map.of("delivery", "direct")),
    PIPELINED(Map.of("delivery", "guaranteed", "ordering", "pipelined")),
    STRICT(Map.of("delivery", "guaranteed", "ordering", "strict"));

    private final Map<String, String> settings;

    Service(Map<String, String> settings) {
        this.settings = settings;
    }

    /** What its route says beside where from and where to. */
    Map<String, String> settings() {
        return settings;
    }

    /** With one owner at a time and nothing refused; crashes and cut connections allowed. */
    Order throughCrashes() {
        return this == STRICT ? Order.STRICT : Order.SUFFIXES;
    }

    /** With refusals for now, while every answer arrives. */
    Order throughRefusals() {
        return this == STRICT ? Order.STRICT_ONCE : Order.ENDS_IN_ORDER;
    }

    /** With a former owner that does not know yet. */
    Order throughTakeOvers() {
        return this == STRICT ? Order.STRICT : Order.FIRST_TIMES;
    }
}
