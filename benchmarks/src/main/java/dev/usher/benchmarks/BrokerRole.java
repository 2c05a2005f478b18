package dev.usher.benchmarks;

import dev.usher.benchmarks.harness.Role;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.Client;
import io.vertx.core.json.JsonObject;

/**
 * The embedded broker with its defaults, except that more than a thousand may connect.
 *
 * <p>Command {@code count}: what the clients that are connected published, were handed and lost, and how many they are.
 */
final class BrokerRole extends Role {

    private static final int MAX_CONNECTIONS = 50_000;

    private EmbeddedBroker broker;

    private BrokerRole() {}

    public static void main(String[] args) {
        new BrokerRole().serve();
    }

    @Override
    protected void start(JsonObject ready) {
        broker = EmbeddedBroker.builder()
                .configure(vpn -> vpn.updateSettings(s -> s.withMaxConnectionCount(MAX_CONNECTIONS)))
                .start();
        ready.put("smf", broker.smfHost())
                .put("smfWebSocket", broker.smfWebSocketUri().toString())
                .put("mqttWebSocket", broker.mqttWebSocketUri().toString());
    }

    @Override
    protected void command(String command, JsonObject answer) {
        answer.put(
                        "count",
                        broker.clients().stream()
                                .mapToLong(c -> c.received().accepted())
                                .sum())
                .put(
                        "delivered",
                        broker.clients().stream().mapToLong(Client::delivered).sum())
                .put(
                        "discarded",
                        broker.clients().stream().mapToLong(Client::discarded).sum())
                .put("clients", broker.clients().size());
    }
}
