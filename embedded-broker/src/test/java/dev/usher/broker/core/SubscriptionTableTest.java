package dev.usher.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

class SubscriptionTableTest {

    /** The tree finds exactly whom a filter-by-filter search finds, each once and with its highest QoS, also after removals. */
    @Property
    void findsWhomTheFiltersMatch(
            @ForAll("entries") List<Tuple2<Integer, Filter>> added,
            @ForAll("entries") List<Tuple2<Integer, Filter>> raised,
            @ForAll("entries") List<Tuple2<Integer, Filter>> removed,
            @ForAll("topics") String topic) {
        SubscriptionTable<Integer> table = new SubscriptionTable<>();
        Map<Tuple2<Integer, Filter>, Integer> expected = new HashMap<>();
        added.forEach(e -> table.put(e.get2(), e.get1(), 0));
        added.forEach(e -> expected.put(e, 0));
        raised.forEach(e -> table.put(e.get2(), e.get1(), 1));
        raised.forEach(e -> expected.put(e, 1));
        added.stream().limit(3).forEach(e -> table.put(e.get2(), e.get1(), 0));
        added.stream().limit(3).forEach(e -> expected.put(e, 0));
        removed.forEach(e -> table.remove(e.get2(), e.get1()));
        removed.forEach(expected::remove);

        Map<Integer, Integer> qos = new HashMap<>();
        expected.forEach((e, q) -> {
            if (e.get2().matches(topic)) {
                qos.merge(e.get1(), q, Math::max);
            }
        });
        SubscriptionTable.Matches<Integer> found = table.match(topic);
        assertThat(found.guaranteed()).containsExactlyInAnyOrderElementsOf(with(qos, 1));
        assertThat(found.direct()).containsExactlyInAnyOrderElementsOf(with(qos, 0));
        assertThat(table.size()).isEqualTo(expected.size());
    }

    private static List<Integer> with(Map<Integer, Integer> qos, int value) {
        return qos.entrySet().stream()
                .filter(e -> e.getValue() == value)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Provide
    Arbitrary<List<Tuple2<Integer, Filter>>> entries() {
        Arbitrary<Filter> filter = Arbitraries.of(
                        "a",
                        "a/b",
                        "a/*",
                        "*/b",
                        "a*/b",
                        ">",
                        "a/>",
                        "\u0003",
                        "a/\u0003",
                        "*",
                        "$a/>",
                        "$a/b",
                        "a/b/c")
                .map(Filter::smf);
        return Arbitraries.integers()
                .between(0, 2)
                .flatMap(c -> filter.map(f -> Tuple.of(c, f)))
                .list()
                .ofMaxSize(12);
    }

    @Provide
    Arbitrary<String> topics() {
        return Arbitraries.of("a", "b", "a/b", "ab/b", "a/b/c", "$a", "$a/b", "#P2P/b", "x/b");
    }
}
