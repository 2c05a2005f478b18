package dev.usher.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.EmbeddedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/bridge.md} names every metric that a running bridge shows, and no other. */
final class BridgeMetricsIT extends BridgeEnvironment {

    private static final Path GUIDE = Path.of("..", "docs", "bridge.md");
    private static final Pattern DOCUMENTED =
            Pattern.compile("(?m)^\\| `(usher_(?:bridge_[a-z_]+|ready))` \\|([^|]*)\\|");
    private static final Pattern SHOWN = Pattern.compile("(?m)^# TYPE (usher_[a-z_]+) ");
    private static final Pattern LABEL = Pattern.compile("([a-z]+)=\"([^\"]*)\"");

    @Test
    void theGuideAndAScrapeNameTheSame() throws Exception {
        EmbeddedBroker broker = broker();
        String topic = newTopic(1);
        kafka.createTopic(topic + ".dead-letter", 1);
        Subscriber subscriber = subscriber(broker, topic + "/>");
        EditableConfig file = new EditableConfig(settings(broker, topic));
        RunningBridge bridge = opened(RunningBridge.start(file));
        records.write(topic, 0, "{\"s\":\"PAYLOAD\"}", "{\"s\":\"PAYLOAD\"", "{\"s\":\"PAYLOAD\"}");
        await().until(() -> subscriber.count() == 2);
        await().until(() -> bridge.count("usher.bridge.dead.lettered") == 1);
        await().until(() -> bridge.get("/metrics").contains("usher_bridge_lag{"));

        await().until(() -> bridge.get("/metrics").contains("usher_bridge_in_flight{"));

        String scrape = bridge.get("/metrics");
        Map<String, Set<String>> documented = DOCUMENTED
                .matcher(Files.readString(GUIDE))
                .results()
                .collect(Collectors.toMap(match -> match.group(1), match -> words(match.group(2))));
        Set<String> shown = SHOWN.matcher(scrape)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(documented.keySet()).containsExactlyInAnyOrderElementsOf(shown);
        documented.forEach((name, labels) ->
                assertThat(labels(scrape, name)).as("the labels of %s", name).isEqualTo(labels));
        assertThat(scrape).doesNotContain("PAYLOAD");
        assertThat(scrape)
                .contains("usher_bridge_published_total{from=\"" + topic + "\",route=\"" + topic + "\"} 2.0")
                .contains("usher_bridge_latency_seconds_count{from=\"" + topic + "\",route=\"" + topic + "\"} 2")
                .contains("# HELP usher_bridge_waiting Events the broker has not taken")
                .contains("usher_bridge_sessions_up 1.0")
                .contains("usher_bridge_reconnects_total 0.0");
    }

    @Test
    void whatAnAlertAsksForIsThereBeforeItRises() throws Exception {
        String topic = newTopic(1);
        RunningBridge bridge = bridge(settings(broker(), topic));

        assertThat(bridge.get("/metrics"))
                .contains("usher_bridge_dead_lettered_total{from=\"" + topic + "\",reason=\"missing-field\",route=\""
                        + topic + "\"} 0.0")
                .contains("usher_bridge_dead_lettered_total{from=\"" + topic
                        + "\",reason=\"malformed-json\",route=\"\"} 0.0")
                .contains("usher_bridge_skipped_total{cause=\"no-route\",from=\"" + topic + "\"} 0.0")
                .contains("usher_bridge_nacked_total{from=\"" + topic + "\",kind=\"permanent\",route=\"" + topic
                        + "\"} 0.0")
                .contains("usher_bridge_rejected_total 0.0");
    }

    @Test
    void aRouteThatComesWhileTheBridgeRunsIsShownAtOnce() throws Exception {
        EmbeddedBroker broker = broker();
        String topic = newTopic(1);
        kafka.createTopic(topic + ".dead-letter", 1);
        EditableConfig file = new EditableConfig(settings(broker, topic));
        RunningBridge bridge = opened(RunningBridge.start(file));
        await().until(bridge::isReady);
        file.set("routes", List.of(Map.of("from", topic, "topic", "new/{s}", "name", "new")));

        await().until(() -> bridge.gauge("usher.bridge.mapping.generation") == 2);
        assertThat(bridge.get("/metrics"))
                .contains("usher_bridge_published_total{from=\"" + topic + "\",route=\"new\"} 0.0")
                .contains("usher_bridge_latency_seconds_count{from=\"" + topic + "\",route=\"new\"} 0");

        records.write(topic, 0, "{}");
        await().until(() -> bridge.count("usher.bridge.dead.lettered") == 1);
        assertThat(bridge.get("/metrics"))
                .contains("usher_bridge_dead_lettered_total{from=\"" + topic
                        + "\",reason=\"missing-field\",route=\"new\"} 1.0");
    }

    private static Set<String> words(String cell) {
        return Pattern.compile("`([a-z]+)`")
                .matcher(cell)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> labels(String scrape, String name) {
        List<String> lines = scrape.lines()
                .filter(line -> line.startsWith(name) && !line.startsWith(name + "_max"))
                .toList();
        assertThat(lines).as(name).isNotEmpty();
        return LABEL.matcher(lines.get(0))
                .results()
                .map(match -> match.group(1))
                .filter(label -> !label.equals("le"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
