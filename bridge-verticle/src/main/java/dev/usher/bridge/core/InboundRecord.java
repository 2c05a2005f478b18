package dev.usher.bridge.core;

import java.util.List;
import java.util.Objects;

/**
 * A record as read from Kafka. The arrays are shared with the reader and must not be written to.
 *
 * <p>Identity is what matters here, so two records are equal only when they are the same object; {@code toString} names where
 * the record stands and shows neither key nor payload.
 */
public final class InboundRecord {

    /** A record header; the value may be null. */
    public static final class Header {
        private final String name;
        private final byte[] value;

        public Header(String name, byte[] value) {
            this.name = Objects.requireNonNull(name, "name");
            this.value = value;
        }

        public String name() {
            return name;
        }

        public byte[] value() {
            return value;
        }
    }

    private final PartitionId partition;
    private final long offset;
    private final long timestamp;
    private final byte[] key;
    private final byte[] payload;
    private final List<Header> headers;

    /**
     * @param timestamp milliseconds since the epoch, as Kafka stores it; -1 when the record has none
     * @param key null when the record has none
     * @param payload null for a tombstone
     * @param headers in the order they were written
     */
    public InboundRecord(
            PartitionId partition, long offset, long timestamp, byte[] key, byte[] payload, List<Header> headers) {
        this.partition = Objects.requireNonNull(partition, "partition");
        this.offset = offset;
        this.timestamp = timestamp;
        this.key = key;
        this.payload = payload;
        this.headers = headers;
    }

    public PartitionId partition() {
        return partition;
    }

    public long offset() {
        return offset;
    }

    public long timestamp() {
        return timestamp;
    }

    public byte[] key() {
        return key;
    }

    public byte[] payload() {
        return payload;
    }

    public List<Header> headers() {
        return headers;
    }

    @Override
    public String toString() {
        return partition + "@" + offset;
    }
}
