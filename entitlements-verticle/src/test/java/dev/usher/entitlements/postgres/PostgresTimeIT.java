package dev.usher.entitlements.postgres;

import static dev.usher.entitlements.postgres.PostgresExtension.await;
import static dev.usher.entitlements.postgres.Samples.ALICE;
import static dev.usher.entitlements.postgres.Samples.BOB;
import static dev.usher.entitlements.postgres.Samples.CLIENT;
import static dev.usher.entitlements.postgres.Samples.catalog;
import static dev.usher.entitlements.postgres.Writes.commit;
import static dev.usher.entitlements.postgres.Writes.open;
import static dev.usher.entitlements.postgres.Writes.opening;
import static dev.usher.entitlements.postgres.Writes.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.usher.entitlements.core.Boundaries;
import dev.usher.entitlements.core.Change;
import dev.usher.entitlements.core.ClientRef;
import dev.usher.entitlements.core.FenceMode;
import dev.usher.entitlements.core.Grant;
import dev.usher.entitlements.core.Group;
import dev.usher.entitlements.core.Intent;
import dev.usher.entitlements.core.Seat;
import dev.usher.entitlements.core.User;
import dev.usher.entitlements.core.UserDefinition;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.entitlements.core.UserStatus;
import dev.usher.topics.TopicFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the database's clock brings about. */
class PostgresTimeIT {
    @RegisterExtension
    static final PostgresExtension db = new PostgresExtension();

    private static final Duration WARNING = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private PostgresStore store;

    @BeforeEach
    void applyCatalog() {
        store = db.store();
        await(seed(store, catalog()));
    }

    private Boundaries pass() {
        return await(store.passBoundaries(WARNING));
    }

    private long epoch(UserOnBroker target) {
        return await(store.desired(target)).epoch();
    }

    private static List<UserOnBroker> targets(Change change) {
        return change.targets().stream().map(Change.Target::target).toList();
    }

    private void grantBob(Optional<Instant> from, Optional<Instant> until) {
        User bob = new User(
                "bob",
                new TreeSet<>(),
                List.of(new Grant("nyse-l1", from, until)),
                UserStatus.ACTIVE,
                Optional.empty(),
                Map.of("local", "bob"));
        await(commit(store, new Intent.DefineUser(new UserDefinition(bob, Optional.empty()))));
    }

    private void grantDesk(Optional<Instant> from, Optional<Instant> until) {
        await(commit(
                store,
                new Intent.DefineGroup(new Group(
                        "us-desk",
                        List.of(new Grant("nasdaq-l1", from, until)),
                        FenceMode.MANAGED,
                        Optional.empty()))));
    }

    @Test
    void withoutSpansNothingIsComing() {
        Boundaries nothing = pass();

        assertThat(nothing.changes()).isEmpty();
        assertThat(nothing.expiring()).isEmpty();
        assertThat(nothing.next()).isEmpty();
    }

    @Test
    void theEndOfAGroupsGrantTouchesItsMembersOnce() {
        grantDesk(Optional.empty(), Optional.of(Instant.now().plus(HOUR)));
        assertThat(pass().next().orElseThrow()).isBetween(HOUR.minus(WARNING).minusSeconds(20), HOUR.minus(WARNING));
        long bob = epoch(BOB);
        db.execute("update group_products set valid_until = statement_timestamp()");
        assertThat(await(store.desired(ALICE)).rights().all()).isEmpty();
        assertThat(epoch(ALICE)).isEqualTo(1);

        Boundaries ended = pass();

        assertThat(ended.changes()).singleElement().satisfies(change -> {
            assertThat(change.kind()).isEqualTo("grants-changed-by-time");
            assertThat(targets(change)).containsExactly(ALICE);
        });
        assertThat(epoch(ALICE)).isEqualTo(2);
        assertThat(epoch(BOB)).isEqualTo(bob);
        assertThat(await(store.unsettled("local"))).contains(ALICE);
        assertThat(db.query("select kind, detail->>'group', detail->>'product', caller from ledger where change_id = '"
                        + ended.changes().get(0).id() + "'"))
                .containsExactly("grant-ended us-desk nasdaq-l1 usher");
        assertThat(pass().changes()).isEmpty();
        assertThat(pass().next()).isEmpty();
    }

    @Test
    void aGrantThatBeginsAndEndsWhileNobodyLooksIsOnRecord() {
        grantBob(
                Optional.of(Instant.now().plus(HOUR)), Optional.of(Instant.now().plus(HOUR.multipliedBy(2))));
        assertThat(epoch(BOB)).isEqualTo(2);
        db.execute("update user_products set valid_from = statement_timestamp() - interval '1 microsecond',"
                + " valid_until = statement_timestamp()");

        Boundaries passed = pass();

        assertThat(passed.changes())
                .singleElement()
                .satisfies(c -> assertThat(targets(c)).isEmpty());
        assertThat(db.query("select kind from ledger where kind like 'grant-%' order by id"))
                .containsExactly("grant-began", "grant-ended");
    }

