package dev.usher.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.bridge.Subscriber.Received;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.AclProfile;
import dev.usher.broker.core.Action;
import java.net.BindException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;

/** What the bridge does while Kafka and Solace are there. */
final class BridgeIT extends BridgeEnvironment {

    private static final String QUOTE =
            "{\"tickerSymbol\":\"AAPL\",\"countryCode\":\"US\",\"exchange\":\"NASDAQ\",\"bidSize\":10.0,\"askSize\":10.0,"
                    + "\"bidPrice\":100.0,  \"askPrice\":105.0, \"note\":\"\u20ac\"}\n";

    @Test
    void theFieldsBecomeTheTopicAndThePayloadPassesByteForByte() throws Exception {
        EmbeddedBroker broker = broker();
        Subscriber subscriber = subscriber(broker, "US/>");
        String topic = newTopic(3);
        Map<String, Object> settings = settings(broker, topic);
        settings.put(
                "routes",
                List.of(Map.of("from", topic, "topic", "{countryCode}/{exchange}/{tickerSymbol}", "eliding", true)));
        bridge(settings);

        byte[] payload = QUOTE.getBytes(UTF_8);
        var stored = records.write(new ProducerRecord<>(topic, 2, 1_700_000_000_123L, "key".getBytes(UTF_8), payload));
        await().until(() -> subscriber.count() == 1);

        Received received = subscriber.received().get(0);
        assertThat(received.topic()).isEqualTo("US/NASDAQ/AAPL");
        assertThat(received.payload()).isEqualTo(payload);
        assertThat(received.properties())
                .isEqualTo(Map.of(
                        "k_topic",
                        topic,
                        "k_partition",
                        2,
                        "k_offset",
                        stored.offset(),
                        "k_timestamp",
                        1_700_000_000_123L));
        assertThat(broker.received("US/NASDAQ/AAPL"))
                .singleElement()
                .satisfies(message -> assertThat(message.elidingEligible()).isTrue());
        await().until(() -> records.committed(topic + "-bridge", topic, 2) == 1);
    }

    @Test
    void propertiesAndElidingAreAsConfigured() throws Exception {
        EmbeddedBroker broker = broker();
        Subscriber subscriber = subscriber(broker, "some/>", "none/>");
        String some = newTopic(1);
        String none = newTopic(1);
        Map<String, Object> settings = settings(broker, some);
        settings.put(
                "routes",
                List.of(
                        Map.of(
                                "from",
                                some,
                                "topic",
                                "some/{s}",
                                "properties",
                                Map.of("timestamp", false, "partition", false)),
                        Map.of(
                                "from",
                                none,
                                "topic",
                                "none/{s}",
                                "properties",
                                Map.of("topic", false, "partition", false, "offset", false, "timestamp", false))));
        bridge(settings);

        records.write(some, 0, "{\"s\":\"a\"}", "{\"s\":\"b\"}");
        records.write(none, 0, "{\"s\":\"a\"}");
        await().until(() -> subscriber.count() == 3);

        for (Received received : subscriber.received()) {
            if (received.topic().startsWith("some/")) {
                assertThat(received.properties()).containsOnlyKeys("k_topic", "k_offset");
            } else {
                assertThat(received.properties()).isEmpty();
            }
        }
        assertThat(broker.received("none/a"))
                .singleElement()
                .satisfies(message -> assertThat(message.elidingEligible()).isFalse());
    }

    @Test
    void reservedCharactersInAValueStayInTheirLevel() throws Exception {
        EmbeddedBroker broker = broker();
        String topic = newTopic(1);
        Subscriber subscriber = subscriber(broker, topic + "/>");
        bridge(settings(broker, topic));

        records.write(topic, 0, "{\"s\":\"BRK/A\"}", "{\"s\":\"EUR/USD\"}", "{\"s\":\"*\"}");
        await().until(() -> subscriber.count() == 3);
        assertThat(subscriber.topics()).containsExactly(topic + "/BRK%2FA", topic + "/EUR%2FUSD", topic + "/%2A");
    }

