package dev.usher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What FIDELITY.md claims has a test that exists and an evidence, and the README says how much of it is confirmed. */
class FidelityTest {
    private static final String TEXT = Repository.text("embedded-broker/FIDELITY.md");
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*)(?:#\\w+)?`");

    /** The words that an evidence begins with, from the legend. */
    private static final Set<String> WORDS = Pattern.compile("(?m)^- \\*\\*(\\w+)\\*\\*:")
            .matcher(TEXT)
            .results()
            .map(m -> m.group(1))
            .collect(Collectors.toSet());

    private record Row(String line, List<String> cells) {
        static Row of(String line) {
            String inner = line.substring(1, line.length() - 1);
            // A bar inside a cell is written \|.
            return new Row(
                    line,
                    Stream.of(inner.split("(?<!\\\\)\\|", -1))
                            .map(String::strip)
                            .toList());
        }

        String test() {
            return cells.get(2);
        }

        List<String> named() {
            return NAMED.matcher(test()).results().map(m -> m.group(1)).toList();
        }

        String evidence() {
            return cells.get(3);
        }

        boolean isConfirmed() {
            return evidence().startsWith("confirmed");
        }
    }

    private static List<Row> rows() {
        return TEXT.lines()
                .filter(line -> line.startsWith("|"))
                .filter(line -> !line.startsWith("|---") && !line.startsWith("| behaviour |"))
                .map(Row::of)
                .toList();
    }

    @Test
    void everyRowHasItsFourCells() {
        assertThat(rows()).isNotEmpty();
        assertThat(those(row -> row.cells().size() != 4 || row.cells().contains("")))
                .as("rows that are not: behaviour, rests on, test, evidence")
                .isEmpty();
    }

    @Test
    void everyEvidenceBeginsWithAWordOfTheLegend() {
        assertThat(WORDS).contains("spec", "assumed", "confirmed");
        assertThat(those(row -> !WORDS.contains(row.evidence().split("\\W", 2)[0])))
                .as("rows whose evidence begins with none of %s", WORDS)
                .isEmpty();
    }

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        Set<String> known;
        try (Stream<Path> files = Files.walk(Repository.path(""))) {
            known = files.map(Path::toString)
                    .filter(f -> f.endsWith(".java") && f.contains("/src/") && !f.contains("/target/"))
                    .map(f -> f.substring(f.lastIndexOf('/') + 1, f.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
        assertThat(those(row -> !known.containsAll(row.named())))
                .as("rows with a test that does not exist")
                .isEmpty();
        assertThat(those(row -> row.named().isEmpty() && !row.test().equals("–")))
                .as("rows that name no test and no '–' either")
                .isEmpty();
    }

    /** Whoever claims to do as documented, or as clients want it, shows it. */
    @Test
    void whatHasNoTestIsAssumedOrLeftOut() {
        assertThat(those(row -> row.test().equals("–") && !row.evidence().matches("(assumed|differs).*")))
                .as("rows without a test that claim more than 'assumed' or 'differs'")
                .isEmpty();
    }

    private static List<String> those(Predicate<Row> which) {
        return rows().stream().filter(which).map(Row::line).toList();
    }

    @Test
    void theReadmeSaysHowMuchIsConfirmed() {
        List<Row> rows = rows();
        String sentence = "It has %d rows; %d of them were confirmed on a real broker."
                .formatted(rows.size(), rows.stream().filter(Row::isConfirmed).count());

        String readme = Repository.text("embedded-broker/README.md").replaceAll("\\s+", " ");

        assertThat(readme.contains(sentence))
                .as("write this sentence to embedded-broker/README.md: " + sentence + " It says: "
                        + Pattern.compile("It has \\d+ rows; [^.]*\\.")
                                .matcher(readme)
                                .results()
                                .map(MatchResult::group)
                                .toList())
                .isTrue();
    }
}