    @Test
    void theClockIsTheDatabasesAndComesByItself() {
        grantBob(Optional.of(Instant.now().plusSeconds(2)), Optional.empty());
        assertThat(await(store.desired(BOB)).rights().all()).isEmpty();
        assertThat(pass().next().orElseThrow()).isLessThanOrEqualTo(Duration.ofSeconds(2));

        List<Change> changes = new ArrayList<>();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            changes.addAll(pass().changes());
            return !changes.isEmpty();
        });

        assertThat(targets(changes.get(0))).containsExactly(BOB);
        assertThat(await(store.desired(BOB)).rights().all()).containsExactly(TopicFilter.parse("US/NYSE/>"));
    }

    @Test
    void aWriteThatJudgedByTheClockIsNotFollowedByTheClock() {
        grantBob(
                Optional.of(Instant.parse("2020-01-01T00:00:00Z")),
                Optional.of(Instant.now().plus(HOUR)));
        grantBob(Optional.of(Instant.now().minusMillis(1)), Optional.empty());
        assertThat(pass().changes()).isEmpty();
    }

    @Test
    void aWriteAfterAnEndNobodyActedOnDoesNotHideIt() {
        grantDesk(Optional.empty(), Optional.of(Instant.now().plus(HOUR)));
        db.execute("update group_products set valid_until = statement_timestamp()");

        // about the same group, and judged after the end
        await(commit(
                store,
                new Intent.DefineUser(
                        new UserDefinition(Samples.user("carol", List.of("us-desk")), Optional.empty()))));

        assertThat(pass().changes())
                .singleElement()
                .satisfies(change -> assertThat(targets(change))
                        .containsExactly(ALICE, new UserOnBroker("carol", "local", "carol")));
    }

    @Test
    void seatsThatExpireAreClosedEachByAChangeOfItsOwn() {
        Seat first = await(open(store, expiring("alice", "c-1"))).seat();
        Seat second = await(open(store, expiring("alice", "c-2"))).seat();
        Seat stays = await(open(
                        store,
                        opening("bob", "local", CLIENT.value().equals("c-1") ? new ClientRef.Mqtt("c-3") : CLIENT)))
                .seat();
        long epoch = epoch(ALICE);
        db.execute("update seats set expires_at = statement_timestamp() where expires_at is not null");

        Boundaries passed = pass();

        assertThat(passed.changes()).hasSize(2).allSatisfy(change -> {
            assertThat(change.kind()).isEqualTo("seat-expired");
            assertThat(targets(change)).containsExactly(ALICE);
        });
        assertThat(epoch(ALICE)).isEqualTo(epoch + 1);
        assertThat(await(store.seat(first.id())).orElseThrow().open()).isFalse();
        assertThat(List.of(await(Writes.close(store, first.id())), await(Writes.close(store, second.id()))))
                .containsExactlyInAnyOrderElementsOf(passed.changes());
        assertThat(await(store.seat(stays.id())).orElseThrow().open()).isTrue();
        assertThat(pass().changes()).isEmpty();
    }

    private static Intent.OpenSeat expiring(String user, String client) {
        return new Intent.OpenSeat(
                Optional.empty(),
                user,
                "local",
                new ClientRef.Mqtt(client),
                Optional.empty(),
                Optional.of(Duration.ofSeconds(30)));
    }

    @Test
    void anEndIsAnnouncedOnceAlsoAfterARestart() {
        Seat seat = await(open(store, expiring("bob", "c-1"))).seat();
        Instant until = Instant.now().plusSeconds(20).truncatedTo(java.time.temporal.ChronoUnit.MICROS);
        grantBob(Optional.empty(), Optional.of(until));

        assertThat(pass().expiring())
                .containsExactly(
                        new Boundaries.Expiring(seat, Optional.of("nyse-l1"), until),
                        new Boundaries.Expiring(
                                seat, Optional.empty(), seat.expiresAt().orElseThrow()));

        await(store.close());
        store = db.openStore();
        assertThat(pass().expiring()).isEmpty();
        // another end is another announcement
        await(commit(store, new Intent.RefreshSeat(seat.id(), Optional.of(Duration.ofSeconds(40)))));
        assertThat(pass().expiring())
                .singleElement()
                .satisfies(e -> assertThat(e.product()).isEmpty());
    }

    @Test
    void whatGoesOnThroughAnotherGrantDoesNotEnd() {
        await(open(store, opening("alice", "local", CLIENT)));
        Instant until = Instant.now().plusSeconds(20);
        grantDesk(Optional.empty(), Optional.of(until));
        User alice = new User(
                "alice",
                new TreeSet<>(List.of("us-desk")),
                List.of(new Grant("nasdaq-l1", Optional.of(until), Optional.empty())),
                UserStatus.ACTIVE,
                Optional.empty(),
                Map.of("local", "alice"));
        await(commit(store, new Intent.DefineUser(new UserDefinition(alice, Optional.empty()))));

        assertThat(pass().expiring()).isEmpty();

        await(commit(
                store,
                new Intent.DefineUser(
                        new UserDefinition(Samples.user("alice", List.of("us-desk")), Optional.empty()))));
        assertThat(pass().expiring()).hasSize(1);
    }

    @Test
    void suspendedUsersAreNotToldOfProducts() {
        await(open(store, opening("bob", "local", CLIENT)));
        grantBob(Optional.empty(), Optional.of(Instant.now().plusSeconds(20)));
        await(Writes.status(store, "bob", UserStatus.SUSPENDED));

        assertThat(pass().expiring()).isEmpty();
    }

    @Test
    void twoProcessesActOnceOnTheSameEnd() {
        grantDesk(Optional.empty(), Optional.of(Instant.now().plus(HOUR)));
        db.execute("update group_products set valid_until = statement_timestamp()");
        PostgresStore other = db.openStore();

        var one = store.passBoundaries(WARNING);
        var two = other.passBoundaries(WARNING);

        assertThat(await(one).changes().size() + await(two).changes().size()).isEqualTo(1);
        assertThat(epoch(ALICE)).isEqualTo(2);
    }
}
