package dev.usher.bridge.kafka;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;

/** A producer that knows which topics there are, and answers at once or when it is told to. For one thread. */
final class FakeKafka extends MockProducer<byte[], byte[]> {

    private final Set<String> topics = new HashSet<>();

    /** Offsets of the records whose letters were tried, and of those that were stored. */
    final List<Long> tried = new ArrayList<>();

    final List<Long> stored = new ArrayList<>();
    final List<Runnable> unanswered = new ArrayList<>();
    boolean answersLater;
    int largest = Integer.MAX_VALUE;

    FakeKafka(String... topics) {
        this.topics.addAll(List.of(topics));
    }

    void create(String topic) {
        topics.add(topic);
    }

    void delete(String topic) {
        topics.remove(topic);
    }

    void answerAll() {
        List<Runnable> now = List.copyOf(unanswered);
        unanswered.clear();
        now.forEach(Runnable::run);
    }

    @Override
    public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        long offset = Long.parseLong(
                new String(record.headers().lastHeader("k_offset").value(), StandardCharsets.UTF_8));
        tried.add(offset);
        if (!topics.contains(record.topic())) {
            callback.onCompletion(null, new TimeoutException("Topic " + record.topic() + " not present in metadata"));
        } else if (record.value() != null && record.value().length > largest) {
            callback.onCompletion(null, new RecordTooLargeException("larger than " + largest));
        } else if (answersLater) {
            unanswered.add(() -> store(offset, callback));
        } else {
            store(offset, callback);
        }
        return new CompletableFuture<>();
    }

    private void store(long offset, Callback callback) {
        stored.add(offset);
        callback.onCompletion(null, null);
    }
}
