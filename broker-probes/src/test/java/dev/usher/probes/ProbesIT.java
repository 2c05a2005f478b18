package dev.usher.probes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.switches.BrokerSwitches;
import dev.usher.broker.switches.OboSwitches.UnknownClient;
import dev.usher.probes.facts.Facts;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each probe on a broker whose answer is known. What is switched is asked with every value of its switch: a probe that cannot see
 * both answers proves nothing about a real broker.
 */
@Execution(ExecutionMode.CONCURRENT)
class ProbesIT {

    record Case(Fact fact, BrokerSwitches switches, Optional<String> expected, String name) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.concat(Facts.all().stream().flatMap(ProbesIT::casesOf), Stream.of(unnamedRefusal()));
    }

    /** A switch of another fact shows in this one: JCSMP has no name for what is refused with this code. */
    private static Case unnamedRefusal() {
        return new Case(
                Catalogue.fact("obo-unknown-client"),
                BrokerSwitches.defaults().with(s -> s.unknownClient(UnknownClient.CODE_400)),
                Optional.of("UNKNOWN"),
                "obo-unknown-client with unknownClient=CODE_400");
    }

    private static Stream<Case> casesOf(Fact fact) {
        Optional<String> byName = fact.standing().switchName();
        if (byName.isEmpty()) {
            return Stream.of(
                    new Case(fact, BrokerSwitches.defaults(), fact.standing().expected(), fact.id()));
        }
        return Switches.each(byName.get()).stream()
                .map(switches -> new Case(
                        fact,
                        switches,
                        Optional.of(Switches.answer(switches, byName.get())),
                        fact.id() + " with " + byName.get() + "=" + Switches.value(switches, byName.get())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void probeFindsWhatTheBrokerDoes(Case asked) {
        try (EmbeddedBroker broker = Embedded.start(asked.switches())) {
            Prober prober = new Prober(Embedded.underTest(broker));

            Finding finding = prober.ask(asked.fact());

            if (Catalogue.NEVER_TOLD.contains(asked.fact().id())) {
                assertThat(finding.answer()).isInstanceOf(Answer.Unknown.class);
            } else {
                assertThat(finding.answer().value())
                        .as("%s: %s", asked, finding.answer())
                        .isPresent();
                asked.expected()
                        .ifPresent(e -> assertThat(finding.answer().value())
                                .as("%s: %s", asked, finding.answer())
                                .hasValue(e));
            }
            assertThat(prober.remains()).isEmpty();
            assertThat(broker.configuration().clientUsernames().all())
                    .extracting(u -> u.name())
                    .noneMatch(name -> name.startsWith(BrokerUnderTest.PREFIX));
            assertThat(broker.mqttSessions().all()).isEmpty();
        }
    }
}
