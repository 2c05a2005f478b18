package dev.usher.bridge.kafka;

import dev.usher.bridge.core.InboundRecord;
import dev.usher.bridge.core.PartitionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/** What one poll brought, made into our own records on the polling thread, so that it is not work for the event loop. */
final class Fetched extends ConsumerRecords<byte[], byte[]> {

    static final Fetched NOTHING = new Fetched(List.of());

    private final List<InboundRecord> batch;

    private Fetched(List<InboundRecord> batch) {
        super(Map.of(), Map.of());
        this.batch = batch;
    }

    static Fetched from(ConsumerRecords<byte[], byte[]> records, Function<TopicPartition, PartitionId> ids) {
        List<InboundRecord> batch = new ArrayList<>(records.count());
        for (TopicPartition partition : records.partitions()) {
            PartitionId id = ids.apply(partition);
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                batch.add(new InboundRecord(
                        id, record.offset(), record.timestamp(), record.key(), record.value(), headers(record)));
            }
        }
        return new Fetched(batch);
    }

    /** Those of one partition are adjacent and in order. */
    List<InboundRecord> batch() {
        return batch;
    }

    private static List<InboundRecord.Header> headers(ConsumerRecord<byte[], byte[]> record) {
        Header[] headers = record.headers().toArray();
        if (headers.length == 0) {
            return List.of();
        }
        List<InboundRecord.Header> copied = new ArrayList<>(headers.length);
        for (Header header : headers) {
            copied.add(new InboundRecord.Header(header.key(), header.value()));
        }
        return copied;
    }
}
