package dev.usher.bridge.kafka;

import dev.usher.bridge.core.DeadLetter;
import dev.usher.bridge.core.InboundRecord;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/** How much of a record its dead letter holds. */
enum LetterForm {
    WHOLE,
    WITHOUT_PAYLOAD,
    /** Only why, and where the record stands. */
    NOTICE;

    private static final String OMITTED = "omitted";

    /** The form to try when this one is too large. */
    Optional<LetterForm> smaller() {
        return this == NOTICE ? Optional.empty() : Optional.of(values()[ordinal() + 1]);
    }

    ProducerRecord<byte[], byte[]> toKafka(DeadLetter letter, String topic) {
        InboundRecord record = letter.record();
        byte[] key = this == NOTICE ? null : record.key();
        byte[] payload = this == WHOLE ? record.payload() : null;
        ProducerRecord<byte[], byte[]> kafka = new ProducerRecord<>(topic, key, payload);
        if (this != NOTICE) {
            record.headers().forEach(header -> kafka.headers().add(header.name(), header.value()));
        }
        header(kafka, "usher_reason", letter.reason().code());
        header(kafka, "usher_detail", letter.detail());
        header(kafka, "k_topic", record.partition().topic());
        header(kafka, "k_partition", Integer.toString(record.partition().partition()));
        header(kafka, "k_offset", Long.toString(record.offset()));
        if (this != WHOLE) {
            header(kafka, "usher_payload", OMITTED);
            header(kafka, "usher_payload_size", Integer.toString(size(record.payload())));
        }
        if (this == NOTICE) {
            header(kafka, "usher_key", OMITTED);
            header(kafka, "usher_headers", OMITTED);
        }
        return kafka;
    }

    private static int size(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static void header(ProducerRecord<byte[], byte[]> kafka, String name, String value) {
        kafka.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
