package dev.usher.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.usher.broker.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The client itself, against the embedded broker alone. */
class MqttJsIT {
    @Test
    void publishesToASubscriber() {
        try (EmbeddedBroker broker = EmbeddedBroker.builder().user("u", "p").start();
                MqttJs one = MqttJs.connect(broker.mqttWebSocketUri(), "one", "u", "p");
                MqttJs two = MqttJs.connect(broker.mqttWebSocketUri(), "two", "u", "p")) {
            assertThat(one.subscribe("a/+")).isZero();

            two.publish("a/b", "hello".getBytes(StandardCharsets.UTF_8));

            await().until(() -> one.count(m -> m.text().equals("hello")) == 1);
            assertThat(one.received().get(0).topic()).isEqualTo("a/b");
        }
    }
}
