package dev.usher.e2e;

import dev.usher.broker.core.BrokerSwitches;

/** The story where each unconfirmed fact about PubSub+ is the one that is hardest on us. */
class PessimisticStoryIT extends Story {
    @Override
    BrokerSwitches switches() {
        return BrokerSwitches.pessimistic();
    }
}
