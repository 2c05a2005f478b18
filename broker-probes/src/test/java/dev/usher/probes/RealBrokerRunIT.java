package dev.usher.probes;

import static dev.usher.probes.Catalogue.fact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.SempFault;
import dev.usher.broker.switches.BrokerSwitches;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run on a real broker, from its properties on, has to go red. */
class RealBrokerRunIT {
    @TempDir
    private Path folder;

    private EmbeddedBroker broker;
    private Map<String, String> properties;

    @BeforeEach
    void start() throws Exception {
        // Documented is a first page of ten; assumed is that pages are full.
        broker = Embedded.start(BrokerSwitches.defaults().with(s -> s.raggedPages(true)));
        Path password = Files.writeString(folder.resolve("password.txt"), "admin");
        properties = Map.of(
                "broker.smf", broker.smfHost(),
                "broker.semp", broker.sempUri().toString(),
                "broker.vpn", broker.vpn(),
                "broker.admin", "admin",
                "broker.password.file", password.toString(),
                "broker.semp.perSecond", "1000",
                "broker.report", folder.resolve("report").toString());
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void contradictingWhatIsDocumentedFailsAndNothingElseDoes() throws Exception {
        RealBrokerRun run = new RealBrokerRun(properties::get);

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> run.ask(fact("semp-page-size")))
                .withMessageContaining(fact("semp-page-size").question())
                .withMessageContaining("expected 10");
        assertThatCode(() -> run.ask(fact("semp-ragged-pages")))
                .as("other than assumed is no failure")
                .doesNotThrowAnyException();
        assertThatCode(() -> run.ask(fact("mqtt-will")))
                .as("neither is what cannot be told")
                .doesNotThrowAnyException();
        assertThatCode(() -> run.ask(fact("acl-cover-wider-filter"))).doesNotThrowAnyException();
        run.end();

        assertThat(Files.readString(folder.resolve("report/broker-report.md")))
                .contains("CONTRADICTS what is documented: 1", "OTHER than assumed: 1", "could not tell: 1")
                .contains("as documented: 1");
    }

    @Test
    void whatIsLeftFailsTheRunAndTheNextOne() throws Exception {
        RealBrokerRun run = new RealBrokerRun(properties::get);
        broker.faults().semp(SempFault.refuse(400, 72, "Command prohibited").forMethod("DELETE"));
        run.ask(fact("acl-fresh-profile"));

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(run::end)
                .withMessageContaining("made by probes and still there")
                .withMessageContaining(BrokerUnderTest.PREFIX);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> new RealBrokerRun(properties::get))
                .withMessageContaining("left by a former run")
                .withMessageContaining(BrokerUnderTest.PREFIX);
    }
}
