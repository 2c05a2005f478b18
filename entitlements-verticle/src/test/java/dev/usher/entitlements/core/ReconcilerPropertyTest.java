package dev.usher.entitlements.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.core.port.AclProfiles.Standing;
import dev.usher.topics.TopicFilter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is granted, wanted and held: what a plan leaves behind. */
class ReconcilerPropertyTest {
    private static final UserOnBroker ALICE = new UserOnBroker("alice", "local", "alice");
    private static final Custody.Terms TERMS = new Custody.Terms("manager", true, Set.of("mqtt", "smf"), "smf", true);
    private static final List<String> PROFILES = List.of("usher_managed", "usher_g_desk", "default");

    @Property
    void applyingAPlanAndPlanningAgainGivesAnEmptyPlan(
            @ForAll("desires") Desired desired, @ForAll("observations") Observed observed) {
        Observed after = applied(Reconciler.plan(desired, observed), observed, false);
        assertThat(Reconciler.plan(desired, after).steps()).isEmpty();

        Observed withThemBack = settled(desired, observed);
        assertThat(Reconciler.plan(desired, withThemBack).steps()).isEmpty();
    }

    @Property
    void nothingOutsideTheRightsAndTheNoticeTopicRemainsAnywhere(
            @ForAll("desires") Desired desired, @ForAll("observations") Observed observed) {
        Observed after = settled(desired, observed);

        assertThat(after.standing().orElseThrow().aclProfile())
                .isEqualTo(desired.profile().name());
        for (ObservedClient client : after.clients()) {
            assertThat(client.connection().aclProfile())
                    .isEqualTo(desired.profile().name());
            client.subscriptions().stream()
                    .filter(held -> !held.isInbox())
                    .forEach(held -> assertMayHold(desired, client.connection().clientName(), held));
        }
        for (KeptSession session : after.kept()) {
            session.subscriptions()
                    .forEach(entry ->
                            assertMayHold(desired, "#mqtt/" + session.clientId() + "/1", entry.subscription()));
            assertThat(session.stores() && desired.mode() == FenceMode.MANAGED).isFalse();
        }
    }

    private static void assertMayHold(Desired desired, String clientName, ObservedSubscription held) {
        List<Seat> seats = desired.seats().stream()
                .filter(seat -> seat.client().names(clientName))
                .toList();
        boolean notice = seats.stream().anyMatch(seat -> seat.noticeTopic().equals(held.filter()));
        boolean granted = !seats.isEmpty()
                && desired.rights().all().stream().anyMatch(g -> g.covers(held.filter()))
                && !held.filter().overlaps(TopicFilter.parse("usher/>"));
        assertThat(notice || granted)
                .as("%s may hold %s", clientName, held.text())
                .isTrue();
    }

    @Property
    void everySeatsClientGetsItsNoticeTopicFirstAndAllThatItIsGiven(
            @ForAll("desires") Desired desired, @ForAll("observations") Observed observed) {
        Observed cleaned = applied(Reconciler.plan(desired, observed), observed, true);
        Plan plan = Reconciler.plan(desired, cleaned);
        plan.additions().stream()
                .map(Step.Add::client)
                .distinct()
                .forEach(client -> assertNoticeFirst(plan, client, cleaned));

        for (ObservedClient client : settled(desired, observed).clients()) {
            Reconciler.seatOf(desired, client.connection())
                    .ifPresent(
                            seat -> assertThat(client.subscriptions().stream().map(ObservedSubscription::filter))
                                    .contains(seat.noticeTopic())
                                    .containsAll(desired.givenTo(seat)));
        }
    }

    private static void assertNoticeFirst(Plan plan, Connection client, Observed observed) {
        Step.Add first = plan.additions().stream()
                .filter(add -> add.client().equals(client))
                .findFirst()
                .orElseThrow();
        boolean hasIt = observed.clients().stream()
                .filter(c -> c.connection().equals(client))
                .flatMap(c -> c.subscriptions().stream())
                .anyMatch(held -> held.filter().equals(first.seat().noticeTopic()));
        assertThat(hasIt || first.filter().equals(first.seat().noticeTopic())).isTrue();
    }

