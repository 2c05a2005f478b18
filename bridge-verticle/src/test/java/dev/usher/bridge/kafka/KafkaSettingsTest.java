package dev.usher.bridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.runtime.config.Secret;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class KafkaSettingsTest {

    private static KafkaSettings with(String... properties) {
        Map<String, Secret> map = new HashMap<>();
        for (int i = 0; i < properties.length; i += 2) {
            map.put(properties[i], Secret.of(properties[i + 1]));
        }
        return new KafkaSettings("localhost:9092", "group", map, Duration.ofSeconds(3));
    }

    @Test
    void theLeaseIsSafelyShorterThanTheMembership() {
        assertThat(with().lease()).isEqualTo(Duration.ofSeconds(30));
        assertThat(with("session.timeout.ms", "9000").lease()).isEqualTo(Duration.ofSeconds(6));
        assertThat(with("max.poll.interval.ms", "3000").lease()).isEqualTo(Duration.ofSeconds(2));
        assertThat(with("max.poll.interval.ms", "nonsense").lease()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void theNewerProtocolGetsNoneOfWhatItRefusesButTheLeaseKnowsTheTimeout() {
        KafkaSettings settings = with("group.protocol", "CONSUMER", "session.timeout.ms", "60000");
        assertThat(settings.forConsumer())
                .doesNotContainKeys("session.timeout.ms", "partition.assignment.strategy")
                .containsEntry("group.protocol", "CONSUMER");
        assertThat(settings.lease()).isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void defaultsMayBeOverriddenAndPromisesNot() {
        assertThat(with("max.poll.records", "7").forConsumer()).containsEntry("max.poll.records", "7");
        assertThat(with("max.request.size", "99").forProducer()).containsEntry("max.request.size", "99");
        assertThat(with().forConsumer()).containsEntry("enable.auto.commit", false);
    }
}
