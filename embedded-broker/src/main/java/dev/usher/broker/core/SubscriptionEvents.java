package dev.usher.broker.core;

import java.util.Optional;

/**
 * Events of subscriptions made and ended (PubSub+ docs, "Subscribing to Message-Bus Events"). Format 1:
 * {@code #LOG/INFO/SUB_ADD/<topic>}, {@code SUB_DEL}; format 2:
 * {@code #LOG/INFO/SUB/<router>/ADD/<vpn>/<client>/<topic>}, {@code DEL}. The text names the client and, when the request
 * was made on its behalf, the manager. Called under the broker's lock, so events are in the order of the changes.
 */
final class SubscriptionEvents {

    /** Whose subscription it is: a client name with its username and address, empty where there is none. */
    record Party(String clientName, String username, String address) {
        static Party of(Client client) {
            return new Party(client.name(), client.username(), client.address());
        }
    }

    private final BrokerCore core;
    private final MessageBusEvents bus;

    SubscriptionEvents(BrokerCore core, MessageBusEvents bus) {
        this.core = core;
        this.bus = bus;
    }

    /** @param manager client name of the subscription manager that asked for it; empty when nobody did on behalf of others */
    void added(Party subscriber, String topic, String manager) {
        publish(true, subscriber, topic, manager);
    }

    /** Somebody asked for it to end. */
    void removed(Party subscriber, String topic, String manager) {
        publish(false, subscriber, topic, manager);
    }

    /** It ended with the connection or the session it belonged to. */
    void disconnected(Party subscriber, String topic) {
        if (mode().onDisconnect()) {
            publish(false, subscriber, topic, "");
        }
    }

    boolean areOff() {
        return mode() == SubscriptionEventMode.OFF;
    }

    private SubscriptionEventMode mode() {
        return core.vpn().settings().subscriptionEvents();
    }

    private void publish(boolean add, Party subscriber, String topic, String manager) {
        int format = mode().format();
        if (format == 0 || core.faults().losesEvent("SUB_" + verb(add), subscriber.clientName())) {
            return;
        }
        String rest = format == 1
                ? "/INFO/SUB_%s/%s".formatted(verb(add), topic)
                : "/INFO/SUB/%s/%s/%s/%s/%s"
                        .formatted(core.router(), verb(add), core.vpn().name(), subscriber.clientName(), topic);
        String text = "%s %s %s SUBSCRIPTION_%s %s %s %s"
                .formatted(
                        core.router(),
                        core.vpn().name(),
                        subscriber.clientName(),
                        add ? "ADD" : "DELETE",
                        topic,
                        subscriber.username(),
                        subscriber.address());
        bus.publish(rest, text + onBehalf(manager));
    }

    private String onBehalf(String manager) {
        if (manager.isEmpty()) {
            return "";
        }
        Optional<Party> known = core.client(manager).map(Party::of);
        return " %s %s %s"
                .formatted(
                        manager,
                        known.map(Party::username).orElse(""),
                        known.map(Party::address).orElse(""));
    }

    private static String verb(boolean add) {
        return add ? "ADD" : "DEL";
    }
}
