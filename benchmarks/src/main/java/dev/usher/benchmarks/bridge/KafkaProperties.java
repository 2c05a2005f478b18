package dev.usher.benchmarks.bridge;

import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.SDTException;
import com.solacesystems.jcsmp.SDTMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The user properties that the bridge sets unless told not to. */
final class KafkaProperties {

    private KafkaProperties() {}

    static SDTMap newMap() {
        return JCSMPFactory.onlyInstance().createMap();
    }

    static SDTMap fill(SDTMap map, ConsumerRecord<byte[], byte[]> record) {
        try {
            map.clear();
            map.putString("k_topic", record.topic());
            map.putInteger("k_partition", record.partition());
            map.putLong("k_offset", record.offset());
            map.putLong("k_timestamp", record.timestamp());
            return map;
        } catch (SDTException e) {
            throw new IllegalStateException(e);
        }
    }
}
