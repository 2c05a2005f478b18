package dev.usher.e2e;

import dev.usher.broker.core.BrokerSwitches;

/** The story on the broker that PubSub+ most likely is. */
class StoryIT extends Story {
    @Override
    BrokerSwitches switches() {
        return BrokerSwitches.defaults();
    }
}
