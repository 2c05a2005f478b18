package dev.usher.probes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.switches.BrokerSwitches;
import dev.usher.probes.facts.Facts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The whole suite on one broker that differs from the default wherever a switch lets it. */
@Execution(ExecutionMode.CONCURRENT)
class ReportIT {
    private static final BrokerSwitches HARD = BrokerSwitches.pessimistic();

    /** Kept, to be looked at. */
    private static final Path FOLDER = Path.of("target", "pessimistic");

    private static Report report;

    @BeforeAll
    static void askAPessimisticBroker() throws Exception {
        try (EmbeddedBroker broker = Embedded.start(HARD)) {
            Prober prober = new Prober(Embedded.underTest(broker));
            assertThat(prober.sweep()).isEmpty();
            report = new Report(prober.version(), askSeveralAtATime(prober));
            report.writeTo(FOLDER);
            assertThat(prober.remains()).isEmpty();
        }
    }

    /** Probes keep out of each other's way, so a report need not take as long as for a broker that is to be spared. */
    private static List<Finding> askSeveralAtATime(Prober prober) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Finding>> questions = Facts.all().stream()
                    .<Callable<Finding>>map(fact -> () -> prober.ask(fact))
                    .toList();
            List<Finding> findings = new ArrayList<>();
            for (Future<Finding> finding : pool.invokeAll(questions)) {
                findings.add(finding.get());
            }
            return findings;
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void eachSwitchThatDiffersShowsAsADifference() {
        Set<String> flipped = Switches.names().stream()
                .filter(name -> !Switches.answer(HARD, name).equals(Switches.answer(BrokerSwitches.defaults(), name)))
                .filter(name -> report.findings().stream()
                        .anyMatch(f -> f.fact()
                                        .standing()
                                        .switchName()
                                        .filter(name::equals)
                                        .isPresent()
                                && !Catalogue.NEVER_TOLD.contains(f.fact().id())))
                .collect(Collectors.toSet());

        assertThat(report.differences())
                .filteredOn(f -> f.verdict() == Verdict.OTHER_THAN_ASSUMED)
                .extracting(
                        f -> f.fact().standing().switchName().orElse(f.fact().id()))
                .containsOnlyElementsOf(flipped);
    }

    /** One switch makes this broker contradict the texts: its first page is empty. */
    @Test
    void whatContradictsTheTextsIsSaid() {
        assertThat(report.with(Verdict.CONTRADICTS))
                .extracting(f -> f.fact().id())
                .containsExactly("semp-page-size");
    }

    @Test
    void theAnswersAreThoseOfTheSwitches() {
        assertThat(report.findings())
                .filteredOn(f -> f.fact().standing().switchName().isPresent())
                .filteredOn(f -> !Catalogue.NEVER_TOLD.contains(f.fact().id()))
                .allSatisfy(f -> assertThat(f.answer().value())
                        .as("%s: %s", f.fact(), f.answer())
                        .hasValue(Switches.answer(
                                HARD, f.fact().standing().switchName().get())));
    }

    @Test
    void whatCannotBeToldSaysWhy() {
        Set<String> unknown = new HashSet<>(Catalogue.NEVER_TOLD);
        // JCSMP lets nobody ask for others who was no manager at login, and here the login is what counts.
        unknown.add("obo-not-a-manager");
        assertThat(report.with(Verdict.UNKNOWN))
                .extracting(f -> f.fact().id())
                .containsExactlyInAnyOrderElementsOf(unknown);
    }

    @Test
    void theFilesSayIt() throws Exception {
        String markdown = Files.readString(FOLDER.resolve("broker-report.md"));
        JsonObject json = new JsonObject(Files.readString(FOLDER.resolve("broker-report.json")));

        assertThat(markdown)
                .contains("Broker: usher, SEMP ")
                .contains("| `session-name-stable` | ")
                .contains("OTHER than assumed")
                .contains("not asked: ");
        List<JsonObject> facts = ((JsonArray) json.getValue("facts"))
                .stream().map(JsonObject.class::cast).toList();
        assertThat(facts).hasSameSizeAs(Facts.all());
        assertThat(facts)
                .filteredOn(f -> f.getString("id").equals("session-name-stable"))
                .singleElement()
                .satisfies(f -> assertThat(f.getString("verdict")).isEqualTo("OTHER_THAN_ASSUMED"))
                .satisfies(f -> assertThat(f.getString("switch")).isEqualTo("mqttNameStable"))
                .satisfies(f -> assertThat(f.getString("expected")).isEqualTo("no"))
                .satisfies(f -> assertThat(f.getString("found")).isEqualTo("yes"));
    }
}
