package dev.usher.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** Parsing and every spelling against {@link ReferenceMatcher}, over topics that contain the special characters themselves. */
class FilterTranslationTest {

    private static final Universe TOPICS = new Universe(
            3,
            List.of(
                    "a", "ab", "b", "$s", "#P2P", "#L", "#", "+", "a+", "a+b", "a#", "*", "a*b", "a*#", "$s#", ">",
                    "a>", "\u0003"));

    @Property(tries = 1000)
    void smfFiltersMeanWhatTheTextSays(@ForAll("smf") String text) {
        Optional<TopicFilter> parsed = valid(() -> TopicFilter.parse(text));
        Statistics.label("SMF").collect(parsed.isPresent() ? "valid" : "refused");
        parsed.ifPresent(filter -> {
            assertSame(text, filter, reference(ReferenceMatcher.SMF, text));
            assertThat(TopicFilter.parse(filter.toSmf())).isEqualTo(filter);
            assertThat(TopicFilter.parseObserved(text, false)).isEqualTo(filter);
            assertTranslations(filter);
        });
    }

    @Property(tries = 1000)
    void mqttFiltersMeanWhatTheTextSays(@ForAll("mqtt") String text) {
        Optional<TopicFilter> parsed = valid(() -> TopicFilter.parseMqtt(text));
        Statistics.label("MQTT").collect(parsed.isPresent() ? "valid" : "refused");
        parsed.ifPresent(filter -> {
            assertSame(text, filter, reference(ReferenceMatcher.MQTT, text));
            assertThat(TopicFilter.parseObserved(text, true)).isEqualTo(filter);
            assertTranslations(filter);
        });
    }

    /** A translated filter, read by somebody else, matches exactly what the original does, and reads back as the original. */
    private static void assertTranslations(TopicFilter filter) {
        exact(filter::toSmf).ifPresent(smf -> {
            assertSame(smf, filter, reference(ReferenceMatcher.SMF, smf));
            assertThat(TopicFilter.parse(smf)).isEqualTo(filter);
            assertThat(TopicFilter.parseObserved(smf, false)).isEqualTo(filter);
        });
        Optional<String> mqtt = exact(filter::toMqtt);
        mqtt.ifPresent(text -> {
            assertSame(text, filter, reference(ReferenceMatcher.MQTT, text));
            assertThat(TopicFilter.parseMqtt(text)).isEqualTo(filter);
            assertThat(TopicFilter.parseObserved(text, true)).isEqualTo(filter);
        });
        Optional<String> onBehalf = exact(filter::toOnBehalfOfMqtt);
        onBehalf.ifPresent(text -> {
            assertSame(text, filter, reference(ReferenceMatcher.SMF, text));
            assertThat(TopicFilter.parseObserved(text, true)).isEqualTo(filter);
        });
        Statistics.label("translated").collect(mqtt.isPresent(), onBehalf.isPresent());
    }

    /** Whatever a broker may mean by what it lists, the filter we take it for matches at least that. */
    @Property(tries = 2000)
    void observedFiltersAreNeverNarrowerThanAnyReading(@ForAll("observed") String text, @ForAll boolean mqttClient) {
        TopicFilter filter = TopicFilter.parseObserved(text, mqttClient);

        List<ReferenceMatcher> readings = mqttClient
                ? List.of(ReferenceMatcher.SMF, ReferenceMatcher.LENIENT_SMF, ReferenceMatcher.MQTT)
                : List.of(ReferenceMatcher.SMF, ReferenceMatcher.LENIENT_SMF);
        for (ReferenceMatcher reading : readings) {
            assertThat(TOPICS.difference(reference(reading, text), TOPICS.matched(filter)))
                    .as("%s, read as %s, taken for %s", TopicText.quote(text), reading, filter)
                    .isEmpty();
        }
        assertThat(filter.toString()).isNotNull();
        assertTranslations(filter);
    }

    private static BitSet reference(ReferenceMatcher matcher, String text) {
        return TOPICS.where(levels -> matcher.matches(text, levels));
    }

    private static void assertSame(String text, TopicFilter filter, BitSet expected) {
        BitSet actual = TOPICS.matched(filter);
        assertThat(TOPICS.difference(actual, expected))
                .as("too many for %s", text)
                .isEmpty();
        assertThat(TOPICS.difference(expected, actual))
                .as("too few for %s", text)
                .isEmpty();
    }

    private static Optional<TopicFilter> valid(Supplier<TopicFilter> parse) {
        try {
            return Optional.of(parse.get());
        } catch (InvalidTopicFilterException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> exact(Supplier<String> spelling) {
        try {
            return Optional.of(spelling.get());
        } catch (InexactTranslationException e) {
            return Optional.empty();
        }
    }

    @Provide
    Arbitrary<String> smf() {
        return filters(
                "a", "ab", "$s", "#P2P", "#L", "*", "a*", "$*", "#*", ">", "+", "#", "a+", "a+*", "a*b", "a>", "");
    }

    @Provide
    Arbitrary<String> mqtt() {
        return filters("a", "ab", "$s", "+", "a+", "$+", "#", "*", ">", "a+b", "a#", "");
    }

    @Provide
    Arbitrary<String> observed() {
        return filters(
                "a",
                "ab",
                "$s",
                "#P2P",
                "#L",
                "*",
                "a*",
                "$*",
                "#*",
                ">",
                "+",
                "#",
                "a+",
                "a+*",
                "a*b",
                "a+b",
                "a>",
                "a#",
                "#+",
                "*b",
                "",
                "\u0003",
                "a\u0003",
                "!a",
                "#share",
                "#noexport",
                "$share",
                "a*#",
                "a#*",
                "$s#",
                "##");
    }

    /** Two levels of any kind, or three of which the last is a wildcard of many levels. */
    private static Arbitrary<String> filters(String... levels) {
        Arbitrary<String> one = Arbitraries.of(levels);
        Arbitrary<String> some = one.list().ofMinSize(1).ofMaxSize(2).map(parts -> String.join("/", parts));
        return Arbitraries.oneOf(
                some, some.map(text -> text + "/>"), some.map(text -> text + "/#"), some.map(text -> text + "/\u0003"));
    }
}