    @Test
    void eachBadRecordIsADeadLetterAndTheNextOneFlows() throws Exception {
        EmbeddedBroker broker = broker();
        String topic = newTopic(1);
        Subscriber subscriber = subscriber(broker, topic + "/>");
        kafka.createTopic(topic + ".dead-letter", 1);
        RunningBridge bridge = bridge(settings(broker, topic));

        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("{\"s\":\"SECRET\"", "malformed-json");
        bad.put("{\"s\":\"SECRET\"} trailing", "malformed-json");
        bad.put("[\"SECRET\"]", "not-an-object");
        bad.put("{\"other\":\"SECRET\"}", "missing-field");
        bad.put("{\"s\":12.5,\"other\":\"SECRET\"}", "mistyped-field");
        bad.put("{\"s\":{\"s\":\"SECRET\"}}", "mistyped-field");
        bad.put("{\"s\":\"\",\"other\":\"SECRET\"}", "empty-field");
        bad.put("{\"s\":\"" + "SECRET".repeat(50) + "\"}", "topic-too-long");
        int good = 0;
        for (String payload : bad.keySet()) {
            records.write(topic, 0, payload, "{\"s\":\"good" + good++ + "\"}");
        }
        records.write(
                new ProducerRecord<>(topic, 0, "the key".getBytes(UTF_8), null, List.of(header("h", "original"))));
        records.write(topic, 0, "{\"s\":\"last\"}");

        int goods = bad.size() + 1;
        await().until(() -> subscriber.count() == goods);
        assertThat(subscriber.topics())
                .startsWith(topic + "/good0", topic + "/good1")
                .endsWith(topic + "/last");

        List<ConsumerRecord<byte[], byte[]>> letters = records.read(topic + ".dead-letter", bad.size() + 1);
        assertThat(letters).hasSize(bad.size() + 1);
        List<Map.Entry<String, String>> expected = List.copyOf(bad.entrySet());
        for (int i = 0; i < expected.size(); i++) {
            ConsumerRecord<byte[], byte[]> letter = letters.get(i);
            assertThat(new String(letter.value(), UTF_8))
                    .isEqualTo(expected.get(i).getKey());
            assertThat(text(letter, "usher_reason")).isEqualTo(expected.get(i).getValue());
            assertThat(text(letter, "usher_detail")).isNotBlank().doesNotContain("SECRET");
            assertThat(text(letter, "k_topic")).isEqualTo(topic);
            assertThat(text(letter, "k_partition")).isEqualTo("0");
            assertThat(text(letter, "k_offset")).isEqualTo(Integer.toString(2 * i));
        }
        ConsumerRecord<byte[], byte[]> tombstone = letters.get(bad.size());
        assertThat(tombstone.value()).isNull();
        assertThat(new String(tombstone.key(), UTF_8)).isEqualTo("the key");
        assertThat(text(tombstone, "h")).isEqualTo("original");
        assertThat(text(tombstone, "usher_reason")).isEqualTo("null-payload");

        await().until(() -> committed(topic) == 2L * bad.size() + 2);
        assertThat(bridge.count("usher.bridge.dead.lettered")).isEqualTo(bad.size() + 1.0);
        assertThat(bridge.get("/metrics"))
                .contains("reason=\"null-payload\",route=\"" + topic + "\"} 1.0")
                .doesNotContain("SECRET");
    }

    @Test
    void aDeadLetterThatCannotBeWrittenHoldsThePositionAndShows() throws Exception {
        EmbeddedBroker broker = broker();
        String topic = newTopic(2);
        Subscriber subscriber = subscriber(broker, topic + "/>");
        Map<String, Object> settings = settings(broker, topic);
        settings.put("deadLetter", Map.of("topic", "no topic has such a name"));
        RunningBridge bridge = bridge(settings);
        await().until(bridge::isReady);
        assertThat(bridge.ready()).contains("\"note\":\"a bad record would wait for its dead-letter topic");

        records.write(topic, 0, "{", "{\"s\":\"behind\"}");
        records.write(topic, 1, "{\"s\":\"beside\"}");
        await().until(() -> subscriber.count() == 2);
        await().until(() -> records.committed(topic + "-bridge", topic, 1) == 1);
        await().until(() -> bridge.ready().startsWith("503"));

        assertThat(bridge.ready()).contains("dead letters cannot be written");
        assertThat(committed(topic)).isZero();
        assertThat(bridge.shown("usher_bridge_in_flight")).isEqualTo(2);
    }

    @Test
    void theOrderOfAPartitionIsKept() throws Exception {
        EmbeddedBroker broker = broker();
        String topic = newTopic(3);
        Subscriber subscriber = subscriber(broker, topic + "/>");
        bridge(settings(broker, topic));

        for (int partition = 0; partition < 3; partition++) {
            records.writeQuotes(topic, partition, "S", 1000);
        }
        await().until(() -> subscriber.count() >= 3000);
        assertEachOnceInOrder(subscriber.received(), 3, 1000);
    }

