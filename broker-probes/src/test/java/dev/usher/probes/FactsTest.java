package dev.usher.probes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.switches.BrokerSwitches;
import dev.usher.probes.facts.Facts;
import java.util.List;
import org.junit.jupiter.api.Test;

class FactsTest {
    private final List<Fact> facts = Facts.all();

    @Test
    void eachFactHasAnIdOfItsOwn() {
        assertThat(facts).extracting(Fact::id).doesNotHaveDuplicates();
    }

    @Test
    void eachSwitchOfTheEmbeddedBrokerIsAskedFor() {
        assertThat(facts)
                .flatExtracting(f -> f.standing().switchName().stream().toList())
                .containsAll(Switches.names());
    }

    @Test
    void noFactNamesASwitchThatIsNotThere() {
        assertThat(Switches.names())
                .containsAll(facts.stream()
                        .flatMap(f -> f.standing().switchName().stream())
                        .toList());
    }

    /** What is expected here is what the embedded broker does unless told otherwise. */
    @Test
    void whatIsExpectedIsTheDefaultOfTheSwitch() {
        assertThat(facts)
                .filteredOn(f -> f.standing().switchName().isPresent())
                .allSatisfy(f -> assertThat(f.standing().expected())
                        .hasValue(Switches.answer(
                                BrokerSwitches.defaults(),
                                f.standing().switchName().get())));
    }
}
