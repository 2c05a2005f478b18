package dev.usher.e2e.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bridge.core.PartitionId;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.Message;
import dev.usher.e2e.faults.Written.Fate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * One scenario's own broker, Kafka topic, dead-letter topic and consumer group, what was written there, and the checker that is told
 * what became of it. Used by one thread.
 */
final class Desk implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int KEYS = 7;

    private record Sent(Future<RecordMetadata> answer, String key, byte[] payload, String topic, Fate fate) {}

    private final Floor floor;
    private final String topic;
    private final Service service;
    private final int partitions;
    private final Random chance;
    private final EmbeddedBroker broker;
    private final Checker checker;
    private final KafkaConsumer<byte[], byte[]> letters;
    private final Map<PartitionId, Long> ends = new HashMap<>();
    private final Map<PartitionId, Long> positions = new HashMap<>();
    private final Set<String> refused = new HashSet<>();
    private String padding = "";
    private int number;
    private int journalRead;

    Desk(Floor floor, String topic, String scenario, Service service, Order order, int partitions) {
        this.floor = floor;
        this.topic = topic;
        this.service = service;
        this.partitions = partitions;
        this.chance = Seed.of(scenario);
        this.checker = new Checker(order);
        this.broker = EmbeddedBroker.builder()
                .vpn("default")
                .user("bridge", "bridge-password")
                .journal(2_000_000, 1L << 30)
                .start();
        floor.kafka().createTopic(topic, partitions);
        floor.kafka().createTopic(topic + ".dead-letter", 1);
        letters = new KafkaConsumer<>(
                Map.of("bootstrap.servers", floor.kafka().bootstrapServers(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        letters.assign(Set.of(new TopicPartition(topic + ".dead-letter", 0)));
        letters.seekToBeginning(letters.assignment());
    }

    Random chance() {
        return chance;
    }

    EmbeddedBroker broker() {
        return broker;
    }

    Checker checker() {
        return checker;
    }

    /** The configuration of a bridge, as a user would write it. Another bridge of the same group needs another name. */
    Map<String, Object> settings(String member) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("metadata.max.age.ms", "500");
        properties.put("max.poll.records", Integer.toString(1 + chance.nextInt(60)));
        Map<String, Object> kafka = new HashMap<>();
        kafka.put("bootstrapServers", floor.kafka().bootstrapServers());
        kafka.put("groupId", topic);
        kafka.put("commitInterval", "10ms");
        kafka.put("properties", properties);
        Map<String, Object> route = new HashMap<>(service.settings());
        route.put("from", topic);
        route.put("topic", topic + "/{s}");
        Map<String, Object> settings = new HashMap<>();
        settings.put("kafka", kafka);
        settings.put("solace", solace(member));
        settings.put("routes", List.of(route));
        settings.put("management", Map.of("host", "127.0.0.1", "port", 0));
        return settings;
    }

    private Map<String, Object> solace(String member) {
        return Map.of(
                "hosts",
                List.of(broker.smfHost()),
                "vpn",
                "default",
                "username",
                "bridge",
                "password",
                "bridge-password",
                "clientName",
                member,
                "reconnect",
                Map.of("retries", 0, "retriesPerHost", 0));
    }

    /** As {@link #settings}, with limits on what is held in memory. */
    Map<String, Object> settings(String member, int queueSize, int inFlightPerPartition) {
        Map<String, Object> settings = settings(member);
        settings.put("flow", Map.of("queueSize", queueSize, "inFlightPerPartition", inFlightPerPartition));
        return settings;
    }

    /** As {@link #settings}, with some of the consumer's properties changed. */
    @SuppressWarnings("unchecked")
    Map<String, Object> settings(String member, Map<String, String> consumer) {
        Map<String, Object> settings = settings(member);
        ((Map<String, Object>) ((Map<String, Object>) settings.get("kafka")).get("properties")).putAll(consumer);
        return settings;
    }

    /** As {@link #settings}, with members that are missed, and give up, soon. */
    Map<String, Object> impatient(String member) {
        return settings(
                member,
                Map.of("session.timeout.ms", "1000", "heartbeat.interval.ms", "200", "max.poll.interval.ms", "5000"));
    }

    /** Takes the place of the member before at once, without a rebalance: there is only one at a time. */
    Map<String, Object> successor(String member) {
        return settings(member, Map.of("group.instance.id", topic));
    }

    /** Writes so many good records to partitions and with keys chosen by chance. */
    void write(int count) {
        write(count, 0);
    }

    /** Writes so many records, of which one in {@code badEvery} cannot be mapped; 0 for none. */
    void write(int count, int badEvery) {
        List<Sent> sent = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            number++;
            boolean bad = badEvery > 0 && chance.nextInt(badEvery) == 0;
            String key = "K" + chance.nextInt(KEYS);
            String text = "{\"s\":\"" + key + "\",  \"n\":" + number + ",\"note\":\"\u20ac" + padding + "\"}\n";
            byte[] payload = (bad ? text.substring(0, text.length() / 2) : text).getBytes(UTF_8);
            Fate fate = bad || refused.contains(key) ? Fate.LETTER : Fate.EVENT;
            sent.add(send(chance.nextInt(partitions), key, payload, topic + "/" + key, fate));
        }
        sent.forEach(this::stored);
    }

    /** From now on the events of this key are expected to be refused for good. */
    void expectRefused(String key) {
        refused.add(key);
    }

    /** Makes records longer from now on. */
    void pad(int bytes) {
        padding = "x".repeat(bytes);
    }

    /** The broker has lost what it had, its journal included; the checker was told of it before. */
    void journalStartsOver() {
        journalRead = 0;
    }

    /** The topics of the events of this key. */
    String eventTopic(String key) {
        return topic + "/" + key;
    }

    /** Writes a record that has to become a dead letter. */
    void writeBad(byte[] payload) {
        stored(send(chance.nextInt(partitions), "bad", payload, "", Fate.LETTER));
    }

    private Sent send(int partition, String key, byte[] payload, String eventTopic, Fate fate) {
        return new Sent(
                floor.producer().send(new ProducerRecord<>(topic, partition, key.getBytes(UTF_8), payload)),
                key,
                payload,
                eventTopic,
                fate);
    }

    private void stored(Sent sent) {
        RecordMetadata stored = result(sent.answer());
        PartitionId partition = new PartitionId(topic, stored.partition());
        ends.merge(partition, stored.offset() + 1, Math::max);
        checker.wrote(new Written(partition, stored.offset(), sent.key(), sent.payload(), sent.topic(), sent.fate()));
    }

    /** Writes as many as it takes until so many records wait above the positions that were seen last. */
    void topUp(int waiting, int badEvery) {
        long now = ends.entrySet().stream()
                .mapToLong(end -> end.getValue() - positions.getOrDefault(end.getKey(), 0L))
                .sum();
        if (now < waiting) {
            write((int) (waiting - now), badEvery);
        }
    }

    /** Tells the checker what the broker accepted since the last time. */
    void readJournal() {
        assertThat(broker.droppedFromJournal())
                .as("messages the journal had no room for")
                .isZero();
        List<Message> journal = broker.received();
        for (Message message : journal.subList(journalRead, journal.size())) {
            Map<String, Object> properties = message.userProperties();
            checker.accepted(
                    new PartitionId((String) properties.get("k_topic"), (Integer) properties.get("k_partition")),
                    (Long) properties.get("k_offset"),
                    message.topic(),
                    message.payload());
        }
        journalRead = journal.size();
    }

    /** Tells the checker what was buried since the last time. */
    void readLetters() {
        long end = letters.endOffsets(letters.assignment()).values().iterator().next();
        TopicPartition partition = letters.assignment().iterator().next();
        while (letters.position(partition) < end) {
            letters.poll(Duration.ofMillis(100)).forEach(this::buried);
        }
    }

    private void buried(ConsumerRecord<byte[], byte[]> letter) {
        checker.buried(
                new PartitionId(text(letter, "k_topic"), Integer.parseInt(text(letter, "k_partition"))),
                Long.parseLong(text(letter, "k_offset")),
                letter.value(),
                text(letter, "usher_reason"));
    }

    private static String text(ConsumerRecord<byte[], byte[]> letter, String header) {
        return new String(letter.headers().lastHeader(header).value(), UTF_8);
    }

    /** Tells the checker the positions stored now; what has been accepted by now has to be told before. */
    void readPositions() {
        Map<TopicPartition, OffsetAndMetadata> stored =
                result(floor.admin().listConsumerGroupOffsets(topic).partitionsToOffsetAndMetadata());
        stored.forEach((partition, position) -> {
            if (position != null) {
                PartitionId id = new PartitionId(partition.topic(), partition.partition());
                positions.put(id, position.offset());
                checker.committed(id, position.offset());
            }
        });
    }

    /** The sum of the positions stored now, that is of all records done with. */
    long position() {
        readPositions();
        return positions.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether all there is was accepted or buried, and the positions say so. */
    boolean isAllThere() {
        readJournal();
        readLetters();
        if (checker.missing() > 0) {
            return false;
        }
        readPositions();
        return positions.equals(ends);
    }

    /** Whether Kafka would hand out nothing more, all there or not. */
    boolean isAllCommitted() {
        readJournal();
        readLetters();
        readPositions();
        return positions.equals(ends);
    }

    /** Waits until the broker has accepted so many more messages than now. */
    void awaitAccepted(int more) {
        long enough = broker.accepted() + more;
        await().until(() -> broker.accepted() >= enough);
    }

    /** Waits until every record was accepted or buried and all positions are at the end. */
    void awaitAllThere() {
        await().failFast("a promise was broken", this::checkSoFar).until(this::isAllThere);
    }

    /** Nothing is to be broken by now. */
    void checkSoFar() {
        assertThat(checker.soFar()).as(checker.toString()).isEmpty();
    }

    /** Nothing is to be broken, and nothing missing. */
    void check() {
        readJournal();
        readLetters();
        readPositions();
        assertThat(checker.atTheEnd()).as(checker.toString()).isEmpty();
    }

    static ConditionFactory await() {
        return Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(25));
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        letters.close();
        broker.close();
    }
}
