package dev.usher.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A bridge whose way to Solace is broken has to give partitions to another one, whose way is good. */
@Timeout(120)
final class TakeoverIT extends BridgeEnvironment {

    private static final int EACH = 300;

    /** @param window so many bytes the first bridge has sent at least when both partitions have something in the window */
    @ParameterizedTest
    @CsvSource({"pipelined, 20000", "strict, 250"})
    void whatTheFormerOwnerHadInItsWindowNeverArrivesAfterTheEventsOfTheNext(String ordering, long window) {
        EmbeddedBroker broker = broker();
        String topic = newTopic(2);
        Relay way = opened(new Relay(broker.smfPort()));
        Map<String, Object> settings = settings(topic, "tcp://127.0.0.1:" + way.port(), ordering);
        RunningBridge first = bridge(settings);
        await().until(first::isReady);
        write(topic, 0, 10);
        await().until(() -> offsets(broker, topic, 0).size() == 10
                && offsets(broker, topic, 1).size() == 10
                && first.count("usher.bridge.published") == 20);

        way.swallow();
        write(topic, 10, 110);
        await().until(() -> way.swallowed() >= window);
        way.cut();
        write(topic, 110, EACH);
        await().until(() -> !first.isReady());

        RunningBridge second = bridge(settings(topic, broker.smfHost(), ordering));
        await().until(() -> List.of(0, 1).stream()
                .anyMatch(partition -> offsets(broker, topic, partition).size() >= EACH));
        int taken = offsets(broker, topic, 0).size() >= EACH ? 0 : 1;
        assertThat(offsets(broker, topic, 1 - taken)).hasSize(10);

        way.mend();
        await().until(() -> offsets(broker, topic, 1 - taken).contains(EACH - 1L));
        await().until(first::isReady);
        List<Long> expected = LongStream.range(0, EACH).boxed().toList();
        assertThat(offsets(broker, topic, taken)).isEqualTo(expected);
        assertThat(offsets(broker, topic, 1 - taken)).isSubsetOf(expected).containsAll(expected);
        assertThat(second.isReady()).isTrue();
    }

    private static void write(String topic, int from, int to) {
        String[] payloads = IntStream.range(from, to)
                .mapToObj(i -> "{\"s\":\"S" + i + "\"}")
                .toArray(String[]::new);
        records.write(topic, 0, payloads);
        records.write(topic, 1, payloads);
    }

    /** What the broker accepted of a partition, in its order. */
    private static List<Long> offsets(EmbeddedBroker broker, String topic, int partition) {
        return broker.received(topic + "/>").stream()
                .map(Message::userProperties)
                .filter(properties -> properties.get("k_partition").equals(partition))
                .map(properties -> (Long) properties.get("k_offset"))
                .toList();
    }

    private static Map<String, Object> settings(String topic, String host, String ordering) {
        Map<String, Object> settings = RunningBridge.settings(kafka.bootstrapServers(), host, topic);
        Map<String, Object> kafkaSettings = new HashMap<>();
        ((Map<?, ?>) settings.get("kafka")).forEach((key, value) -> kafkaSettings.put((String) key, value));
        kafkaSettings.put("releaseTimeout", "300ms");
        kafkaSettings.put(
                "properties",
                Map.of(
                        "metadata.max.age.ms",
                        "500",
                        "partition.assignment.strategy",
                        "org.apache.kafka.clients.consumer.CooperativeStickyAssignor"));
        settings.put("kafka", kafkaSettings);
        Map<String, Object> solace = new HashMap<>();
        ((Map<?, ?>) settings.get("solace")).forEach((key, value) -> solace.put((String) key, value));
        solace.put("reconnect", Map.of("retries", 500, "retriesPerHost", 0, "pause", "50ms"));
        settings.put("solace", solace);
        settings.put(
                "routes",
                List.of(Map.of(
                        "from", topic, "topic", topic + "/{s}", "delivery", "guaranteed", "ordering", ordering)));
        return settings;
    }
}
