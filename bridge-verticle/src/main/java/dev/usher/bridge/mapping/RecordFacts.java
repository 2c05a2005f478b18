package dev.usher.bridge.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.bridge.core.InboundRecord;
import dev.usher.topics.Placeholder;
import java.util.List;

/**
 * Puts what a record has besides its payload into slots: key, headers, Kafka topic, partition, offset, timestamp. Of headers with the
 * same name the last counts, as it does for Kafka's own clients. Used by one thread.
 */
final class RecordFacts {

    private static final int LONGEST_NUMBER = 20;

    private final List<Placeholder> facts;
    private final int firstSlot;

    /** For each fact that is a number the digits of the current record. */
    private final byte[][] digits;

    /** The name of the Kafka topic; all records are of one. */
    private String topic = "";

    private byte[] topicBytes = {};

    /** @param firstSlot the slot of the first fact; the others follow */
    RecordFacts(List<Placeholder> facts, int firstSlot) {
        this.facts = List.copyOf(facts);
        this.firstSlot = firstSlot;
        this.digits = new byte[facts.size()][LONGEST_NUMBER];
    }

    void read(InboundRecord record, FieldSlots slots) {
        for (int i = 0; i < facts.size(); i++) {
            int slot = firstSlot + i;
            switch (facts.get(i).source()) {
                case KEY -> bytes(record.key(), slot, slots);
                case HEADER -> bytes(header(record, facts.get(i).name()), slot, slots);
                case TOPIC -> slots.set(slot, FieldKind.TEXT, topic(record), 0, topicBytes.length);
                case PARTITION -> number(record.partition().partition(), i, slots);
                case OFFSET -> number(record.offset(), i, slots);
                case TIMESTAMP -> {
                    if (record.timestamp() >= 0) {
                        number(record.timestamp(), i, slots);
                    }
                }
                default -> throw new IllegalStateException("no fact of a record: " + facts.get(i));
            }
        }
    }

    private static void bytes(byte[] value, int slot, FieldSlots slots) {
        if (value != null) {
            slots.set(slot, FieldKind.BYTES, value, 0, value.length);
        }
    }

    private static byte[] header(InboundRecord record, String name) {
        List<InboundRecord.Header> headers = record.headers();
        for (int i = headers.size() - 1; i >= 0; i--) {
            if (headers.get(i).name().equals(name)) {
                return headers.get(i).value();
            }
        }
        return null;
    }

    private byte[] topic(InboundRecord record) {
        String current = record.partition().topic();
        if (!current.equals(topic)) {
            topic = current;
            topicBytes = current.getBytes(UTF_8);
        }
        return topicBytes;
    }

    /** @param number not negative */
    private void number(long number, int fact, FieldSlots slots) {
        byte[] buffer = digits[fact];
        int at = LONGEST_NUMBER;
        long rest = number;
        do {
            buffer[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        slots.set(firstSlot + fact, FieldKind.INTEGER, buffer, at, LONGEST_NUMBER);
    }
}
