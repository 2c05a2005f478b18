package dev.usher.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InboxTest {

    @ParameterizedTest
    @CsvSource({
        "#P2P/v:r/#mqtt/dev/3, _P2P/v:r/_mqtt/dev/3",
        "#P2P/v:r/1234abcd/name/x, _P2P/v:r/1234abcd/name/x",
        "#P2P/v:r/#mqttx/dev, _P2P/v:r/#mqttx/dev",
        "#P2P/v:r/#mqtt, _P2P/v:r/#mqtt",
        "#P2P/x, _P2P/x"
    })
    void theSpellingsAreExchanged(String smf, String mqtt) {
        assertThat(Inbox.inMqtt(smf)).isEqualTo(mqtt);
        assertThat(Inbox.inSmf(mqtt)).isEqualTo(smf);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "#P2Px/y", "_P2Px/y", "#LOG/INFO/#mqtt/x", "a/_P2P/b", "_mqtt/x"})
    void otherTopicsStayAsTheyAre(String topic) {
        assertThat(Inbox.inMqtt(topic)).isEqualTo(topic);
        assertThat(Inbox.inSmf(topic)).isEqualTo(topic);
    }

    @Property
    void anInboxTopicComesBackFromTheOtherSpelling(@ForAll("rests") String rest) {
        assertThat(Inbox.inSmf(Inbox.inMqtt("#P2P/" + rest))).isEqualTo("#P2P/" + rest);
    }

    @Property
    void aFilterMeansTheTopicThatIsSpelledLikeIt(@ForAll("rests") String rest) {
        String topic = "#P2P/" + rest;
        assertThat(Filter.exactly(topic).matches(topic)).isTrue();
        if (!Inbox.inMqtt(topic).contains("#")) {
            assertThat(Filter.mqtt(Inbox.inMqtt(topic)).matches(topic)).isTrue();
        }
    }

    @Provide
    Arbitrary<String> rests() {
        return Arbitraries.of("v:r", "#mqtt", "dev", "3", "", "#mqttx")
                .list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .map(levels -> String.join("/", levels));
    }

    @Test
    void anExactFilterTakesWildcardsAsTheyAreHoweverLongItIs() {
        String topic = "#P2P/v:r/#mqtt/" + "*".repeat(300) + "/>";
        assertThat(Filter.exactly(topic).matches(topic)).isTrue();
        assertThat(Filter.exactly("a/*").matches("a/b")).isFalse();
        assertThat(Filter.exactly("a/>").matches("a/b")).isFalse();
    }
}
