package dev.usher.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.topics.LevelMatcher.Any;
import dev.usher.topics.LevelMatcher.Literal;
import dev.usher.topics.LevelMatcher.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/** The index answers as comparing every pair would, and does not compare every pair. */
class TopicFilterSetTest {
    private static final int MANY = 10_000;

    @Property(tries = 2_000)
    void coversWhatOneOfItsFiltersCovers(
            @ForAll("sets") Set<TopicFilter> filters, @ForAll("filters") TopicFilter wanted) {
        assertThat(new TopicFilterSet(filters).covers(wanted)).isEqualTo(wanted.coveredByAny(filters));
    }

    @Property(tries = 1_000)
    void findsWhatCoversAFilter(@ForAll("sets") Set<TopicFilter> filters, @ForAll("filters") TopicFilter wanted) {
        assertThat(new TopicFilterSet(filters).covering(wanted))
                .containsExactlyInAnyOrderElementsOf(
                        filters.stream().filter(f -> f.covers(wanted)).toList());
    }

    @Property(tries = 2_000)
    void findsWhatAFilterCovers(@ForAll("sets") Set<TopicFilter> filters, @ForAll("filters") TopicFilter wide) {
        assertThat(new TopicFilterSet(filters).coveredBy(wide))
                .containsExactlyInAnyOrderElementsOf(
                        filters.stream().filter(wide::covers).toList());
    }

    @Property(tries = 200)
    void containsWhatWasPutIn(@ForAll("sets") Set<TopicFilter> filters, @ForAll("filters") TopicFilter other) {
        TopicFilterSet set = new TopicFilterSet(filters);
        assertThat(filters).allMatch(set::contains);
        assertThat(set.contains(other)).isEqualTo(filters.contains(other));
        assertThat(set.isEmpty()).isEqualTo(filters.isEmpty());
    }

    @Test
    void asksOfTenThousandFiltersDoNotCompareEachWithEach() {
        List<TopicFilter> filters = new ArrayList<>();
        List<TopicFilter> asked = new ArrayList<>();
        List<TopicFilter> wide = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            filters.add(TopicFilter.parse("US/NASDAQ/S" + i + "/L1/>"));
            asked.add(TopicFilter.parse("US/NASDAQ/S" + i + "/L1/trade"));
            wide.add(TopicFilter.parse("US/NASDAQ/S" + i + "/*/>"));
        }
        TopicFilterSet set = new TopicFilterSet(filters);

        assertThat(asked).allMatch(set::covers);
        assertThat(wide).allMatch(filter -> set.coveredBy(filter).size() == 1);
        assertThat(set.covers(TopicFilter.parse("US/NASDAQ/S1/L2/trade"))).isFalse();

        assertThat(set.visited()).isLessThan(20L * MANY);
    }

    @Provide
    Arbitrary<LevelMatcher> matchers() {
        return Arbitraries.of(
                new Any(),
                new Literal("a"),
                new Literal("ab"),
                new Literal("$s"),
                new Literal("#P2P"),
                new Prefix("a"),
                new Prefix("ab"),
                new Prefix("$"),
                new Prefix("#"));
    }

    @Provide
    Arbitrary<TopicFilter> filters() {
        Arbitrary<TopicFilter> parsed = Combinators.combine(
                        matchers().list().ofMinSize(0).ofMaxSize(3), Arbitraries.of(Tail.class))
                .filter((levels, tail) -> !levels.isEmpty() || tail != Tail.NONE)
                .as(TopicFilter::of);
        return Arbitraries.frequencyOf(
                Tuple.of(30, parsed), Tuple.of(1, Arbitraries.just(TopicFilter.parseObserved("#share/g/a", false))));
    }

    @Provide
    Arbitrary<Set<TopicFilter>> sets() {
        return filters().set().ofMaxSize(12);
    }
}