    @Property
    void whatASeatIsGivenExceedsNeitherItsRightsNorWhatItWants(@ForAll("desires") Desired desired) {
        for (Seat seat : desired.seats()) {
            assertThat(desired.givenTo(seat))
                    .allMatch(given -> given.coveredByAny(desired.rights().all()));
            seat.wanted()
                    .ifPresent(
                            wanted -> assertThat(desired.givenTo(seat)).allMatch(given -> given.coveredByAny(wanted)));
        }
    }

    @Property
    void whatIsWantedAndGrantedInTreesIsGivenInFull(@ForAll("desires") Desired desired) {
        for (Seat seat : desired.seats()) {
            for (TopicFilter wanted : seat.wanted().orElse(List.of())) {
                for (TopicFilter granted : desired.rights().all()) {
                    TopicFilter shared = granted.covers(wanted) ? wanted : granted;
                    boolean nested = granted.covers(wanted) || wanted.covers(granted);
                    if (nested && !shared.overlaps(TopicFilter.parse("usher/>"))) {
                        assertThat(shared.coveredByAny(desired.givenTo(seat)))
                                .as("%s wanted, %s granted", wanted, granted)
                                .isTrue();
                    }
                }
            }
        }
    }

    @Property
    void aProfileNeverAllowsWhatTheRightsDoNotCover(@ForAll("desires") Desired desired) {
        assertThat(desired.profile().exceptions())
                .allMatch(allowed -> allowed.coveredByAny(desired.rights().all()))
                .noneMatch(allowed -> allowed.overlaps(TopicFilter.parse("usher/>")));
    }

    /** A move brings clients back that then are looked at again, so a second plan may still have something to do. */
    private static Observed settled(Desired desired, Observed observed) {
        Observed after = applied(Reconciler.plan(desired, observed), observed, true);
        return applied(Reconciler.plan(desired, after), after, true);
    }

    private static Observed applied(Plan plan, Observed observed, boolean comeBack) {
        Standing standing = observed.standing().orElseThrow();
        Standing moved = plan.move()
                .map(move -> new Standing(
                        "alice", move.aclProfile(), move.clientProfile().orElse(standing.clientProfile()), true, false))
                .orElse(standing);
        List<String> deleted = plan.deletions().stream().map(Step::subject).toList();
        List<ObservedClient> clients = new ArrayList<>();
        for (ObservedClient client : observed.clients()) {
            boolean gone = plan.move().isPresent()
                    || plan.disconnects().stream().anyMatch(d -> d.client().equals(client.connection()))
                    || deleted.stream()
                            .anyMatch(id -> new ClientRef.Mqtt(id)
                                    .names(client.connection().clientName()));
            if (gone && !comeBack) {
                continue;
            }
            List<ObservedSubscription> table = new ArrayList<>(gone ? List.of() : client.subscriptions());
            plan.removals().stream()
                    .filter(r -> r.client().equals(client.connection()))
                    .forEach(r -> table.remove(r.subscription()));
            plan.additions().stream()
                    .filter(a -> a.client().equals(client.connection()))
                    .forEach(a -> table.add(new ObservedSubscription(a.filter().toOnBehalfOfMqtt(), a.filter())));
            // Whoever is disconnected comes back, under the profile that its username has now.
            Connection connection = client.connection();
            clients.add(new ObservedClient(
                    gone
                            ? new Connection(
                                    connection.clientName(),
                                    "alice",
                                    connection.address(),
                                    connection.incarnation() + 100,
                                    moved.aclProfile())
                            : connection,
                    table));
        }
        List<KeptSession> kept = observed.kept().stream()
                .filter(session -> !deleted.contains(session.clientId()))
                .map(session -> new KeptSession(
                        session.clientId(),
                        session.virtualRouter(),
                        session.subscriptions().stream()
                                .filter(entry -> plan.keptRemovals().stream()
                                        .noneMatch(r -> r.session().equals(session)
                                                && r.subscription().equals(entry.subscription())))
                                .toList(),
                        session.queued()))
                .toList();
        return new Observed(observed.terms(), Optional.of(moved), clients, kept, observed.room());
    }

