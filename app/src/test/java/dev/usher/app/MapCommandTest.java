package dev.usher.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code usher map}: what it prints and how it ends. */
class MapCommandTest {
    private static final String CONFIG = """
            bridge:
              kafka: {bootstrapServers: "kafka.example.com:9092", groupId: usher}
              solace: {hosts: ["tcps://broker.example.com:55443"], vpn: v, username: u, passwordFile: /nowhere/password}
              routes:
                - from: PRICES
                  topic: "{countryCode}/{exchange}/{tickerSymbol}"
                  eliding: true
            """;
    private static final String TWO_TOPICS = CONFIG + """
                - from: TRADES
                  topic: "trade/{$key}/{$header.venue}"
                  properties: {timestamp: false}
            """;
    private static final String APPLE = "{\"tickerSymbol\":\"AAPL\",\"countryCode\":\"US\",\"exchange\":\"NASDAQ\"}";
    private static final String IBM = "{\"tickerSymbol\":\"IBM\",\"countryCode\":\"US\",\"exchange\":\"NYSE\"}";

    @TempDir
    private Path folder;

    @Test
    void saysWhatEachRecordWouldBecome() {
        CommandRun run = map(CONFIG, "{\"payload\":" + APPLE + ",\"partition\":2,\"offset\":7,\"timestamp\":99}");

        assertThat(run.exitCode()).as(run.everything()).isZero();
        assertThat(run.out()).isEqualToNormalizingNewlines("""
                        sample  PRICES-2@7
                          published   US/NASDAQ/AAPL
                          route       PRICES
                          delivery    mode direct, eliding true, ttlMs 0, classOfService 1
                          payload     %d bytes
                          properties  k_offset = 7
                                      k_partition = 2
                                      k_timestamp = 99
                                      k_topic = PRICES

                        1 records: 1 published, 0 skipped, 0 with a problem
                        """.formatted(APPLE.length()));
    }

    @Test
    void aProblemIsNamedAndEndsItWithOne() {
        CommandRun run = map(CONFIG, APPLE + "\n{\"tickerSymbol\":\"IBM\",\"countryCode\":\"US\"}\n");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("sample#1  PRICES-0@0", "published   US/NASDAQ/AAPL", "sample#2  PRICES-0@1")
                .contains("problem     missing-field: ", "exchange")
                .contains("2 records: 1 published, 0 skipped, 1 with a problem");
    }

