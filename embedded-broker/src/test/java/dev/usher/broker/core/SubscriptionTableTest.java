package dev.usher.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

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

    private final TestBroker broker = new TestBroker();
    private final Map<Integer, Client> clients =
            Map.of(0, broker.login("alice", "c0"), 1, broker.login("alice", "c1"), 2, broker.login("alice", "c2"));

    /** The tree finds exactly whom a filter-by-filter search finds, and each only once, also after removals. */
    @Property
    void findsWhomTheFiltersMatch(
            @ForAll("entries") List<Tuple2<Integer, Filter>> added,
            @ForAll("entries") List<Tuple2<Integer, Filter>> removed,
            @ForAll("topics") String topic) {
        SubscriptionTable table = new SubscriptionTable();
        added.forEach(e -> table.add(e.get2(), clients.get(e.get1())));
        removed.forEach(e -> table.remove(e.get2(), clients.get(e.get1())));
        List<Client> expected = added.stream()
                .filter(e -> !removed.contains(e) && e.get2().matches(topic))
                .map(e -> clients.get(e.get1()))
                .distinct()
                .toList();
        assertThat(table.match(topic)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(table.size()).isEqualTo((int)
                added.stream().filter(e -> !removed.contains(e)).distinct().count());
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
