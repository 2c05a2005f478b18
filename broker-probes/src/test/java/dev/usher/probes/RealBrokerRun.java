package dev.usher.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What {@link RealBrokerIT} does; apart from it so that {@link RealBrokerRunIT} can see it fail. */
final class RealBrokerRun {
    private final List<Finding> findings = new ArrayList<>();
    private final Prober prober;
    private final Path folder;

    /** Sweeps what a former run has left; fails when something would not go. */
    RealBrokerRun(UnaryOperator<String> properties) throws IOException {
        prober = new Prober(BrokerProperties.read(properties));
        folder = Path.of(Optional.ofNullable(properties.apply("broker.report")).orElse("target"));
        assertThat(prober.sweep())
                .as("left by a former run and not to be removed")
                .isEmpty();
    }

    /** Fails when the broker contradicts what is documented. */
    void ask(Fact fact) {
        Finding finding = prober.ask(fact);
        findings.add(finding);
        if (finding.verdict() == Verdict.CONTRADICTS) {
            fail(
                    "%s expected %s (%s), found %s",
                    fact.question(),
                    fact.standing().expected().orElseThrow(),
                    fact.standing().basis(),
                    finding.answer());
        }
    }

    /** Writes the report; fails when something was left on the broker. */
    void end() throws IOException {
        new Report(prober.version(), findings).writeTo(folder);
        assertThat(prober.remains()).as("made by probes and still there").isEmpty();
    }
}
