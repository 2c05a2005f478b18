package dev.usher.broker.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.broker.switches.BrokerSwitches.GreaterThanForMqtt;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {

    @ParameterizedTest
    @CsvSource({
        "a/b, a/b, true",
        "a/b, a/B, false",
        "a/*, a/b, true",
        "a/*, a/b/c, false",
        "a/r*, a/red, true",
        "a/r*, a/r, true",
        "a/r*, a/bred, false",
        "a/>, a, false",
        "a/>, a/b/c, true",
        ">, a, true",
        "a/b>, a/bc, false",
        "a/b>, a/b>, true",
        ">/a, >/a, true",
        "a/*b, a/xb, false",
        ">, $SYS/x, false",
        "*/x, $SYS/x, false",
        "$SYS/>, $SYS/x, true",
        ">, #P2P/x, false",
        "#P*/x, #P2P/x, false",
        "#P2P/>, #P2P/x, true",
        ">, #LOG/x, true",
    })
    void smf(String filter, String topic, boolean expected) {
        assertThat(Filter.smf(filter).matches(topic)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "a/#, a, true",
        "a/#, a/b/c, true",
        "a/+, a/b, true",
        "a/+, a, false",
        "a/r+, a/red, true",
        "a/+/#, a, false",
        "a/+/#, a/b, true",
        "'#', a, true",
        "'#', $SYS/a, false",
        "+/a, $SYS/a, false",
        "a/>, a/b, false",
        "a/*, a/b, false",
        "_P2P/x, '#P2P/x', true",
    })
    void mqtt(String filter, String topic, boolean expected) {
        assertThat(Filter.mqtt(filter).matches(topic)).isEqualTo(expected);
    }

    @Test
    void oneFormForBothProtocols() {
        assertThat(Filter.smf("a/>")).isEqualTo(Filter.mqtt("a/+/#"));
        assertThat(Filter.smf("a/\u0003")).isEqualTo(Filter.mqtt("a/#")).isNotEqualTo(Filter.smf("a/>"));
        assertThat(Filter.mqtt("a/#").smfText()).isEqualTo("a/\u0003");
        assertThat(Filter.mqtt("a/+/#").smfText()).isEqualTo("a/>");
        assertThat(Filter.smf("a/>").smfTextForMqtt()).isEqualTo("a/*/\u0003");
        assertThat(Filter.smf("a/b*/>").mqttText()).isEqualTo("a/b+/+/#");
        assertThat(Filter.smf("#P2P/x/>").mqttText()).isEqualTo("_P2P/x/+/#");
    }

    @Test
    void greaterThanForAnMqttTarget() {
        assertThat(Filter.smfForMqttTarget("a/>", GreaterThanForMqtt.WORKS)).isEqualTo(Filter.smf("a/>"));
        Filter literal = Filter.smfForMqttTarget("a/>", GreaterThanForMqtt.LITERAL);
        assertThat(literal.matches("a/b")).isFalse();
        assertThat(literal.matches("a/>")).isTrue();
        assertThatThrownBy(() -> Filter.smfForMqttTarget("a/>", GreaterThanForMqtt.REFUSED))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Filter.smfForMqttTarget("a/*/\u0003", GreaterThanForMqtt.REFUSED)
                        .matches("a/b/c"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\0b"})
    void refusesWhatIsNoFilter(String text) {
        assertThatThrownBy(() -> Filter.smf(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Filter.mqtt(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a#", "a/#/b", "a/+b", "#/a", "a/#b"})
    void refusesMisplacedMqttWildcards(String text) {
        assertThatThrownBy(() -> Filter.mqtt(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void limitsAreBytesAndLevels() {
        assertThat(Filter.publishable("é".repeat(125))).isTrue();
        assertThat(Filter.publishable("é".repeat(125) + "x")).isFalse();
        assertThat(Filter.publishable("a/".repeat(124) + "a")).isTrue();
        assertThat(Filter.publishable("/".repeat(128))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "US/NASDAQ/>, US/NASDAQ/>, true, true",
        "US/NASDAQ/>, US/NASDAQ/GME, true, true",
        "US/NASDAQ/>, US/>, false, true",
        "US/NASDAQ/>, US/*/AAPL, false, true",
        "US/NASDAQ/>, US/NYSE/IBM, false, false",
        "US/NASDAQ/>, US/NASDAQ, false, false",
        "*/a, $SYS/a, false, false",
        ">, $SYS/a, false, false",
        ">, $*/a, false, false",
        "a*/x, ab*/x, true, true",
        "ab*/x, a*/x, false, true",
    })
    void coversAndOverlaps(String one, String other, boolean covers, boolean overlaps) {
        assertThat(Filter.smf(one).covers(Filter.smf(other))).isEqualTo(covers);
        assertThat(Filter.smf(one).overlaps(Filter.smf(other))).isEqualTo(overlaps);
        assertThat(Filter.smf(other).overlaps(Filter.smf(one))).isEqualTo(overlaps);
    }

    @Test
    void aNameCannotSmuggleWildcardsThroughAVariable() {
        AclExemption exception = AclExemption.smf("up/$client-username/>");
        assertThat(Filter.exception(exception, "x/>", Optional.empty())
                        .orElseThrow()
                        .matches("up/x/y/z"))
                .isFalse();
        Filter star = Filter.exception(AclExemption.smf("up/$client-username"), "a*", Optional.empty())
                .orElseThrow();
        assertThat(star.matches("up/ab")).isFalse();
        assertThat(Filter.exception(AclExemption.smf("up/$client-id"), "a", Optional.empty()))
                .isEmpty();
    }

    @Property
    void coveringAgreesWithMatching(
            @ForAll("filters") Filter a, @ForAll("filters") Filter b, @ForAll("topics") String t) {
        if (a.matches(t) && b.matches(t)) {
            assertThat(a.overlaps(b)).isTrue();
        }
        if (a.covers(b)) {
            assertThat(!b.matches(t) || a.matches(t))
                    .as("%s covers %s, topic %s", a, b, t)
                    .isTrue();
        }
    }

    @Property
    void theSpellingsMeanTheSame(@ForAll("filters") Filter filter) {
        assertThat(Filter.smf(filter.smfText())).isEqualTo(filter);
        assertThat(Filter.smf(filter.smfTextForMqtt())).isEqualTo(filter);
        // A '#' inside a level other than the inbox's has no MQTT spelling.
        if (filter.smfText().lastIndexOf('#') <= 0) {
            assertThat(Filter.mqtt(filter.mqttText())).isEqualTo(filter);
        }
    }

    @Provide
    Arbitrary<Filter> filters() {
        Arbitrary<String> level = Arbitraries.of("a", "b", "ab", "*", "a*", "$a", "#P2P");
        return level.list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .flatMap(levels ->
                        Arbitraries.of("", "/>", "/\u0003").map(tail -> Filter.smf(String.join("/", levels) + tail)));
    }

    @Provide
    Arbitrary<String> topics() {
        return Arbitraries.of("a", "b", "ab", "abc", "$a", "#P2P")
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(levels -> String.join("/", levels));
    }
}
