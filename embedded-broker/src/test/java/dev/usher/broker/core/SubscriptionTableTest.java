package dev.usher.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import org.junit.jupiter.api.Test;

class SubscriptionTableTest {

    private static final int CHANGES = 100_000;

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

    /** Make before break: at every moment one filter or both match, so every match finds the subscriber, once. */
    @Test
    void whoAddsOneFilterBeforeRemovingAnotherIsAlwaysFound() throws Exception {
        SubscriptionTable<String> table = new SubscriptionTable<>();
        Filter narrow = Filter.smf("a/b/c/d/e/f/g/h/i");
        Filter wide = Filter.smf("*/>");
        table.put(narrow, "alice", 0);
        // Filters that nearly match, so that a match is busy for long between the place of the one and of the other.
        for (int bits = 0; bits < 128; bits++) {
            StringBuilder nearly = new StringBuilder("a*");
            for (int level = 0; level < 7; level++) {
                nearly.append('/').append((bits >> level & 1) == 0 ? "*" : String.valueOf((char) ('b' + level)));
            }
            table.put(Filter.smf(nearly + "/x"), "bob", 0);
        }
        AtomicBoolean done = new AtomicBoolean();
        Future<Integer> missed = inBackground(() -> {
            int count = 0;
            while (!done.get()) {
                count += List.copyOf(table.match("a/b/c/d/e/f/g/h/i").direct()).equals(List.of("alice")) ? 0 : 1;
            }
            return count;
        });
        for (int i = 0; i < CHANGES; i++) {
            table.put(wide, "alice", 0);
            table.remove(narrow, "alice");
            table.put(narrow, "alice", 0);
            table.remove(wide, "alice");
        }
        done.set(true);
        assertThat(missed.get()).isZero();
    }

    @Test
    void noMatchThatBeginsAfterRemoveReturnedFindsTheSubscriber() throws Exception {
        SubscriptionTable<String> table = new SubscriptionTable<>();
        Filter filter = Filter.smf("a*/>");
        table.put(Filter.smf("a/b"), "bob", 0);
        // Even while alice has no filter, odd while she may have one.
        AtomicInteger phase = new AtomicInteger();
        AtomicBoolean done = new AtomicBoolean();
        Future<Integer> found = inBackground(() -> {
            int count = 0;
            while (!done.get()) {
                int before = phase.get();
                boolean alice = table.match("a/b").direct().contains("alice");
                count += alice && before % 2 == 0 && before == phase.get() ? 1 : 0;
            }
            return count;
        });
        for (int i = 0; i < CHANGES; i++) {
            phase.incrementAndGet();
            table.put(filter, "alice", 0);
            table.remove(filter, "alice");
            phase.incrementAndGet();
            table.match("a/b");
        }
        done.set(true);
        assertThat(found.get()).isZero();
    }

    /** A filter whose QoS changes is found at every moment, with the one or the other. */
    @Test
    void aChangeOfQosLosesNobody() throws Exception {
        SubscriptionTable<String> table = new SubscriptionTable<>();
        Filter filter = Filter.smf("a/*");
        table.put(filter, "alice", 0);
        AtomicBoolean done = new AtomicBoolean();
        Future<Integer> missed = inBackground(() -> {
            int count = 0;
            while (!done.get()) {
                SubscriptionTable.Matches<String> matches = table.match("a/b");
                count += matches.direct().size() + matches.guaranteed().size() == 1 ? 0 : 1;
            }
            return count;
        });
        for (int i = 0; i < CHANGES; i++) {
            table.put(filter, "alice", i % 2);
        }
        done.set(true);
        assertThat(missed.get()).isZero();
    }

    private static <T> Future<T> inBackground(Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        Thread thread = new Thread(future, "matches");
        thread.setDaemon(true);
        thread.start();
        return future;
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
                        "ab*/b",
                        "ac*/b",
                        "abc*",
                        "b*/*",
                        "$*/b",
                        "#*/b",
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
        return Arbitraries.of("a", "b", "a/b", "ab/b", "abc", "abcd/b", "a/b/c", "$a", "$a/b", "#P2P/b", "#x/b", "x/b");
    }
}
