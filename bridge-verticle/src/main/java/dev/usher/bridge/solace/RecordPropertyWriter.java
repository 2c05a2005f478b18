package dev.usher.bridge.solace;

import dev.usher.bridge.core.InboundRecord;
import dev.usher.bridge.core.OutboundEvent;
import dev.usher.bridge.core.RecordProperties;
import dev.usher.bridge.core.UserProperties;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Which user properties an event has: {@code k_topic}, {@code k_partition}, {@code k_offset}, {@code k_timestamp}, {@code k_key},
 * {@code k_header.<name>}, {@code k_route} as its delivery asks for, and those of its route. A key or header that is text in UTF-8 travels as text, any
 * other as bytes; of several headers with one name the last counts, as for Kafka; one without a value is left out. Used by one thread.
 */
final class RecordPropertyWriter {

    private static final PropertyName TOPIC = new PropertyName("k_topic");
    private static final PropertyName PARTITION = new PropertyName("k_partition");
    private static final PropertyName OFFSET = new PropertyName("k_offset");
    private static final PropertyName TIMESTAMP = new PropertyName("k_timestamp");
    private static final PropertyName KEY = new PropertyName("k_key");
    private static final PropertyName ROUTE = new PropertyName("k_route");
    private static final String HEADER = "k_header.";

    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    private List<String> lastNames = List.of();
    private PropertyName[] lastRoute = {};

    void write(OutboundEvent event, PropertyBlock to) {
        to.clear();
        RecordProperties wanted = event.delivery().properties();
        if (wanted.any()) {
            record(event.record(), wanted, to);
        }
        if (wanted.route()) {
            to.putText(ROUTE, event.route().name());
        }
        if (!event.properties().isEmpty()) {
            route(event.properties(), to);
        }
    }

    private void record(InboundRecord record, RecordProperties wanted, PropertyBlock to) {
        if (wanted.topic()) {
            to.putText(TOPIC, record.partition().topic());
        }
        if (wanted.partition()) {
            to.putInt(PARTITION, record.partition().partition());
        }
        if (wanted.offset()) {
            to.putLong(OFFSET, record.offset());
        }
        if (wanted.timestamp()) {
            to.putLong(TIMESTAMP, record.timestamp());
        }
        if (wanted.key() && record.key() != null) {
            textOrBytes(KEY, record.key(), to);
        }
        if (wanted.headers()) {
            headers(record.headers(), to);
        }
    }

    private void headers(List<InboundRecord.Header> headers, PropertyBlock to) {
        for (int i = 0; i < headers.size(); i++) {
            InboundRecord.Header header = headers.get(i);
            if (header.value() != null && isLast(headers, i)) {
                textOrBytes(new PropertyName(HEADER + header.name()), header.value(), to);
            }
        }
    }

    private static boolean isLast(List<InboundRecord.Header> headers, int index) {
        String name = headers.get(index).name();
        for (int i = index + 1; i < headers.size(); i++) {
            if (headers.get(i).name().equals(name)) {
                return false;
            }
        }
        return true;
    }

    private void route(UserProperties properties, PropertyBlock to) {
        List<String> names = properties.names();
        if (names != lastNames) {
            // One list for all events of a route.
            lastRoute = names.stream().map(PropertyName::new).toArray(PropertyName[]::new);
            lastNames = names;
        }
        for (int i = 0; i < lastRoute.length; i++) {
            String value = properties.values()[i];
            if (value != null) {
                to.putText(lastRoute[i], value);
            }
        }
    }

    private void textOrBytes(PropertyName name, byte[] value, PropertyBlock to) {
        if (isText(value)) {
            to.putText(name, value);
        } else {
            to.putBytes(name, value);
        }
    }

    /** NUL ends a text of Solace's. */
    private boolean isText(byte[] value) {
        boolean ascii = true;
        for (byte b : value) {
            if (b == 0) {
                return false;
            }
            ascii &= b > 0;
        }
        return ascii || isUtf8(value);
    }

    private boolean isUtf8(byte[] value) {
        try {
            utf8.reset().decode(ByteBuffer.wrap(value));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
