package dev.usher.e2e;

import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.Client;

class MqttJsIT extends BrowserClientContract {
    @Override
    BrowserClient connect(EmbeddedBroker to, String name, String user, String password, int reconnectMillis) {
        return MqttJs.connect(to.mqttWebSocketUri(), name, user, password, reconnectMillis);
    }

    @Override
    boolean isNamed(Client client, String name) {
        return client.mqttClientId().filter(name::equals).isPresent();
    }

    @Override
    String refusal() {
        return ".*Connection refused.*";
    }
}
