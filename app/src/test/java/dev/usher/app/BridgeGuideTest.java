package dev.usher.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.usher.bridge.core.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/bridge.md} shows about mapping is what happens. */
class BridgeGuideTest {
    private static final Path GUIDE = Repository.file("docs/bridge.md");
    private static final Pattern CELL = Pattern.compile("`([^`]*)`");

    @TempDir
    private Path folder;

    private String guide;

    @BeforeEach
    void read() throws IOException {
        guide = Files.readString(GUIDE);
    }

    @Test
    void itsTopicsAreMadeAsItSays() throws IOException {
        List<List<String>> rows = table("| topic | payload | becomes |");
        assertThat(rows).hasSizeGreaterThan(10);
        for (List<String> row : rows) {
            JsonNode record = map("topic: \"" + row.get(0) + "\"", row.get(1));
            assertThat(
                            record.path("outcome").asText().equals("published")
                                    ? record.path("solaceTopic").asText()
                                    : record.path("reason").asText())
                    .as(row.toString())
                    .isEqualTo(row.get(2));
        }
    }

    @Test
    void itsConditionsHoldAsItSays() throws IOException {
        List<List<String>> rows = table("| when | payload | taken |");
        assertThat(rows).hasSizeGreaterThan(5);
        for (List<String> row : rows) {
            JsonNode record = map("topic: t\n      when: \"" + row.get(0) + "\"", row.get(1));
            assertThat(record.path("outcome").asText())
                    .as(row.toString())
                    .isEqualTo(row.get(2).equals("yes") ? "published" : "skipped");
        }
    }

    @Test
    void itExplainsEachReasonOfADeadLetter() {
        List<List<String>> rows = table("| `usher_reason` | what is wrong | first step |");
        assertThat(rows).extracting(row -> row.get(0)).containsExactlyElementsOf(reasons());
    }

    private static List<String> reasons() {
        return Arrays.stream(Reason.values()).map(Reason::code).toList();
    }

    @Test
    void itsRoutesAndItsSampleCanBeUsed() throws IOException {
        assertThat(blocks("yaml")).isNotEmpty();
        for (String yaml : blocks("yaml")) {
            for (String sample : blocks("json")) {
                CommandRun run = run(yaml, sample);
                assertThat(run.exitCode()).as(run.everything()).isZero();
                assertThat(run.out()).contains("US/NASDAQ/AAPL");
            }
        }
    }

    @Test
    void itsCommandRunsAsWritten() {
        List<String> commands = blocks("sh");
        assertThat(commands).hasSize(1);
        List<String> words =
                new ArrayList<>(Arrays.asList(commands.get(0).strip().split(" ")));
        assertThat(words.remove(0)).isEqualTo("./usher");
        words.replaceAll(word -> word.contains(".yaml") || word.contains("/")
                ? Repository.file(word).toString()
                : word);

        CommandRun run = CommandRun.of(words.toArray(String[]::new));

        assertThat(run.exitCode()).as(run.everything()).isZero();
        assertThat(run.out())
                .contains("US/NASDAQ/AAPL", "TRADES/US/NYSE/BRK%2FA")
                .contains("2 records: 2 published, 0 skipped, 0 with a problem");
    }

    private JsonNode map(String route, String payload) throws IOException {
        CommandRun run =
                run("bridge:\n  routes:\n    - from: PRICES\n      " + route + "\n", payload, "--json", "--payloads");
        // A broken array is no sample file of its own, so it goes in as bytes.
        assertThat(run.exitCode()).as(route + " " + run.err()).isLessThan(2);
        return new ObjectMapper().readTree(run.out()).path("records").get(0);
    }

    private CommandRun run(String config, String sample, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "map",
                "--config",
                SampleConfig.write(folder, config).toString(),
                "--sample",
                SampleConfig.write(folder, "sample.json", sample.startsWith("[") ? "[" + sample + "]" : sample)
                        .toString()));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private List<List<String>> table(String head) {
        List<List<String>> rows = new ArrayList<>();
        guide.lines()
                .dropWhile(line -> !line.equals(head))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .forEach(line -> rows.add(CELL.matcher(line)
                        .results()
                        .map(match -> match.group(1).replace("\\|", "|"))
                        .toList()));
        return rows;
    }

    private List<String> blocks(String language) {
        return Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```")
                .matcher(guide)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