    @Provide
    Arbitrary<Desired> desires() {
        return Combinators.combine(
                        granted().set().ofMaxSize(4),
                        Arbitraries.subsetOf(FenceMode.values()),
                        granted().set().ofMaxSize(2),
                        Arbitraries.of("", "gold"),
                        wanted().list().ofMaxSize(4).optional(),
                        Arbitraries.integers().between(0, 2))
                .as((rights, mode, allowed, tier, wanted, seats) -> new Desired(
                        ALICE,
                        rights(rights),
                        mode.stream()
                                .findFirst()
                                .map(m -> new ProfileGroup(
                                        "desk",
                                        m,
                                        rights(allowed).all(),
                                        Optional.of(tier).filter(t -> !t.isEmpty()))),
                        Optional.empty(),
                        Stream.of("c0", "c1")
                                .limit(seats)
                                .map(id -> seat(id, wanted))
                                .toList(),
                        1));
    }

    private static Seat seat(String client, Optional<List<String>> wanted) {
        return new Seat(
                "seat-" + client,
                ALICE,
                new ClientRef.Mqtt(client),
                Instant.EPOCH,
                wanted.map(all -> all.stream().map(TopicFilter::parse).toList()),
                Optional.empty());
    }

    private static Rights rights(Set<String> filters) {
        Map<TopicFilter, SortedSet<String>> all = new LinkedHashMap<>();
        filters.forEach(f -> all.put(TopicFilter.parse(f), new TreeSet<>(Set.of("p"))));
        return new Rights(all);
    }

    /** With one that no product may have any more and that a database may still hold. */
    private static Arbitrary<String> granted() {
        return Arbitraries.of(
                "US/>", "US/NASDAQ/>", "US/NYSE/>", "US/NASDAQ/A*", "US/*/AAPL", "EU/LSE/VOD", "usher/notice/>");
    }

    private static Arbitrary<String> wanted() {
        return Arbitraries.of("US/>", "US/NASDAQ/AAPL", "US/NYSE/>", "US/*/AAPL", "EU/>", "JP/>", ">", "usher/>");
    }

    private static Arbitrary<String> held() {
        return Arbitraries.of(
                "US/>",
                "US/NASDAQ/*/\u0003",
                "US/\u0003",
                "US/NYSE/>",
                "US/NASDAQ/AAPL",
                "US/*/AAPL",
                "EU/LSE/VOD",
                "\u0003",
                "usher/notice/seat-c0",
                "usher/notice/seat-c1",
                "usher/>",
                "usher",
                "#P2P/me/>");
    }

    @Provide
    Arbitrary<Observed> observations() {
        Arbitrary<List<ObservedClient>> clients = Combinators.combine(
                        held().set().ofMaxSize(5), Arbitraries.of(PROFILES))
                .as((table, profile) ->
                        new ObservedClient(new Connection("", "alice", "127.0.0.1:1", 1, profile), entries(table)))
                .list()
                .ofMaxSize(3)
                .map(ReconcilerPropertyTest::named);
        Arbitrary<List<KeptSession>> kept = Combinators.combine(
                        Arbitraries.of("c0", "c1", "c9"),
                        held().set().ofMaxSize(3),
                        Arbitraries.of(0, 0, 1),
                        Arbitraries.of(0L, 0L, 3L))
                .as((id, table, qos, queued) -> new KeptSession(
                        id,
                        "primary",
                        entries(table).stream()
                                .filter(e -> !e.isInbox())
                                .map(e -> new KeptSession.Entry(e, qos))
                                .toList(),
                        queued))
                .list()
                .uniqueElements(KeptSession::clientId)
                .ofMaxSize(3);
        return Combinators.combine(clients, kept, Arbitraries.of(PROFILES), Arbitraries.of("default", "gold"))
                .as((connected, sessions, acl, profile) -> new Observed(
                        TERMS,
                        Optional.of(new Standing("alice", acl, profile, true, false)),
                        connected,
                        sessions,
                        Optional.empty()));
    }

    private static List<ObservedSubscription> entries(Set<String> table) {
        return table.stream()
                .map(t -> new ObservedSubscription(t, TopicFilter.parseObserved(t, true)))
                .toList();
    }

    private static List<ObservedClient> named(List<ObservedClient> clients) {
        List<ObservedClient> named = new ArrayList<>();
        for (int i = 0; i < clients.size(); i++) {
            Connection c = clients.get(i).connection();
            named.add(new ObservedClient(
                    new Connection("#mqtt/c" + i + "/1", "alice", "127.0.0.1:" + i, i, c.aclProfile()),
                    clients.get(i).subscriptions()));
        }
        return named;
    }
}