    @Test
    void jsonIsForMachines() throws IOException {
        JsonNode report = json(map(CONFIG, APPLE + "[]", "--json"));

        assertThat(report.path("summary").toString())
                .isEqualTo("{\"records\":2,\"published\":1,\"skipped\":0,\"problems\":1}");
        JsonNode first = report.path("records").get(0);
        assertThat(first.path("outcome").asText()).isEqualTo("published");
        assertThat(first.path("solaceTopic").asText()).isEqualTo("US/NASDAQ/AAPL");
        assertThat(first.path("delivery").path("mode").asText()).isEqualTo("direct");
        assertThat(first.path("properties").path("k_partition").asInt(-1)).isZero();
        assertThat(report.path("records").get(1).path("reason").asText()).isEqualTo("not-an-object");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[%s,%s]",
                "[\n  %s,\n  %s\n]\n",
                "%s\n%s",
                "%s\r\n\r\n%s\r\n",
                "%s%s",
                "\uFEFF%s %s",
                " {\"payload\": %s}\n\t{ \"payload\":%s }"
            })
    void recordsStandInAFileInManyWays(String form) throws IOException {
        JsonNode report = json(map(CONFIG, form.formatted(APPLE, IBM), "--json"));

        assertThat(report.path("records").findValuesAsText("solaceTopic"))
                .containsExactly("US/NASDAQ/AAPL", "US/NYSE/IBM");
        assertThat(report.path("records").findValuesAsText("payloadBytes"))
                .containsExactly(String.valueOf(APPLE.length()), String.valueOf(IBM.length()));
    }

    @Test
    void aPrettyRecordIsOneRecord() throws IOException {
        String pretty = APPLE.replace(",", ",\n").replace("{", "{\n");

        assertThat(json(map(CONFIG, pretty, "--json")).path("records")).hasSize(1);
    }

    @Test
    void aBrokenLineIsABadRecordAmongGoodOnes() throws IOException {
        JsonNode records = json(map(CONFIG, APPLE + "\n{\"tickerSymbol\":\n" + IBM, "--json"))
                .path("records");

        assertThat(records.findValuesAsText("outcome")).containsExactly("published", "problem", "published");
        assertThat(records.get(1).path("reason").asText()).isEqualTo("malformed-json");
    }

    @Test
    void aBrokenFileIsOneBadRecord() throws IOException {
        JsonNode records = json(map(CONFIG, "{\n  \"tickerSymbol\": \"A\",\n  \"oops\n}", "--json"))
                .path("records");

        assertThat(records.findValuesAsText("reason")).containsExactly("malformed-json");
    }

    /** The bytes of the payload are those of the file: nothing is parsed and written again on the way. */
    @Test
    void duplicatesAndDigitsReachTheMapping() throws IOException {
        String twice = "{\"tickerSymbol\":\"A\",\"tickerSymbol\":\"B\",\"countryCode\":\"US\",\"exchange\":\"X\"}";
        String digits = "{\"tickerSymbol\":1.50,\"countryCode\":\"US\",\"exchange\":\"X\"}";
        JsonNode records = json(map(CONFIG, twice + "\n{\"payload\":" + twice + "}\n" + digits, "--json"))
                .path("records");

        assertThat(records.get(0).path("reason").asText()).isEqualTo("duplicate-field");
        assertThat(records.get(1).path("reason").asText()).isEqualTo("duplicate-field");
        assertThat(records.get(2).path("outcome").asText()).isNotEqualTo("skipped");
    }

    @Test
    void anEnvelopeSaysWhatSurroundsThePayload() throws IOException {
        JsonNode record = json(map(
                        TWO_TOPICS,
                        "{\"topic\":\"TRADES\",\"partition\":3,\"offset\":12,\"key\":\"IBM\","
                                + "\"headers\":{\"venue\":\"old\",\"other\":null,\"venue\":\"XNYS\"},\"payload\":{}}",
                        "--json"))
                .path("records")
                .get(0);

        assertThat(record.path("solaceTopic").asText()).isEqualTo("trade/IBM/XNYS");
        assertThat(record.path("properties").toString())
                .isEqualTo("{\"k_offset\":12,\"k_partition\":3,\"k_topic\":\"TRADES\"}");
    }

    @Test
    void bytesAndTombstonesAreRecordsToo() throws IOException {
        JsonNode records = json(map(
                        CONFIG,
                        "[{\"payloadBase64\":\"" + Base64.getEncoder().encodeToString(APPLE.getBytes(UTF_8))
                                + "\"},{\"payloadBase64\":\"eyL/\"},{\"payload\":null}]",
                        "--json"))
                .path("records");

        assertThat(records.get(0).path("solaceTopic").asText()).isEqualTo("US/NASDAQ/AAPL");
        assertThat(records.get(1).path("reason").asText()).isEqualTo("malformed-json");
        assertThat(records.get(2).path("reason").asText()).isEqualTo("null-payload");
    }

    @Test
    void whatOnlyLooksLikeAnEnvelopeIsAPayloadAndThatIsSaid() throws IOException {
        String almost = "{\"payload\":" + APPLE + ",\"heders\":{}}";
        String alike = "{\"payload\":1,\"key\":\"k\"}";

        CommandRun noted = map(CONFIG, almost);
        assertThat(noted.exitCode()).isEqualTo(1);
        assertThat(noted.out()).contains("note        taken as a payload", "[heders]", "missing-field");
        assertThat(json(map(CONFIG, alike, "--json", "--payloads"))
                        .path("records")
                        .get(0)
                        .path("reason")
                        .asText())
                .isEqualTo("missing-field");
    }

    @Test
    void filesAndFoldersAreReadInOrder() throws IOException {
        Path records = Files.createDirectory(folder.resolve("records"));
        Files.writeString(records.resolve("b.json"), IBM);
        Files.writeString(records.resolve("a.json"), APPLE);
        String config = SampleConfig.write(folder, CONFIG).toString();

        CommandRun run = CommandRun.of(
                "map",
                "-c",
                config,
                "-s",
                records.toString(),
                records.resolve("b.json").toString());

        assertThat(run.out().lines().filter(line -> line.contains("@")))
                .containsExactly("a.json  PRICES-0@0", "b.json  PRICES-0@1", "b.json  PRICES-0@2");
    }

    @Test
    void allProblemsOfTheSamplesAreNamedAtOnce() {
        CommandRun run = map(
                TWO_TOPICS,
                "[{\"payload\":{}}, {\"payload\":{},\"topic\":\"QUOTES\"}, {\"payload\":{},\"topic\":\"PRICES\",\"partition\":-1},"
                        + "{\"payload\":{},\"topic\":\"PRICES\",\"key\":7}, {\"topic\":\"PRICES\",\"payloadBase64\":\"*\"},"
                        + "{\"topic\":\"PRICES\",\"payload\":1,\"payloadBase64\":\"\"}, {\"payload\":1,\"topic\":\"PRICES\",\"headers\":[]}]");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("usher: the samples cannot be used:")
                .contains("sample#1: does not say its Kafka topic; give --from, or an envelope with topic")
                .contains("sample#2: is of the Kafka topic QUOTES, which no route reads; there are PRICES, TRADES")
                .contains("sample#3: partition must be a whole number, at least 0")
                .contains("sample#4: key must be text")
                .contains("sample#5: payloadBase64 is not Base64")
                .contains("sample#6: has both payload and payloadBase64; give one")
                .contains("sample#7: headers must be an object of names and texts")
                .doesNotContain("\tat ");
    }

    @Test
    void fromNamesTheTopic() throws IOException {
        JsonNode record = json(map(TWO_TOPICS, APPLE, "--json", "--from", "PRICES"))
                .path("records")
                .get(0);

        assertThat(record.path("topic").asText()).isEqualTo("PRICES");
    }

    @Test
    void aMissingSampleIsAWrongCall() {
        String config = SampleConfig.write(folder, CONFIG).toString();

        CommandRun missing =
                CommandRun.of("map", "-c", config, "-s", folder.resolve("none").toString());
        CommandRun empty = map(CONFIG, "");
        CommandRun none = CommandRun.of("map", "-c", config);

        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err()).contains("none: does not exist");
        assertThat(empty.exitCode()).isEqualTo(2);
        assertThat(empty.err()).contains("there is no record in");
        assertThat(none.exitCode()).isEqualTo(2);
    }

    /** Only the routes count: no password file, no broker, not even a correct address is needed. */
    @Test
    void allProblemsOfTheRoutesAreNamedAndThoseOfOtherSectionsLeftAlone() {
        String wrong = CONFIG.replace("eliding: true", "elidng: true")
                        .replace("{countryCode}/", "{countryCode")
                        .replace("hosts: [\"tcps", "hosts: [\"nonsense")
                + "  rutes: []\n";

        CommandRun run = map(wrong, APPLE);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("bridge.routes[0].topic: ")
                .contains("bridge.routes[0].elidng: is not a known key; did you mean eliding?")
                .contains("bridge.rutes: is not a known key; did you mean routes?")
                .doesNotContain("solace", "password");
    }

    @Test
    void variablesOfOtherSectionsAreLeftAloneAndThoseOfRoutesCount() throws IOException {
        String config = SampleConfig.write(folder, CONFIG).toString();
        String sample = SampleConfig.write(folder, "sample", APPLE).toString();

        CommandRun run = CommandRun.of(
                Map.of(
                        "USHER_BRIDGE_SOLACE_PASSWORD_FILE", "/nowhere",
                        "USHER_BRIDGE_FLOW_QUEUE_SIZE", "none",
                        "USHER_BRIDGE_ROUTES_0_TOPIC", "other/{tickerSymbol}"),
                "map",
                "-c",
                config,
                "-s",
                sample,
                "--json");

        assertThat(json(run).path("records").get(0).path("solaceTopic").asText())
                .isEqualTo("other/AAPL");
    }

    /** A section that is added to the bridge must not stop the command. */
    @Test
    void theCompleteExampleCanBeTried() {
        String sample = SampleConfig.write(folder, "sample", APPLE).toString();

        CommandRun run = CommandRun.of(
                "map",
                "--config",
                Repository.file("usher.example.yaml").toString(),
                "--sample",
                sample,
                "--from",
                "PRICES");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("US/NASDAQ/AAPL");
    }

    /** A value from a record cannot move the cursor of the terminal. */
    @Test
    void controlCharactersAreWrittenOut() {
        CommandRun run = map(
                TWO_TOPICS,
                "{\"topic\":\"TRADES\",\"payload\":{},\"key\":\"k\",\"headers\":{\"venue\":\"\\u001b[2J\"}}",
                "--from",
                "PRICES");

        assertThat(run.out()).contains("trade/k/").doesNotContain("\u001b");
    }

    private CommandRun map(String config, String sample, String... options) {
        String[] arguments = new String[options.length + 5];
        arguments[0] = "map";
        arguments[1] = "--config";
        arguments[2] = SampleConfig.write(folder, config).toString();
        arguments[3] = "--sample";
        arguments[4] = SampleConfig.write(folder, "sample", sample).toString();
        System.arraycopy(options, 0, arguments, 5, options.length);
        return CommandRun.of(arguments);
    }

    private static JsonNode json(CommandRun run) throws IOException {
        assertThat(run.exitCode()).as(run.err()).isLessThan(2);
        return new ObjectMapper().readTree(run.out());
    }
}
