package dev.usher.entitlements.gateway;

import dev.usher.broker.switches.BrokerSwitches;

/** How the broker is where no public text says. */
enum BrokerKind {
    DEFAULT(BrokerSwitches.defaults()),
    PESSIMISTIC(BrokerSwitches.pessimistic());

    private final BrokerSwitches switches;

    BrokerKind(BrokerSwitches switches) {
        this.switches = switches;
    }

    BrokerSwitches switches() {
        return switches;
    }
}
