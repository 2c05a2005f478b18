package dev.usher.e2e;

import dev.usher.broker.switches.BrokerSwitches;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Who is reached, by what, on which broker. */
record Setting(Browser browser, Gateway gateway, Facts facts) {

    /** What the service subscribes with for others. */
    enum Gateway {
        /** The subscription manager, over SMF. */
        SMF(Map.of()),
        /** Management of MQTT sessions, by SEMP. */
        SEMP(Map.of("USHER_ENTITLEMENTS_BROKERS_0_INJECTION", "semp"));

        private final Map<String, String> overrides;

        Gateway(Map<String, String> overrides) {
            this.overrides = overrides;
        }

        /** Environment variables that choose it. */
        Map<String, String> overrides() {
            return overrides;
        }
    }

    /** What is true where no public text says how PubSub+ behaves. */
    enum Facts {
        /** The broker that PubSub+ most likely is. */
        DEFAULT(BrokerSwitches.defaults()),
        /** Each unconfirmed fact is the one that is hardest on us. */
        PESSIMISTIC(BrokerSwitches.pessimistic());

        private final BrokerSwitches switches;

        Facts(BrokerSwitches switches) {
            this.switches = switches;
        }

        BrokerSwitches switches() {
            return switches;
        }
    }

    /** Every combination, also those that are refused. */
    static Stream<Setting> all() {
        return Stream.of(Browser.values())
                .flatMap(browser -> Stream.of(Gateway.values())
                        .flatMap(gateway -> Stream.of(Facts.values()).map(f -> new Setting(browser, gateway, f))));
    }

    @Override
    public String toString() {
        return browser + " · " + gateway.name().toLowerCase(Locale.ROOT) + " · "
                + facts.name().toLowerCase(Locale.ROOT);
    }
}
