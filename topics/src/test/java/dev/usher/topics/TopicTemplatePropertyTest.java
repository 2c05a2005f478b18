package dev.usher.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TopicTemplatePropertyTest {

    /** Not sampled: all pairs of texts of up to three of the characters that could collide, in several shapes of template. */
    @Test
    void differentValuesNeverGiveOneTopic() {
        List<String> values = Arbitraries.of("a", "/", "%", "2", "-", "$")
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(parts -> String.join("", parts))
                .allValues()
                .orElseThrow()
                .toList();
        assertThat(values).hasSize(6 + 36 + 216);
        for (String text : List.of("{a}/{b}", "a-{a}/{b}-a", "{a}a/a{b}", "x/{a}/{b}/{a}")) {
            for (ReservedCharacters policy : ReservedCharacters.values()) {
                assertNoCollision(TopicTemplate.parse(text, policy), values);
            }
        }
    }

    private static void assertNoCollision(TopicTemplate template, List<String> values) {
        Map<Rendered, String> seen = new HashMap<>();
        int unmappable = 0;
        for (String a : values) {
            for (String b : values) {
                Rendered rendered = template.render(a, b);
                if (!(rendered instanceof Topic)) {
                    unmappable++;
                    continue;
                }
                String tuple = a + '\u0000' + b;
                String earlier = seen.put(rendered, tuple);
                if (earlier != null) {
                    throw new AssertionError(template + " gives " + rendered + " for " + earlier + " and " + tuple);
                }
            }
        }
        assertThat(seen.size() + unmappable).isEqualTo(values.size() * values.size());
        assertThat(seen).hasSizeGreaterThan(1_000);
    }

    @Property
    void differentLongerValuesNeverGiveOneTopic(
            @ForAll("template") String text,
            @ForAll("value") String a,
            @ForAll("value") String b,
            @ForAll("value") String otherA,
            @ForAll("value") String otherB) {
        TopicTemplate template = TopicTemplate.parse(text, ReservedCharacters.ENCODE);
        Rendered one = template.render(a, b);
        Rendered other = template.render(otherA, otherB);
        if (one instanceof Topic && other instanceof Topic) {
            assertThat(one.equals(other)).isEqualTo(a.equals(otherA) && b.equals(otherB));
        }
    }

    /** Whatever a template that was accepted gives is publishable, and subscribing to its text gets it and nothing else. */
    @Property
    void noTemplateGivesAnInvalidTopic(
            @ForAll("anyTemplate") String text, @ForAll("value") String a, @ForAll("value") String b) {
        TopicTemplate template;
        try {
            template = TopicTemplate.parse(text, ReservedCharacters.ENCODE);
        } catch (InvalidTopicTemplateException e) {
            return;
        }
        Map<String, String> values = Map.of("a", a, "b", b);
        if (template.render(placeholder -> values.get(placeholder.name())) instanceof Topic topic) {
            assertThat(Topic.parse(topic.text())).isEqualTo(topic);
            assertThat(topic.levels()).hasSize(text.split("/", -1).length);
            assertThat(TopicFilter.parse(topic.text())).isEqualTo(TopicFilter.exactly(topic));
            if (!topic.levels().get(0).equals("_P2P")) {
                assertThat(TopicFilter.parse(topic.text()).toMqtt()).isEqualTo(topic.text());
            }
        } else {
            assertThat(a.isEmpty() || b.isEmpty() || text.length() + 3 * (a.length() + b.length()) > 100)
                    .isTrue();
        }
    }

    @Provide
    Arbitrary<String> template() {
        return Arbitraries.of("{a}/{b}", "x{a}/{b}y", "x/{a}/-{b}-", "{a}/mid/{b}/{a}");
    }

    @Provide
    Arbitrary<String> anyTemplate() {
        return Arbitraries.of(
                        "{a}", "{b}", "/", "/", "/", "x", "$", "-", "*", ">", "é", "%", "\u0003", "!", "_P2P", "#share")
                .list()
                .ofMinSize(1)
                .ofMaxSize(7)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> value() {
        return Arbitraries.of(
                        "a", "/", "%", "%2F", "2F", "-", "$", "#", "*", ">", "+", "!", "_P2P", "#share", "é", "\u0000",
                        "\u0003", "\u0085")
                .list()
                .ofMaxSize(5)
                .map(parts -> String.join("", parts));
    }
}
