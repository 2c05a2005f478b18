package dev.usher.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.EmbeddedBroker;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Members come and go while records are written and published. */
final class RebalanceIT extends BridgeEnvironment {

    private static final int PARTITIONS = 4;

    @ParameterizedTest
    @CsvSource({
        "partition.assignment.strategy, org.apache.kafka.clients.consumer.CooperativeStickyAssignor",
        "partition.assignment.strategy, org.apache.kafka.clients.consumer.RangeAssignor",
        "group.protocol, consumer",
    })
    void nothingIsRepeatedOrLostOrOutOfOrder(String property, String value) throws Exception {
        EmbeddedBroker broker = broker();
        String topic = newTopic(PARTITIONS);
        Subscriber subscriber = subscriber(broker, topic + "/>");
        Map<String, Object> settings = settings(broker, topic);
        Map<String, Object> kafkaSettings = new HashMap<>((Map<?, ?>) settings.get("kafka"))
                .entrySet().stream().collect(Collectors.toMap(entry -> (String) entry.getKey(), Map.Entry::getValue));
        kafkaSettings.put("properties", Map.of(property, value));
        settings.put("kafka", kafkaSettings);

        AtomicBoolean writing = new AtomicBoolean(true);
        ExecutorService writer = Executors.newSingleThreadExecutor();
        Future<Integer> written = writer.submit(() -> {
            int each = 0;
            while (writing.get()) {
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    records.writeQuotes(topic, partition, "S", 10);
                }
                each += 10;
            }
            return each;
        });
        RunningBridge first = bridge(settings);
        await().until(() -> published(first));
        RunningBridge second = bridge(settings);
        await().until(() -> published(second));
        RunningBridge third = bridge(settings);
        await().until(() -> published(third));
        first.close();
        second.close();
        int before = subscriber.count();
        await().until(() -> subscriber.count() > before + 100);
        writing.set(false);
        int each = written.get(30, TimeUnit.SECONDS);
        writer.shutdown();

        await().atMost(Duration.ofSeconds(60)).until(() -> subscriber.count() >= PARTITIONS * each);
        Map<Integer, List<Long>> offsets = subscriber.received().stream()
                .collect(Collectors.groupingBy(
                        Subscriber.Received::partition,
                        Collectors.mapping(Subscriber.Received::offset, Collectors.toList())));
        List<Long> expected = LongStream.range(0, each).boxed().toList();
        assertThat(offsets).hasSize(PARTITIONS);
        offsets.forEach((partition, seen) ->
                assertThat(seen).as("partition %d", partition).isEqualTo(expected));
    }

    private static boolean published(RunningBridge bridge) {
        return bridge.count("usher.bridge.published") > 0;
    }
}
