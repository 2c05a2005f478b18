package dev.usher.topics;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObservedFilterTest {

    @ParameterizedTest
    @CsvSource({
        // an MQTT client's own spelling, or what was added for it
        "a/#,       true,  a",
        "a/>,       true,  a/b/c",
        "a/*,       true,  a/b",
        "a/x*,      true,  a/xy",
        "a/x+,      true,  a/xy",
        "a/b*c,     true,  a/bx",
        "/a/#,      true,  ",
        "a/#/b,     true,  a/x/y/z",
        "a/b#,      true,  a/bx/c",
        "a/>/b,     true,  a/>/b",
        // SMF: MQTT's wildcards are plain
        "a/+,       false, a/+",
        "a/#,       false, a/#",
        "a/b*c,     false, a/b*c",
        "a/b*c,     false, a/bx",
        "a/>/b,     false, a/>/b",
        "a/b>,      false, a/b>",
        "'',        false, ",
    })
    void matchesWhatTheBrokerMayDeliver(String text, boolean mqttClient, String topic) {
        TopicFilter filter = TopicFilter.parseObserved(text, mqttClient);
        if (topic != null) {
            assertThat(filter.matches(Topic.parse(topic))).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"a/+, a/b", "a/#, a/b", "a/>/b, a/x/b", "a/b>, a/b"})
    void isNoWiderThanItMustBeForSmf(String text, String topic) {
        assertThat(TopicFilter.parseObserved(text, false).matches(Topic.parse(topic)))
                .isFalse();
    }

    @Test
    void theMultiLevelByteIsAWildcardOnlyInTheLastLevel() {
        TopicFilter last = TopicFilter.parseObserved("a/\u0003", false);
        TopicFilter inner = TopicFilter.parseObserved("a/\u0003/b", true);

        assertThat(last).isEqualTo(TopicFilter.parseMqtt("a/#"));
        assertThat(inner.matches(Topic.parse("a/\u0003/b"))).isTrue();
        assertThat(inner.matches(Topic.parse("a/x/b"))).isFalse();
        assertThat(inner.smf()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"#share/g/US/>, false", "#noexport/US/>, false", "$share/g/US/#, true", "#share/g/US/>, true"})
    void whatChangesTheRestIsTakenForEverything(String text, boolean mqttClient) {
        TopicFilter filter = TopicFilter.parseObserved(text, mqttClient);

        assertThat(filter.matches(Topic.parse("US/x"))).isTrue();
        assertThat(filter.matches(Topic.parse("$SYS/x"))).isTrue();
        assertThat(TopicFilter.parse(">").covers(filter)).isFalse();
        assertThat(filter.smf()).isEmpty();
    }

    @Test
    void theBrokersOwnInboxKeepsItsName() {
        assertThat(TopicFilter.parseObserved("_P2P/x/y", true).firstLevel()).contains("#P2P");
        assertThat(TopicFilter.parseObserved("#P2P/v:router/#mqtt/>", true).firstLevel())
                .contains("#P2P");
        assertThat(TopicFilter.parseObserved("#P2P/v:router/x/>", false).firstLevel())
                .contains("#P2P");
        assertThat(TopicFilter.parseObserved("_P2P/x", false).firstLevel()).contains("_P2P");
    }

    @Test
    void sizeIsNoReasonToThrow() {
        assertThat(TopicFilter.parseObserved("a/".repeat(500) + "\u0000\uD800", true)
                        .toString())
                .isNotEmpty();
    }

    @Property
    void neverThrows(@ForAll String text, @ForAll boolean mqttClient) {
        TopicFilter filter = TopicFilter.parseObserved(text, mqttClient);

        assertThat(filter).isEqualTo(TopicFilter.parseObserved(text, mqttClient));
        assertThat(filter.covers(filter)).isTrue();
    }
}
