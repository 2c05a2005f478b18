package dev.usher.bridge.core;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** The user properties of a message, as plain values: for showing them. Publishers write them straight into their messages. */
public final class MessageProperties {

    private MessageProperties() {}

    /** All that the message of this record carries by name: text, Integer, Long or, of a key or header that is no text, bytes. */
    public static Map<String, Object> of(InboundRecord record, MapOutcome.Mapped mapped) {
        Map<String, Object> properties = new TreeMap<>(mapped.properties().toMap());
        RecordProperties wanted = mapped.route().delivery().properties();
        if (wanted.topic()) {
            properties.put("k_topic", record.partition().topic());
        }
        if (wanted.partition()) {
            properties.put("k_partition", record.partition().partition());
        }
        if (wanted.offset()) {
            properties.put("k_offset", record.offset());
        }
        if (wanted.timestamp()) {
            properties.put("k_timestamp", record.timestamp());
        }
        if (wanted.key() && record.key() != null) {
            properties.put("k_key", textOrBytes(record.key()));
        }
        if (wanted.headers()) {
            for (InboundRecord.Header header : record.headers()) {
                String name = "k_header." + header.name();
                properties.remove(name);
                if (header.value() != null) {
                    properties.put(name, textOrBytes(header.value()));
                }
            }
        }
        if (wanted.route()) {
            properties.put("k_route", mapped.route().name());
        }
        return properties;
    }

    private static Object textOrBytes(byte[] value) {
        for (byte b : value) {
            if (b == 0) {
                return value;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
        } catch (CharacterCodingException e) {
            return value;
        }
    }
}
