package dev.usher.entitlements.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.topics.TopicFilter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ReconcilerPropertyTest {
    private static final UserOnBroker ALICE = new UserOnBroker("alice", "local", "alice");

    @Provide
    Arbitrary<String> granted() {
        return Arbitraries.of("US/>", "US/NASDAQ/>", "US/NYSE/>", "US/NASDAQ/A*", "US/*/AAPL", "EU/LSE/VOD");
    }

    @Provide
    Arbitrary<String> held() {
        return Arbitraries.of(
                "US/>",
                "US/NASDAQ/*/\u0003",
                "US/\u0003",
                "US/NYSE/>",
                "US/NASDAQ/AAPL",
                "US/*/AAPL",
                "EU/LSE/VOD",
                "\u0003",
                "#P2P/me/>");
    }

    @Property
    void afterThePlanNothingOutsideTheRightsIsLeftAndNothingIsMissing(
            @ForAll("grants") Set<String> granted, @ForAll("tables") List<Set<String>> tables) {
        Map<TopicFilter, SortedSet<String>> filters = new LinkedHashMap<>();
        granted.forEach(f -> filters.put(TopicFilter.parse(f), new TreeSet<>(Set.of("p"))));
        Seat seat = new Seat("s", ALICE, new ClientRef.Mqtt("c0"), Instant.EPOCH);
        Desired desired = new Desired(ALICE, new Rights(filters), List.of(seat), 1);
        List<ObservedClient> observed = new ArrayList<>();
        for (int i = 0; i < tables.size(); i++) {
            Connection connection = new Connection("#mqtt/c" + i + "/1", "alice", "127.0.0.1:" + i, i, "usher_managed");
            observed.add(new ObservedClient(
                    connection,
                    tables.get(i).stream()
                            .map(t -> new ObservedSubscription(t, TopicFilter.parseObserved(t, true)))
                            .toList()));
        }

        List<ObservedClient> after = applied(Reconciler.plan(desired, observed), observed);

        assertThat(Reconciler.plan(desired, after).isEmpty()).isTrue();
        for (ObservedClient client : after) {
            boolean seated = client.connection().clientName().equals("#mqtt/c0/1");
            for (ObservedSubscription held : client.subscriptions()) {
                assertThat(held.isInbox()
                                || (seated && filters.keySet().stream().anyMatch(g -> g.covers(held.filter()))))
                        .as("%s may hold %s", client.connection().clientName(), held.text())
                        .isTrue();
            }
            if (seated) {
                assertThat(client.subscriptions().stream().map(ObservedSubscription::filter))
                        .containsAll(filters.keySet());
            }
        }
    }

    @Provide
    Arbitrary<Set<String>> grants() {
        return granted().set().ofMaxSize(4);
    }

    @Provide
    Arbitrary<List<Set<String>>> tables() {
        return held().set().ofMaxSize(5).list().ofMaxSize(3);
    }

    private static List<ObservedClient> applied(Plan plan, List<ObservedClient> observed) {
        List<ObservedClient> after = new ArrayList<>();
        for (ObservedClient client : observed) {
            List<ObservedSubscription> table = new ArrayList<>(client.subscriptions());
            plan.removals().stream()
                    .filter(r -> r.client().equals(client.connection()))
                    .forEach(r -> table.remove(r.subscription()));
            plan.additions().stream()
                    .filter(a -> a.client().equals(client.connection()))
                    .forEach(a -> table.add(new ObservedSubscription(a.filter().toOnBehalfOfMqtt(), a.filter())));
            after.add(new ObservedClient(client.connection(), table));
        }
        return after;
    }
}
