package dev.usher.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.ArmedFault;
import dev.usher.broker.core.SlowFault;
import dev.usher.embedded.EmbeddedKafka;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the bridge does while Kafka or Solace is away. */
final class BridgeOutageIT extends BridgeEnvironment {

    @Test
    void withoutSolaceNothingIsCommittedAndAllArrivesWhenItComes() throws Exception {
        int port = freePort();
        String topic = newTopic(1);
        records.writeQuotes(topic, 0, "S", 500);
        Map<String, Object> settings =
                RunningBridge.settings(kafka.bootstrapServers(), "tcp://127.0.0.1:" + port, topic);
        settings.put("flow", Map.of("queueSize", 50));
        RunningBridge bridge = bridge(settings);

        await().until(() -> bridge.gauge("usher.bridge.paused.partitions") == 1);
        await().until(() -> bridge.ready().contains("\"name\":\"kafka\",\"ready\":true"));
        assertThat(bridge.ready()).startsWith("503").contains("\"name\":\"solace\",\"ready\":false");
        assertThat(bridge.get("/live")).startsWith("200");
        assertThat(committed(topic)).isZero();
        assertThat(bridge.count("usher.bridge.published")).isZero();

        EmbeddedBroker broker = broker(port);
        await().until(() -> broker.received(topic + "/>").size() == 500);
        await().until(() -> committed(topic) == 500);
        await().until(bridge::isReady);
    }

    @Test
    void aBrokerThatComesBackGetsWhatWasWrittenMeanwhileInOrder() throws Exception {
        int port = freePort();
        String topic = newTopic(1);
        EmbeddedBroker first = broker(port);
        RunningBridge bridge = bridge(settings(first, topic));
        records.writeQuotes(topic, 0, "before", 10);
        await().until(() -> committed(topic) == 10);

        first.close();
        await().until(() -> bridge.ready().contains("\"name\":\"solace\",\"ready\":false"));
        records.writeQuotes(topic, 0, "meanwhile", 200);
        await().until(() -> bridge.shown("usher_bridge_in_flight") == 200);
        assertThat(committed(topic)).isEqualTo(10);

        EmbeddedBroker second = broker(port);
        await().until(() -> second.received(topic + "/>").size() >= 200);
        assertThat(second.received(topic + "/>"))
                .extracting(message -> message.topic())
                .isEqualTo(IntStream.range(0, 200)
                        .mapToObj(i -> topic + "/meanwhile" + i)
                        .toList());
        await().until(() -> committed(topic) == 210);
    }

    @Test
    void aCutInTheMiddleKeepsTheOrderAndTheBridgeGoesOnByItself() throws Exception {
        String topic = newTopic(1);
        EmbeddedBroker broker = broker();
        Subscriber subscriber = subscriber(broker, topic + "/>");
        Map<String, Object> settings = settings(broker, topic);
        settings.put("flow", Map.of("queueSize", 20));
        ArmedFault slow = broker.faults().arm(SlowFault.messagesPerSecond(2000).forUsername("bridge"));
        bridge(settings);
        records.writeQuotes(topic, 0, "S", 5000);
        await().until(() -> subscriber.count() > 100);

        assertThat(broker.faults().cutUsername("bridge")).isEqualTo(1);
        slow.disarm();
        assertThat(subscriber.count()).as("cut in the middle").isLessThan(5000);

        await().until(() -> committed(topic) == 5000);
        // What stood in the socket is lost, as direct delivery has it, and that may be all of the rest;
        // one record may come twice.
        records.writeQuotes(topic, 0, "T", 10);
        await().until(() -> last(subscriber) == 5009);
        assertThat(subscriber.received())
                .extracting(Subscriber.Received::offset)
                .isSorted();
    }

    /** The count is asked at each scrape, so nothing that it needs may be collected. */
    @Test
    void reconnectsAreCountedAlsoAfterACollection() throws Exception {
        EmbeddedBroker broker = broker();
        RunningBridge bridge = bridge(settings(broker, newTopic(1)));
        await().until(bridge::isReady);
        WeakReference<Object> canary = new WeakReference<>(new Object());
        await().until(() -> {
            System.gc();
            return canary.get() == null;
        });

        assertThat(broker.faults().cutUsername("bridge")).isEqualTo(1);
        await().until(() -> bridge.shown("usher_bridge_reconnects_total") == 1);
    }

    private static long last(Subscriber subscriber) {
        return subscriber.received().get(subscriber.count() - 1).offset();
    }

    @Test
    void aStopWhileSolaceIsAwayLeavesEverythingInKafka() throws Exception {
        String topic = newTopic(1);
        records.writeQuotes(topic, 0, "S", 100);
        Map<String, Object> settings =
                RunningBridge.settings(kafka.bootstrapServers(), "tcp://127.0.0.1:" + freePort(), topic);
        RunningBridge bridge = bridge(settings);
        await().until(() -> bridge.shown("usher_bridge_in_flight") == 100);
        bridge.close();
        assertThat(committed(topic)).isZero();

        EmbeddedBroker broker = broker();
        bridge(settings(broker, topic));
        await().until(() -> broker.received(topic + "/>").size() == 100);
    }

    @Test
    void kafkaMayComeLaterAndGoAwayInBetween(@TempDir Path folder) throws Exception {
        EmbeddedKafka own = opened(EmbeddedKafka.start(folder));
        own.createTopic("LATE", 1);
        own.stop();
        EmbeddedBroker broker = broker();
        RunningBridge bridge = bridge(RunningBridge.settings(own.bootstrapServers(), broker.smfHost(), "LATE"));
        await().until(() -> bridge.ready().contains("\"name\":\"solace\",\"ready\":true"));
        assertThat(bridge.ready()).startsWith("503").contains("\"name\":\"kafka\",\"ready\":false");

        own.startAgain();
        try (KafkaForTests write = new KafkaForTests(own)) {
            write.writeQuotes("LATE", 0, "S", 10);
            await().until(() -> broker.received("LATE/>").size() == 10);
            await().until(bridge::isReady);
            await().until(() -> write.committed("LATE-bridge", "LATE", 0) == 10);
        }

        own.stop();
        await().until(() -> bridge.ready().contains("\"name\":\"kafka\",\"ready\":false"));
        own.startAgain();
        try (KafkaForTests write = new KafkaForTests(own)) {
            write.writeQuotes("LATE", 0, "T", 10);
            await().until(() -> broker.received("LATE/>").size() == 20);
            await().until(bridge::isReady);
        }
        bridge.close();
    }

    @Test
    void aTopicThatDoesNotExistYetIsNamedAndFoundLater() throws Exception {
        EmbeddedBroker broker = broker();
        RunningBridge bridge = bridge(settings(broker, "NOT-YET"));
        await().until(() -> bridge.ready().contains("a topic does not exist"));

        kafka.createTopic("NOT-YET", 1);
        records.writeQuotes("NOT-YET", 0, "S", 5);
        await().until(() -> broker.received("NOT-YET/>").size() == 5);
        await().until(bridge::isReady);
    }
}
