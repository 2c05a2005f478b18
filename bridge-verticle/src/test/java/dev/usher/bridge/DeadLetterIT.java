package dev.usher.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;

/** Dead letters of unusual size and number. */
final class DeadLetterIT extends BridgeEnvironment {

    private static final int MEBIBYTE = 1024 * 1024;

    private final String topic = newTopic(1);

    private static byte[] garbage(int size) {
        return "{".repeat(size).getBytes(UTF_8);
    }

    private List<ConsumerRecord<byte[], byte[]>> letters(int count) {
        return records.read(topic + ".dead-letter", count);
    }

    private static String text(ConsumerRecord<byte[], byte[]> letter, String name) {
        Header header = letter.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }

    @Test
    void aLetterTooLargeForItsTopicIsStoredWithoutThePayload() throws Exception {
        records.createTopic(topic + ".dead-letter", 10_000);
        bridge(settings(broker(), topic));
        records.write(new ProducerRecord<>(
                topic,
                0,
                "key".getBytes(UTF_8),
                garbage(50_000),
                List.of(new RecordHeader("h", "kept".getBytes(UTF_8)))));
        records.write(topic, 0, "{");

        await().until(() -> committed(topic) == 2);
        List<ConsumerRecord<byte[], byte[]>> letters = letters(2);
        ConsumerRecord<byte[], byte[]> large = letters.stream()
                .filter(letter -> letter.value() == null)
                .findFirst()
                .orElseThrow();
        assertThat(text(large, "usher_payload")).isEqualTo("omitted");
        assertThat(text(large, "usher_payload_size")).isEqualTo("50000");
        assertThat(text(large, "usher_reason")).isEqualTo("malformed-json");
        assertThat(text(large, "k_topic")).isEqualTo(topic);
        assertThat(text(large, "k_offset")).isEqualTo("0");
        assertThat(text(large, "h")).isEqualTo("kept");
        assertThat(large.key()).isEqualTo("key".getBytes(UTF_8));
        ConsumerRecord<byte[], byte[]> whole = letters.stream()
                .filter(letter -> letter.value() != null)
                .findFirst()
                .orElseThrow();
        assertThat(text(whole, "usher_payload")).isNull();
        assertThat(whole.value()).isEqualTo(new byte[] {'{'});
    }

    @Test
    void whenTheKeyIsTooLargeThePlaceIsStored() throws Exception {
        records.createTopic(topic + ".dead-letter", 10_000);
        bridge(settings(broker(), topic));
        records.write(new ProducerRecord<>(topic, 0, garbage(20_000), garbage(7)));

        await().until(() -> committed(topic) == 1);
        ConsumerRecord<byte[], byte[]> letter = letters(1).get(0);
        assertThat(letter.key()).isNull();
        assertThat(letter.value()).isNull();
        assertThat(text(letter, "usher_key")).isEqualTo("omitted");
        assertThat(text(letter, "usher_payload_size")).isEqualTo("7");
        assertThat(text(letter, "k_offset")).isEqualTo("0");
    }

    @Test
    void whatTheTopicTakesIsStoredWhole() throws Exception {
        String large = topic + "LARGE";
        records.createTopic(large, 4 * MEBIBYTE);
        records.createTopic(large + ".dead-letter", 4 * MEBIBYTE);
        bridge(settings(broker(), large));
        records.write(new ProducerRecord<>(large, 0, null, garbage(3 * MEBIBYTE)));

        await().until(() -> committed(large) == 1);
        assertThat(records.read(large + ".dead-letter", 1))
                .singleElement()
                .satisfies(letter -> assertThat(letter.value()).hasSize(3 * MEBIBYTE));
    }

    @Test
    void aCrowdOfBadRecordsIsStoredToTheLast() throws Exception {
        int count = 20_000;
        kafka.createTopic(topic + ".dead-letter", 1);
        String[] bad = new String[count];
        for (int i = 0; i < count; i++) {
            bad[i] = "bad" + i;
        }
        records.write(topic, 0, bad);
        Map<String, Object> settings = settings(broker(), topic);
        settings.put("flow", Map.of("inFlightPerPartition", 500));
        bridge(settings);

        await().until(() -> committed(topic) == count);
        Set<String> stored = new HashSet<>();
        letters(count).forEach(letter -> stored.add(text(letter, "k_offset")));
        assertThat(stored).hasSize(count);
    }
}
