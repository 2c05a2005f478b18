package dev.usher.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.EmbeddedBroker;
import dev.usher.embedded.EmbeddedKafka;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code usher bridge} as it runs in production: its own JVM, its own class path, ended by a signal. */
class BridgeProcessIT {
    private static final String GROUP = "usher";
    private static final String QUOTE = "{\"tickerSymbol\":\"AAPL\",\"countryCode\":\"US\",\"exchange\":\"NASDAQ\"}";

    private static EmbeddedKafka kafka;
    private static Admin admin;

    @TempDir
    private Path folder;

    private EmbeddedBroker broker;

    @BeforeAll
    static void startKafka() {
        kafka = EmbeddedKafka.start();
        kafka.createTopic("PRICES", 1);
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    @AfterAll
    static void stopKafka() {
        admin.close();
        kafka.close();
    }

    @BeforeEach
    void startBroker() {
        broker = EmbeddedBroker.builder().user("bridge", SampleConfig.PASSWORD).start();
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void bridgesUntilItIsToldToStopAndLeavesNothingBehind() throws Exception {
        try (UsherProcess usher = UsherProcess.start(folder, "bridge", "--config", config(0))) {
            await().until(() -> usher.managementPort() > 0);
            await().untilAsserted(() -> assertThat(get(usher, "/ready")).startsWith("200"));
            write("PRICES", QUOTE);
            await().until(() -> broker.received("US/NASDAQ/AAPL").size() == 1);
            assertThat(get(usher, "/metrics")).contains("jvm_memory_used_bytes", "process_uptime_seconds");

            usher.terminate();

            assertThat(usher.await(Duration.ofSeconds(20))).isEqualTo(128 + 15);
            // Had it just died, Kafka would keep it in the group until its session times out.
            assertThat(members()).isZero();
            assertThat(committed()).isEqualTo(1);
            await().until(() -> broker.clients().isEmpty());
            assertThat(usher.lines().reduce((before, last) -> last))
                    .hasValueSatisfying(last -> assertThat(last).contains("stopped"));
            assertThat(usher.lines())
                    .allMatch(line -> line.matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}\\S+ .*"));
            assertThat(usher.output()).doesNotContain(SampleConfig.PASSWORD);
        }
    }

    /** As Kubernetes does it: the file is a link into a folder that a link swaps as a whole. */
    @Test
    void followsTheRoutesOfAConfigMapWithoutARestart() throws Exception {
        kafka.createTopic("RELOADED", 1);
        String first = Files.readString(Path.of(config(0)))
                .replace("from: PRICES", "from: RELOADED")
                .replace("groupId: usher", "groupId: reloaded");
        Path mounted = Files.createDirectory(folder.resolve("mounted"));
        ConfigMap map = new ConfigMap(mounted);
        map.update(first);
        Path file = Files.createSymbolicLink(mounted.resolve("usher.yaml"), Path.of("..data", "usher.yaml"));
        try (UsherProcess usher = UsherProcess.start(folder, "bridge", "--config", file.toString())) {
            await().until(() -> usher.managementPort() > 0);
            await().untilAsserted(() -> assertThat(get(usher, "/ready")).startsWith("200"));

            map.update(first.replace("{countryCode}/{exchange}/", "second/"));
            await().until(() -> get(usher, "/metrics").contains("usher_bridge_mapping_generation 2.0"));
            write("RELOADED", QUOTE);
            await().until(() -> broker.received("second/AAPL").size() == 1);

            map.update(first.replace("{countryCode}", "{countryCode").replace("groupId: reloaded", "groupID: x"));
            await().untilAsserted(() -> assertThat(get(usher, "/ready"))
                    .startsWith("200")
                    .contains("bridge.routes[0].topic: ", "bridge.kafka.groupID: ", "records are mapped as before"));
            write("RELOADED", QUOTE);
            await().until(() -> broker.received("second/AAPL").size() == 2);
            assertThat(usher.lines().filter(line -> line.contains("changed configuration refused")))
                    .singleElement()
                    .asString()
                    .contains("bridge.routes[0].topic: ", "bridge.kafka.groupID: ");

            map.update(first.replace("password: " + SampleConfig.PASSWORD, "password: another-password"));
            await().untilAsserted(() -> assertThat(get(usher, "/ready"))
                    .contains("take effect with a restart: bridge.solace.password\"")
                    .doesNotContain("refused"));
            write("RELOADED", QUOTE);
            await().until(() -> broker.received("US/NASDAQ/AAPL").size() == 1);
            assertThat(usher.output()).doesNotContain(SampleConfig.PASSWORD, "another-password");
        }
    }

    /** A mounted ConfigMap. */
    private static final class ConfigMap {
        private final Path mounted;
        private int version;

        ConfigMap(Path mounted) {
            this.mounted = mounted;
        }

        void update(String text) throws IOException {
            Path data = Files.createDirectory(mounted.resolve("..v" + ++version));
            Files.writeString(data.resolve("usher.yaml"), text);
            Path link = Files.createSymbolicLink(mounted.resolve("..data_tmp"), data.getFileName());
            Files.move(link, mounted.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    @Test
    void aFailedStartClosesEverythingAgainAndSaysWhy() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                UsherProcess usher = UsherProcess.start(folder, "bridge", "--config", config(taken.getLocalPort()))) {
            // That it ends at all shows that no thread was left running.
            assertThat(usher.await(Duration.ofSeconds(20))).isEqualTo(1);

            assertThat(usher.output())
                    .contains("usher: BridgeVerticle did not start", "Address already in use")
                    .doesNotContain("\tat ", SampleConfig.PASSWORD);
            assertThat(broker.clients()).isEmpty();
            assertThat(members()).isZero();
        }
    }

    @Test
    void startsBeforeTheBrokerAndSaysWhatIsMissing() throws Exception {
        String config = config(0);
        broker.close();
        try (UsherProcess usher = UsherProcess.start(folder, "bridge", "--config", config)) {
            await().until(() -> usher.managementPort() > 0);
            assertThat(get(usher, "/live")).startsWith("200");
            await().untilAsserted(() ->
                    assertThat(get(usher, "/ready")).startsWith("503").contains("solace"));

            usher.terminate();

            assertThat(usher.await(Duration.ofSeconds(20))).isEqualTo(128 + 15);
        }
    }

    @Test
    void aWrongConfigurationEndsItBeforeAnythingIsOpened() throws Exception {
        Path wrong = SampleConfig.write(folder, SampleConfig.BRIDGE.replace("vpn: default", "vpnn: default"));
        try (UsherProcess usher = UsherProcess.start(folder, "bridge", "--config", wrong.toString())) {
            assertThat(usher.await(Duration.ofSeconds(20))).isEqualTo(2);

            assertThat(usher.lines())
                    .satisfiesExactlyInAnyOrder(
                            line -> assertThat(line).isEqualTo("usher: the configuration is wrong:"),
                            line -> assertThat(line).contains("bridge.solace.vpn: is missing"),
                            line -> assertThat(line).contains("bridge.solace.vpnn: is not a known key"));
        }
    }

    @Test
    void theEnvironmentReachesIt() throws Exception {
        try (UsherProcess usher = UsherProcess.start(
                folder, Map.of("USHER_BRIDGE_KAFKA_GROUP", "typo"), "bridge", "--check", "--config", config(0))) {
            assertThat(usher.await(Duration.ofSeconds(20))).isEqualTo(2);
            assertThat(usher.output())
                    .contains("USHER_BRIDGE_KAFKA_GROUP: an environment variable that sets no known key");
        }
    }

    private String config(int managementPort) {
        return SampleConfig.write(
                        folder,
                        SampleConfig.BRIDGE
                                .replace("127.0.0.1:9092", kafka.bootstrapServers())
                                .replace("tcp://127.0.0.1:55555", broker.smfHost())
                                .replace("port: 0", "port: " + managementPort))
                .toString();
    }

    private static void write(String topic, String payload) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, payload)).get(20, TimeUnit.SECONDS);
        }
    }

    private static long committed() throws Exception {
        return admin.listConsumerGroupOffsets(GROUP)
                .partitionsToOffsetAndMetadata()
                .get(20, TimeUnit.SECONDS)
                .get(new TopicPartition("PRICES", 0))
                .offset();
    }

    private static long members() throws Exception {
        return admin.listGroups().all().get(20, TimeUnit.SECONDS).stream()
                        .noneMatch(group -> group.groupId().equals(GROUP))
                ? 0
                : admin.describeConsumerGroups(List.of(GROUP))
                        .all()
                        .get(20, TimeUnit.SECONDS)
                        .get(GROUP)
                        .members()
                        .size();
    }

    private static String get(UsherProcess usher, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + usher.managementPort() + path);
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(100));
    }
}
