package dev.usher.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.EmbeddedBroker;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Another mapping for a bridge that runs. */
final class MappingReloadIT extends BridgeEnvironment {

    @Test
    void aChangeTakesEffectAWrongOneDoesNotAndGoingBackMendsIt() throws Exception {
        EmbeddedBroker broker = broker();
        String topic = newTopic(1);
        kafka.createTopic(topic + ".dead-letter", 1);
        Subscriber subscriber = subscriber(broker, topic + "/>");
        EditableConfig file = new EditableConfig(settings(broker, topic));
        RunningBridge bridge = opened(RunningBridge.start(file));
        await().until(bridge::isReady);
        assertThat(bridge.ready()).contains("mapping").doesNotContain("note");
        assertThat(bridge.gauge("usher.bridge.mapping.generation")).isEqualTo(1);

        file.routes(topic, topic + "/second/{s}");
        await().until(() -> bridge.gauge("usher.bridge.mapping.generation") == 2);
        records.write(topic, 0, "{\"s\":\"a\"}");
        await().until(() -> subscriber.count() == 1);

        file.set("routes", List.of(Map.of("from", topic, "topic", "{broken", "elidng", true)));
        await().until(() -> bridge.count("usher.bridge.mapping.reload.failures") == 1);
        records.write(topic, 0, "{\"s\":\"b\"}");
        await().until(() -> subscriber.count() == 2);
        assertThat(bridge.ready())
                .startsWith("200")
                .contains("the configuration has changed and is refused", "routes[0].topic", "routes[0].elidng");
        assertThat(bridge.gauge("usher.bridge.mapping.refused")).isEqualTo(1);

        file.routes(topic, topic + "/second/{s}");
        await().until(() -> bridge.gauge("usher.bridge.mapping.refused") == 0);
        assertThat(bridge.ready()).startsWith("200").doesNotContain("note");
        assertThat(bridge.gauge("usher.bridge.mapping.generation")).isEqualTo(2);
        assertThat(bridge.count("usher.bridge.mapping.reloads")).isEqualTo(1);

        assertThat(subscriber.topics()).containsExactly(topic + "/second/a", topic + "/second/b");
    }

    @Test
    void aMappingThatCannotBeUsedIsRefusedAndTriedWithTheNextChange() {
        EditableConfig file = new EditableConfig(RunningBridge.settings("localhost:1", "tcp://localhost:1", "PRICES"));
        BridgeMetrics metrics = new BridgeMetrics(
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                file.revision().config().mapping());
        AtomicBoolean broken = new AtomicBoolean(true);
        List<BridgeMapping> used = new CopyOnWriteArrayList<>();
        Vertx vertx = Vertx.vertx();
        opened(() -> vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS));
        MappingReload reload = new MappingReload(
                vertx,
                new MappingWatch(file.revision(), file),
                read -> {
                    if (broken.get()) {
                        throw new IllegalStateException("secret");
                    }
                    used.add(read.orElseThrow());
                },
                metrics,
                Duration.ofMillis(20));
        reload.start();

        file.routes("PRICES", "a/{s}");
        await().until(() -> reload.readiness().toString().contains("because of a defect (IllegalStateException"));
        assertThat(metrics.mappingGeneration()).isEqualTo(1);
        broken.set(false);
        file.set("flow", Map.of("queueSize", 7));
        await().until(() -> metrics.mappingGeneration() == 2);
        assertThat(used).containsExactly(file.revision().config().mapping());
    }

    /** What put it right may not be in the file. */
    @Test
    void aChangeElsewhereInTheFileHasHaltedPartitionsTriedAgain() throws Exception {
        EmbeddedBroker broker = broker();
        String topic = newTopic(1);
        EditableConfig file = new EditableConfig(settings(broker, topic));
        file.set("badRecords", "stop");
        RunningBridge bridge = opened(RunningBridge.start(file));
        await().until(bridge::isReady);
        records.write(topic, 0, "{}");
        await().until(() -> bridge.count("usher.bridge.halts") == 1);

        file.set("flow", Map.of("queueSize", 7));
        await().until(() -> bridge.count("usher.bridge.halts") == 2);
    }

    @Test
    void otherKafkaTopicsNeedARestartAndThatIsSaid() throws Exception {
        EmbeddedBroker broker = broker();
        String topic = newTopic(1);
        Subscriber subscriber = subscriber(broker, topic + "/>");
        EditableConfig file = new EditableConfig(settings(broker, topic));
        RunningBridge bridge = opened(RunningBridge.start(file));
        await().until(bridge::isReady);

        file.routes(topic, topic + "/other/{s}", "ANOTHER", "t/{s}");
        await().until(() -> bridge.ready().contains("restart it to read others"));
        records.write(topic, 0, "{\"s\":\"a\"}");
        await().until(() -> subscriber.count() == 1);
        assertThat(subscriber.topics()).containsExactly(topic + "/a");

        file.set("routes", List.of(Map.of("from", topic, "topic", topic + "/{s}")));
        file.set("flow", Map.of("queueSize", 7));
        await().until(() -> bridge.ready().contains("take effect with a restart: bridge.flow"));
        assertThat(bridge.ready()).startsWith("200");
    }

    /** Records flow all the while: none is lost, doubled, out of order, or mapped by two mappings. */
    @Test
    void manyChangesUnderLoadLoseNothing() throws Exception {
        EmbeddedBroker broker = broker();
        String topic = newTopic(1);
        Subscriber subscriber = subscriber(broker, topic + "/>");
        EditableConfig file = new EditableConfig(settings(broker, topic));
        file.routes(topic, topic + "/0/{s}/0");
        RunningBridge bridge = opened(RunningBridge.start(file));
        await().until(bridge::isReady);

        int written = 0;
        for (int change = 1; change <= 10; change++) {
            file.routes(topic, topic + "/" + change + "/{s}/" + change);
            double generation = change + 1.0;
            while (bridge.gauge("usher.bridge.mapping.generation") < generation) {
                records.writeQuotes(topic, 0, "S", 50);
                written += 50;
            }
        }
        records.writeQuotes(topic, 0, "S", 50);
        int all = written + 50;
        await().until(() -> subscriber.count() >= all);

        int mapping = 0;
        long offset = 0;
        Set<Integer> seen = new HashSet<>();
        for (Subscriber.Received received : subscriber.received()) {
            assertThat(received.offset()).isEqualTo(offset++);
            String[] levels = received.topic().split("/");
            assertThat(levels[1]).as(received.topic()).isEqualTo(levels[3]);
            int by = Integer.parseInt(levels[1]);
            assertThat(by).as("never back to an earlier mapping").isGreaterThanOrEqualTo(mapping);
            mapping = by;
            seen.add(by);
        }
        assertThat(subscriber.count()).isEqualTo(all);
        assertThat(seen).contains(10).hasSizeGreaterThan(5);
    }
}
