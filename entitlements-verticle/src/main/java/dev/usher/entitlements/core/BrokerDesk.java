package dev.usher.entitlements.core;

import dev.usher.entitlements.core.port.BrokerGateway;

/** One broker with the runs that are made on it. */
record BrokerDesk(BrokerGateway broker, Enforcements enforcements, BrokerWatch watch) {}
