package dev.usher.e2e;

import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.Client;

/** The kinds of browser clients, and what each has its own way of: names on the broker, and being refused. */
enum Browser {
    MQTT_JS("MQTT.js", "mqtt", "SUBACK 0x80") {
        @Override
        BrowserClient connect(EmbeddedBroker to, String name, String user, int reconnectMillis) {
            return MqttJs.connect(to.mqttWebSocketUri(), name, user, user, reconnectMillis);
        }

        @Override
        boolean isNamed(Client client, String name) {
            return client.mqttClientId().filter(name::equals).isPresent();
        }
    },
    SOLCLIENT_JS("solclientjs", "smf", "Subscription ACL Denied") {
        @Override
        BrowserClient connect(EmbeddedBroker to, String name, String user, int reconnectMillis) {
            return SolclientJs.connect(to.smfWebSocketUri(), name, user, user, reconnectMillis);
        }

        @Override
        boolean isNamed(Client client, String name) {
            return client.mqttClientId().isEmpty() && client.name().equals(name);
        }
    };

    private final String library;
    private final String kind;
    private final String refusal;

    Browser(String library, String kind, String refusal) {
        this.library = library;
        this.kind = kind;
        this.refusal = refusal;
    }

    /** Connects a client of a user, whose password is the user's name; with 0 it does not come back by itself. */
    abstract BrowserClient connect(EmbeddedBroker to, String name, String user, int reconnectMillis);

    /** Whether the broker's client is the one that called itself so. */
    abstract boolean isNamed(Client client, String name);

    /** {@code client.kind} in the API. */
    String kind() {
        return kind;
    }

    /** How the answer to a subscribe request begins that the ACL profile refuses. */
    String refusal() {
        return refusal;
    }

    @Override
    public String toString() {
        return library;
    }
}
