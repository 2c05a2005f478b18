package dev.usher.bridge.solace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.solacesystems.jcsmp.BytesMessage;
import dev.usher.bridge.core.Delivery;
import dev.usher.bridge.core.InboundRecord;
import dev.usher.bridge.core.InboundRecord.Header;
import dev.usher.bridge.core.MapOutcome;
import dev.usher.bridge.core.MessageProperties;
import dev.usher.bridge.core.OutboundEvent;
import dev.usher.bridge.core.PartitionId;
import dev.usher.bridge.core.RecordProperties;
import dev.usher.bridge.core.TestEvents;
import dev.usher.bridge.core.UserProperties;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code usher map} shows is what a message carries. */
final class ShownPropertiesTest {

    private static final byte[] BYTES = {1, 0, (byte) 0xFF};
    private static final List<Header> HEADERS = List.of(
            new Header("venue", "old".getBytes(UTF_8)),
            new Header("venue", "\u20ac".getBytes(UTF_8)),
            new Header("raw", BYTES),
            new Header("gone", "x".getBytes(UTF_8)),
            new Header("gone", null));

    @ParameterizedTest
    @CsvSource({
        "true, true, true, true, true, true, true",
        "true, false, false, false, false, false, false",
        "false, true, false, false, true, false, false",
        "false, false, true, false, false, false, false",
        "false, false, false, true, false, true, true",
        "false, false, false, false, false, false, false",
        "false, false, false, false, false, false, true"
    })
    void theyAreThose(
            boolean topic,
            boolean partition,
            boolean offset,
            boolean timestamp,
            boolean key,
            boolean headers,
            boolean route) {
        RecordProperties wanted = new RecordProperties(topic, partition, offset, timestamp, key, headers, route);
        for (byte[] keyBytes : new byte[][] {"AAPL".getBytes(UTF_8), BYTES, null}) {
            InboundRecord record =
                    new InboundRecord(new PartitionId("PRICES", 3), 7, 99, keyBytes, new byte[0], HEADERS);
            OutboundEvent event = TestEvents.of(
                    record,
                    Delivery.direct(false, wanted),
                    new UserProperties(List.of("isin", "none"), new String[] {"US037", null}));

            Carried carried = new Carried();
            new RecordPropertyWriter().write(event, carried);

            assertThat(MessageProperties.of(
                            record, new MapOutcome.Mapped(event.route(), event.topic(), event.properties())))
                    .usingRecursiveComparison()
                    .isEqualTo(carried.values);
            assertThat(carried.values.get("k_route"))
                    .isEqualTo(route ? event.route().name() : null);
        }
    }

    private static final class Carried implements PropertyBlock {
        private final Map<String, Object> values = new TreeMap<>();

        @Override
        public void clear() {
            values.clear();
        }

        @Override
        public void putText(PropertyName name, String value) {
            values.put(name.text(), value);
        }

        @Override
        public void putText(PropertyName name, byte[] utf8) {
            values.put(name.text(), new String(utf8, UTF_8));
        }

        @Override
        public void putInt(PropertyName name, int value) {
            values.put(name.text(), value);
        }

        @Override
        public void putLong(PropertyName name, long value) {
            values.put(name.text(), value);
        }

        @Override
        public void putBytes(PropertyName name, byte[] value) {
            values.put(name.text(), value);
        }

        @Override
        public void applyTo(BytesMessage message) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int size() {
            return values.size();
        }
    }
}
