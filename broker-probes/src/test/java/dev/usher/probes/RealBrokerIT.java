package dev.usher.probes;

import dev.usher.probes.facts.Facts;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each fact asked on a broker given by {@code -Dbroker.…} (profile {@code real-broker}, see the README). A broker that contradicts
 * what is documented fails; what nobody knew is known now and goes into the report, {@code target/broker-report.md}.
 */
class RealBrokerIT {
    private static RealBrokerRun run;

    @BeforeAll
    static void sweepWhatAFormerRunLeft() throws IOException {
        run = new RealBrokerRun(System::getProperty);
    }

    static Stream<Fact> facts() {
        return Facts.all().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("facts")
    void brokerDoesAsDocumented(Fact fact) {
        run.ask(fact);
    }

    @AfterAll
    static void writeTheReport() throws IOException {
        if (run != null) {
            run.end();
        }
    }
}