    @Test
    void aTinyQueueLosesNothing() throws Exception {
        EmbeddedBroker broker = broker();
        String topic = newTopic(2);
        Subscriber subscriber = subscriber(broker, topic + "/>");
        Map<String, Object> settings = settings(broker, topic);
        settings.put("flow", Map.of("queueSize", 3, "inFlightPerPartition", 5));
        records.writeQuotes(topic, 0, "S", 2000);
        records.writeQuotes(topic, 1, "S", 2000);
        RunningBridge bridge = bridge(settings);

        await().until(() -> subscriber.count() >= 4000);
        assertEachOnceInOrder(subscriber.received(), 2, 2000);
        await().until(() -> committed(topic) == 2000);
        assertThat(bridge.gauge("usher.bridge.paused.partitions")).isZero();
    }

    @Test
    void aRestartLosesNothing() throws Exception {
        EmbeddedBroker broker = broker();
        String topic = newTopic(1);
        Subscriber subscriber = subscriber(broker, topic + "/>");
        Map<String, Object> settings = settings(broker, topic);
        settings.put("flow", Map.of("queueSize", 20));
        RunningBridge first = bridge(settings);
        records.writeQuotes(topic, 0, "S", 10_000);
        await().until(() -> subscriber.count() > 100);

        first.close();
        long stored = committed(topic);
        int sent = subscriber.count();
        assertThat(stored).as("stopped half-way").isGreaterThanOrEqualTo(sent).isLessThan(10_000);

        bridge(settings);
        await().until(() -> subscriber.count() >= 10_000);
        await().until(() -> committed(topic) == 10_000);
        assertEachOnceInOrder(subscriber.received(), 1, 10_000);
    }

    @Test
    void aSecondMemberTakesOverWithoutLossOrRepetition() throws Exception {
        EmbeddedBroker broker = broker();
        String topic = newTopic(4);
        Subscriber subscriber = subscriber(broker, topic + "/>");
        Map<String, Object> settings = settings(broker, topic);
        RunningBridge first = bridge(settings);
        for (int partition = 0; partition < 4; partition++) {
            records.writeQuotes(topic, partition, "S", 1000);
        }
        await().until(() -> subscriber.count() > 0);

        RunningBridge second = bridge(settings);
        int written = 1000;
        while (second.count("usher.bridge.published") == 0) {
            for (int partition = 0; partition < 4; partition++) {
                records.writeQuotes(topic, partition, "S", 20);
            }
            written += 20;
        }
        first.close();
        int each = written;
        await().until(() -> subscriber.count() >= 4 * each);
        assertEachOnceInOrder(subscriber.received(), 4, each);
    }

    @Test
    void whatTheBrokerRefusesIsCounted() throws Exception {
        AclProfile deaf = AclProfile.allowAll("deaf").withPublish(Action.DISALLOW);
        EmbeddedBroker broker = broker(
                0,
                builder -> builder.aclProfile(deaf)
                        .user(user ->
                                user.name("bridge").password("bridge-password").aclProfile("deaf")));
        String topic = newTopic(1);
        Subscriber subscriber = subscriber(broker, topic + "/>");
        RunningBridge bridge = bridge(settings(broker, topic));

        records.writeQuotes(topic, 0, "S", 3);
        await().until(() -> bridge.count("usher.bridge.rejected") == 3);
        assertThat(subscriber.count()).isZero();
        assertThat(bridge.get("/metrics")).contains("usher_bridge_rejected_total 3.0");
    }

    @Test
    void startFailsAndLeavesNothingWhenTheManagementPortIsTaken() throws Exception {
        EmbeddedBroker broker = broker();
        String topic = newTopic(1);
        RunningBridge first = bridge(settings(broker, topic));
        await().until(() -> broker.clients().size() == 1);
        Map<String, Object> settings = settings(broker, topic);
        settings.put("management", Map.of("host", "127.0.0.1", "port", first.managementPort()));

        assertThatThrownBy(() -> RunningBridge.start(settings)).hasCauseInstanceOf(BindException.class);
        assertThat(broker.clients()).hasSize(1);
    }

    private static void assertEachOnceInOrder(List<Received> received, int partitions, int each) {
        Map<Integer, List<Long>> offsets = new HashMap<>();
        received.forEach(message -> offsets.computeIfAbsent(message.partition(), p -> new ArrayList<>())
                .add(message.offset()));
        List<Long> expected = IntStream.range(0, each).mapToObj(i -> (long) i).toList();
        assertThat(offsets).hasSize(partitions);
        offsets.forEach((partition, seen) ->
                assertThat(seen).as("partition %d", partition).isEqualTo(expected));
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String header) {
        return new String(record.headers().lastHeader(header).value(), UTF_8);
    }
}
