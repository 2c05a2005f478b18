package dev.usher.bridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.usher.embedded.EmbeddedKafka;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is found out before the first bad record; on a Kafka that creates topics when they are written to or read. */
final class KafkaProbeIT {

    @Test
    void aMissingDeadLetterTopicIsSaidOnceAndNeitherAProblemNorCreated() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(LetterTopics.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        Vertx vertx = Vertx.vertx();
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            kafka.createTopic("READ", 1);
            kafka.createTopic("there", 1);
            KafkaSettings settings =
                    new KafkaSettings(kafka.bootstrapServers(), "unused", Map.of(), Duration.ofSeconds(3));
            KafkaProbe probe = new KafkaProbe(
                    vertx,
                    settings,
                    Set.of("READ"),
                    Set.of("there", "missing", "no topic has such a name"),
                    Duration.ofMillis(20));
            probe.start();
            await().until(() -> probe.problem().isEmpty());
            assertThat(probe.note())
                    .contains("a bad record would wait for its dead-letter topic, unless Kafka creates it:"
                            + " missing (does not exist), no topic has such a name (no topic can have this name)");
            assertThat(admin.listTopics().names().get())
                    .contains("READ", "there")
                    .doesNotContain("missing");

            kafka.createTopic("missing", 1);
            await().until(() -> probe.note()
                    .equals(Optional.of("a bad record would wait for its dead-letter topic, unless Kafka creates it:"
                            + " no topic has such a name (no topic can have this name)")));
            Reader.await(probe.close());
        } finally {
            logger.detachAppender(lines);
            Reader.await(vertx.close());
        }
        assertThat(List.copyOf(lines.list))
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "dead-letter topic not ready, create it or let the bridge write to it topic=missing why=does not exist",
                        "dead-letter topic not ready, create it or let the bridge write to it topic=no topic has such a name"
                                + " why=no topic can have this name",
                        "dead-letter topic ready topic=missing");
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
    }
}
