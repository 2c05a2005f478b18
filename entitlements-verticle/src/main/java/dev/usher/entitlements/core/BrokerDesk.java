package dev.usher.entitlements.core;

import dev.usher.entitlements.core.port.BrokerGateway;

/** One broker with the runs that are made on it, what it still takes, and where its clients are told things. */
record BrokerDesk(
        BrokerGateway broker,
        Enforcements enforcements,
        BrokerWatch watch,
        Capacity capacity,
        Noticeboard noticeboard) {}
