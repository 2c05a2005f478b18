package dev.usher.broker.core;

import java.nio.charset.StandardCharsets;

/**
 * Publishes events on the message bus: below {@code #LOG}, and for MQTT the same below {@code $SYS/LOG}; direct, and the
 * text ends with a NUL (PubSub+ docs, "Subscribing to Message-Bus Events"). Who may subscribe to them is up to the ACLs,
 * as for any topic.
 */
final class MessageBusEvents {

    private final BrokerCore core;

    MessageBusEvents(BrokerCore core) {
        this.core = core;
    }

    /** @param rest of the topic, beginning with a slash and the level of the event */
    void publish(String rest, String text) {
        if (core.faults().clientEventsDropped()) {
            return;
        }
        VpnSettings settings = core.vpn().settings();
        byte[] payload = (text + "\0").getBytes(StandardCharsets.UTF_8);
        if (settings.eventsForSmf()) {
            route("#LOG" + rest, payload);
        }
        if (settings.eventsForMqtt()) {
            route("$SYS/LOG" + rest, payload);
        }
    }

    private void route(String topic, byte[] payload) {
        // A long subscription makes a topic that nobody could name.
        if (Filter.publishable(topic)) {
            core.routing().publishFromBroker(Message.of(topic, payload));
        }
    }
}
