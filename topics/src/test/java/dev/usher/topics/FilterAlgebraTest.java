package dev.usher.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.topics.LevelMatcher.Any;
import dev.usher.topics.LevelMatcher.Literal;
import dev.usher.topics.LevelMatcher.Prefix;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/**
 * {@code covers}, {@code overlaps} and {@code equals} against the sets of topics that {@code matches} gives. The alphabet has a
 * witness for every difference between two level matchers, and topics are one level deeper than the filters, so on these
 * filters the answers have to be the same in both directions.
 */
class FilterAlgebraTest {

    private static final List<String> ALPHABET = List.of("a", "ab", "abc", "b", "$s", "$t", "#P2P", "#L");

    private static final List<LevelMatcher> MATCHERS = List.of(
            new Any(),
            new Literal("a"),
            new Literal("ab"),
            new Literal("$s"),
            new Literal("#P2P"),
            new Prefix("a"),
            new Prefix("ab"),
            new Prefix("$"),
            new Prefix("#"));

    private static final Universe DEEP = new Universe(4, ALPHABET);

    @Test
    void allPairsOfFiltersOfUpToTwoLevels() {
        Universe topics = new Universe(3, ALPHABET);
        List<TopicFilter> filters = allFilters();
        List<BitSet> matched = filters.stream().map(topics::matched).toList();
        int covering = 0;
        int overlapping = 0;
        for (int i = 0; i < filters.size(); i++) {
            for (int j = 0; j < filters.size(); j++) {
                assertAgree(topics, filters.get(i), matched.get(i), filters.get(j), matched.get(j));
                covering += filters.get(i).covers(filters.get(j)) ? 1 : 0;
                overlapping += filters.get(i).overlaps(filters.get(j)) ? 1 : 0;
            }
        }
        int pairs = filters.size() * filters.size();
        assertThat(covering).as("of %s pairs", pairs).isBetween(1_000, pairs / 4);
        assertThat(overlapping).as("of %s pairs", pairs).isBetween(5_000, pairs / 2);
    }

    @Property(tries = 500)
    void pairsOfFiltersOfUpToThreeLevels(@ForAll("filters") TopicFilter one, @ForAll("filters") TopicFilter other) {
        assertAgree(DEEP, one, DEEP.matched(one), other, DEEP.matched(other));
    }

    /** Pairs made alike on purpose, as independent ones seldom cover each other. */
    @Property(tries = 500)
    void pairsThatDifferInOneLevelOrTheTail(
            @ForAll("levels") List<LevelMatcher> levels,
            @ForAll Tail tail,
            @ForAll("matchers") LevelMatcher replacement,
            @ForAll Tail otherTail) {
        List<LevelMatcher> changed = new ArrayList<>(levels);
        changed.set(levels.size() - 1, replacement);
        TopicFilter one = TopicFilter.of(levels, tail);
        TopicFilter other = TopicFilter.of(changed, otherTail);
        assertAgree(DEEP, one, DEEP.matched(one), other, DEEP.matched(other));
    }

    @Test
    void anUnreadableSubscriptionCoversAllAndIsCoveredByNone() {
        TopicFilter everything = TopicFilter.parseObserved("#share/g/a", false);
        for (TopicFilter filter : allFilters()) {
            assertThat(everything.covers(filter)).isTrue();
            assertThat(filter.covers(everything)).isFalse();
            assertThat(filter.overlaps(everything)).isTrue();
            assertThat(everything.overlaps(filter)).isTrue();
            assertThat(filter).isNotEqualTo(everything);
        }
        assertThat(everything.covers(everything)).isTrue();
        assertThat(DEEP.matched(everything).cardinality()).isEqualTo(DEEP.size());
    }

    private static void assertAgree(Universe topics, TopicFilter a, BitSet inA, TopicFilter b, BitSet inB) {
        List<Topic> outside = topics.difference(inB, inA);
        if (a.covers(b) != outside.isEmpty()) {
            throw new AssertionError(a + " covers " + b + ": " + a.covers(b) + ", but outside are " + outside);
        }
        if (a.overlaps(b) != inA.intersects(inB)) {
            throw new AssertionError(a + " overlaps " + b + ": " + a.overlaps(b));
        }
        if (a.equals(b) != inA.equals(inB)) {
            throw new AssertionError(a + " equals " + b + ": " + a.equals(b));
        }
        if (a.equals(b) && a.hashCode() != b.hashCode()) {
            throw new AssertionError(a + " and " + b + " have different hash codes");
        }
    }

    private static List<TopicFilter> allFilters() {
        List<TopicFilter> filters = new ArrayList<>();
        for (Tail tail : Tail.values()) {
            if (tail != Tail.NONE) {
                filters.add(TopicFilter.of(List.of(), tail));
            }
            for (LevelMatcher first : MATCHERS) {
                filters.add(TopicFilter.of(List.of(first), tail));
                for (LevelMatcher second : MATCHERS) {
                    filters.add(TopicFilter.of(List.of(first, second), tail));
                }
            }
        }
        return filters;
    }

    @Provide
    Arbitrary<LevelMatcher> matchers() {
        return Arbitraries.of(MATCHERS);
    }

    @Provide
    Arbitrary<List<LevelMatcher>> levels() {
        return matchers().list().ofMinSize(1).ofMaxSize(3);
    }

    @Provide
    Arbitrary<TopicFilter> filters() {
        return Combinators.combine(levels(), Arbitraries.of(Tail.class)).as(TopicFilter::of);
    }
}
