package dev.usher.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records around the size that the broker takes. */
final class MessageSizeIT extends BridgeEnvironment {

    private static final int LIMIT = 5_000;

    private final String topic = newTopic(1);

    @BeforeEach
    void createDeadLetterTopic() {
        kafka.createTopic(topic + ".dead-letter", 1);
    }

    private EmbeddedBroker limited() {
        return broker(0, builder -> builder.user("bridge", "bridge-password").maxMessageSize(LIMIT, LIMIT));
    }

    private Map<String, Object> settings(EmbeddedBroker broker, String delivery, String ordering) {
        Map<String, Object> settings = settings(broker, topic);
        Map<String, Object> route = new HashMap<>();
        route.put("from", topic);
        route.put("topic", topic + "/{s}");
        route.put("delivery", delivery);
        route.put("ordering", ordering);
        settings.put("routes", List.of(route));
        return settings;
    }

    /** A record of so many bytes. */
    private static String record(String symbol, int size) {
        String text = "{\"s\":\"" + symbol + "\",\"pad\":\"\"}";
        return "{\"s\":\"" + symbol + "\",\"pad\":\"" + "x".repeat(size - text.length()) + "\"}";
    }

    private static String text(ConsumerRecord<byte[], byte[]> letter, String name) {
        Header header = letter.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }

    private static List<Long> offsets(EmbeddedBroker broker) {
        return broker.received(">").stream().map(MessageSizeIT::offset).toList();
    }

    private static long offset(Message message) {
        return (Long) message.userProperties().get("k_offset");
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct pipelined", "guaranteed pipelined", "guaranteed strict"})
    void aRecordThatIsTooLargeBecomesADeadLetterAndItsNeighboursFlow(String how) throws Exception {
        EmbeddedBroker broker = limited();
        String[] words = how.split(" ");
        bridge(settings(broker, words[0], words[1]));
        String large = record("BIG", 2 * LIMIT);
        records.write(topic, 0, record("A", 50), record("B", 50), large, record("C", 50), record("D", LIMIT / 2));

        await().until(() -> committed(topic) == 5);
        broker.awaitReceived(">", 4);
        assertThat(broker.received(">"))
                .extracting(Message::topic)
                .containsExactly(topic + "/A", topic + "/B", topic + "/C", topic + "/D");
        assertThat(records.read(topic + ".dead-letter", 1)).singleElement().satisfies(letter -> {
            assertThat(text(letter, "usher_reason")).isEqualTo("message-too-large");
            assertThat(text(letter, "k_offset")).isEqualTo("2");
            assertThat(letter.value()).isEqualTo(large.getBytes(UTF_8));
        });
    }

    /** What the broker refuses of direct events is lost: it does not say which. So the bridge has to know before. */
    @ParameterizedTest
    @ValueSource(strings = {"direct pipelined", "guaranteed pipelined", "guaranteed strict"})
    void aroundTheLimitEveryRecordIsAcceptedOrADeadLetter(String how) throws Exception {
        EmbeddedBroker broker = limited();
        String[] words = how.split(" ");
        RunningBridge bridge = bridge(settings(broker, words[0], words[1]));
        List<String> written = new ArrayList<>();
        for (int size = LIMIT - 400; size <= LIMIT + 20; size++) {
            written.add(record("S", size));
        }
        records.write(topic, 0, written.toArray(String[]::new));

        await().until(() -> committed(topic) == written.size());
        List<ConsumerRecord<byte[], byte[]>> letters =
                records.read(topic + ".dead-letter", (int) bridge.count("usher.bridge.dead.lettered"));
        assertThat(letters)
                .isNotEmpty()
                .extracting(letter -> text(letter, "usher_reason"))
                .containsOnly("message-too-large");
        await().untilAsserted(() -> {
            Set<Long> found = new TreeSet<>(offsets(broker));
            letters.forEach(letter -> found.add(Long.parseLong(text(letter, "k_offset"))));
            assertThat(found).hasSize(written.size());
        });
        assertThat(bridge.count("usher.bridge.rejected")).isZero();
    }
}
