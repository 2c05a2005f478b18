package dev.usher.probes;

import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.SubscriptionEventMode;
import dev.usher.broker.switches.BrokerSwitches;
import java.time.Duration;

/** The embedded broker as a broker under test. */
final class Embedded {

    private Embedded() {}

    static EmbeddedBroker start(BrokerSwitches switches) {
        return EmbeddedBroker.builder()
                .switches(switches)
                .configure(vpn -> vpn.updateSettings(s -> s.withSubscriptionEvents(SubscriptionEventMode.V2)))
                .start();
    }

    static BrokerUnderTest underTest(EmbeddedBroker broker) {
        return BrokerUnderTest.of(
                        broker.smfHost(), broker.sempUri(), broker.vpn(), new BrokerUnderTest.Admin("admin", "admin"))
                .withMqtt(broker.mqttUri())
                .withMqttWebSocket(broker.mqttWebSocketUri())
                .withSempPause(Duration.ZERO)
                .withEverything(true);
    }
}
