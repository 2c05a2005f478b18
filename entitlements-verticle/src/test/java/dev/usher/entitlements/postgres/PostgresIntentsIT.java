package dev.usher.entitlements.postgres;

import static dev.usher.entitlements.postgres.PostgresExtension.await;
import static dev.usher.entitlements.postgres.Samples.ALICE;
import static dev.usher.entitlements.postgres.Samples.BOB;
import static dev.usher.entitlements.postgres.Samples.OPS;
import static dev.usher.entitlements.postgres.Samples.catalog;
import static dev.usher.entitlements.postgres.Samples.group;
import static dev.usher.entitlements.postgres.Samples.product;
import static dev.usher.entitlements.postgres.Samples.proof;
import static dev.usher.entitlements.postgres.Samples.user;
import static dev.usher.entitlements.postgres.Writes.commit;
import static dev.usher.entitlements.postgres.Writes.definitions;
import static dev.usher.entitlements.postgres.Writes.seed;
import static dev.usher.entitlements.postgres.Writes.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.entitlements.core.Caller;
import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.Change;
import dev.usher.entitlements.core.Committed;
import dev.usher.entitlements.core.Definitions;
import dev.usher.entitlements.core.FenceMode;
import dev.usher.entitlements.core.Grant;
import dev.usher.entitlements.core.Group;
import dev.usher.entitlements.core.IdempotencyKey;
import dev.usher.entitlements.core.Intent;
import dev.usher.entitlements.core.ProfileGroup;
import dev.usher.entitlements.core.Rehearsal;
import dev.usher.entitlements.core.User;
import dev.usher.entitlements.core.UserDefinition;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.entitlements.core.UserStatus;
import dev.usher.entitlements.core.port.EntitlementStore.ConflictException;
import dev.usher.entitlements.core.port.EntitlementStore.KeyReusedException;
import dev.usher.entitlements.core.port.EntitlementStore.NotFoundException;
import dev.usher.entitlements.core.port.EntitlementStore.UnknownReferenceException;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Products, groups and users, defined and removed one by one and many at once. */
class PostgresIntentsIT {
    @RegisterExtension
    static final PostgresExtension db = new PostgresExtension();

    private PostgresStore store;

    @BeforeEach
    void applyCatalog() {
        store = db.store();
        await(seed(store, catalog()));
    }

    private Committed done(Intent intent) {
        return await(store.commit(intent, OPS, Optional.empty()));
    }

    private static List<UserOnBroker> targets(Change change) {
        return change.targets().stream().map(Change.Target::target).toList();
    }

    private Set<TopicFilter> rights(UserOnBroker target) {
        return await(store.desired(target)).rights().all();
    }

    private long epoch(UserOnBroker target) {
        return await(store.desired(target)).epoch();
    }

    private static UserDefinition definition(User user) {
        return new UserDefinition(user, Optional.empty());
    }

    @Test
    void aProductIsCreatedAndThenReplaced() {
        Committed created = done(new Intent.DefineProduct(product("xetra", "DE/XETRA/>")));
        assertThat(created.created()).isTrue();
        assertThat(created.change().kind()).isEqualTo("product-defined");
        assertThat(created.change().targets()).isEmpty();

        Committed replaced = done(new Intent.DefineProduct(product("nyse-l1", "US/ARCA/>", "US/NYSE/>")));
        assertThat(replaced.created()).isFalse();
        assertThat(targets(replaced.change())).containsExactly(BOB);
        assertThat(rights(BOB)).containsExactly(TopicFilter.parse("US/ARCA/>"), TopicFilter.parse("US/NYSE/>"));
        assertThat(await(store.product("nyse-l1"))).contains(product("nyse-l1", "US/ARCA/>", "US/NYSE/>"));

        // the same filters in another order are no change, and its holders are told how far they are
        Committed again = done(new Intent.DefineProduct(product("nyse-l1", "US/NYSE/>", "US/ARCA/>")));
        assertThat(targets(again.change())).containsExactly(BOB);
        assertThat(epoch(BOB)).isEqualTo(2);
        assertThat(db.query("select kind from ledger where change_id = '"
                        + again.change().id() + "'"))
                .containsExactly("confirmed");
    }

    @Test
    void whatIsInUseIsNotRemovedAndTheAnswerNamesWhoUsesIt() {
        assertThatThrownBy(() -> done(new Intent.RemoveProduct("nasdaq-l1")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("group us-desk");
        assertThatThrownBy(() -> done(new Intent.RemoveProduct("nyse-l1")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("user bob");
        assertThatThrownBy(() -> done(new Intent.RemoveGroup("us-desk")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("alice");
    }

    @Test
    void removingAgainAnswersWithTheChangeThatRemoved() {
        Committed user = done(new Intent.RemoveUser("alice"));
        assertThat(targets(user.change())).containsExactly(ALICE);
        Committed group = done(new Intent.RemoveGroup("us-desk"));
        Committed product = done(new Intent.RemoveProduct("nasdaq-l1"));

        assertThat(done(new Intent.RemoveUser("alice")).change()).isEqualTo(user.change());
        assertThat(done(new Intent.RemoveGroup("us-desk")).change()).isEqualTo(group.change());
        assertThat(done(new Intent.RemoveProduct("nasdaq-l1")).change()).isEqualTo(product.change());
        assertThat(await(store.user("alice"))).isEmpty();
        assertThat(await(store.group("us-desk"))).isEmpty();
        assertThat(await(store.product("nasdaq-l1"))).isEmpty();
        for (Intent never :
                List.of(new Intent.RemoveUser("x"), new Intent.RemoveGroup("x"), new Intent.RemoveProduct("x"))) {
            assertThatThrownBy(() -> done(never)).isInstanceOf(NotFoundException.class);
        }
    }

    @Test
    void whatApplyRemovedWasRemovedToo() {
        Change pruned = await(commit(store, new Intent.Apply(new Definitions(List.of(), List.of(), List.of()), true)));

        assertThat(done(new Intent.RemoveUser("bob")).change()).isEqualTo(pruned);
        // and who comes back and goes again was removed by the last change
        done(new Intent.DefineUser(definition(user("bob", List.of()))));
        assertThat(done(new Intent.RemoveUser("bob")).change().id()).isNotEqualTo(pruned.id());
    }

    @Test
    void aUserIsDefinedWithoutASuspensionBeingLifted() {
        await(status(store, "alice", UserStatus.SUSPENDED));

        assertThat(done(new Intent.DefineUser(definition(user("alice", List.of("us-desk"), "nyse-l1"))))
                        .created())
                .isFalse();
        assertThat(rights(ALICE)).isEmpty();

        User active = user("alice", List.of("us-desk"), "nyse-l1");
        done(new Intent.DefineUser(new UserDefinition(active, Optional.of(UserStatus.ACTIVE))));
        assertThat(rights(ALICE)).hasSize(2);
        assertThat(done(new Intent.DefineUser(definition(user("carol", List.of()))))
                        .created())
                .isTrue();
    }

    @Test
    void whatAUserNeedsHasToBeThere() {
        assertThatThrownBy(() -> done(new Intent.DefineUser(definition(user("carol", List.of("g1", "us-desk"), "p1")))))
                .isInstanceOf(UnknownReferenceException.class)
                .hasMessage("product p1 does not exist");
        assertThatThrownBy(() -> done(new Intent.DefineUser(definition(user("carol", List.of("g1", "g2"))))))
                .isInstanceOf(UnknownReferenceException.class)
                .hasMessage("groups g1, g2 do not exist");
        assertThatThrownBy(() -> done(new Intent.DefineGroup(group("g1", "p1"))))
                .isInstanceOf(UnknownReferenceException.class);
        User thief = user("carol", UserStatus.ACTIVE, List.of(), List.of(), Map.of("local", "bob"));
        assertThatThrownBy(() -> done(new Intent.DefineUser(definition(thief))))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("client username bob on broker local")
                .hasMessageContaining("user bob");
        assertThat(await(store.user("carol"))).isEmpty();
    }

    @Test
    void aGroupsModeAndTierReachWhoeverHasItForTheirProfile() {
        User carol = new User(
                "carol",
                new TreeSet<>(Set.of("us-desk")),
                List.of(),
                UserStatus.ACTIVE,
                Optional.of("us-desk"),
                Map.of("local", "carol"));
        UserOnBroker target = new UserOnBroker("carol", "local", "carol");
        done(new Intent.DefineUser(definition(carol)));

        Committed changed = done(new Intent.DefineGroup(
                new Group("us-desk", List.of(Grant.of("nasdaq-l1")), FenceMode.SELF_SERVICE, Optional.of("gold"))));

        assertThat(epoch(target)).isEqualTo(2);
        assertThat(epoch(ALICE)).isEqualTo(1);
        assertThat(targets(changed.change())).containsExactly(ALICE, target);
        assertThat(await(store.desired(target)).profileGroup())
                .contains(new ProfileGroup(
                        "us-desk",
                        FenceMode.SELF_SERVICE,
                        Set.of(TopicFilter.parse("US/NASDAQ/>")),
                        Optional.of("gold")));
        assertThat(await(store.desired(ALICE)).profileGroup()).isEmpty();
        // products set by name keep the rest
        await(Writes.groupProducts(store, "us-desk", Set.of("nyse-l1")));
        assertThat(await(store.group("us-desk")).orElseThrow().mode()).isEqualTo(FenceMode.SELF_SERVICE);
        assertThat(await(store.group("us-desk")).orElseThrow().tier()).contains("gold");
        // who leaves the group without naming another profile group is refused before it comes to that
        assertThatThrownBy(() -> new User(
                        "carol", new TreeSet<>(), List.of(), UserStatus.ACTIVE, Optional.of("us-desk"), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aGrantCountsInItsSpanOnlyAndKeepsItWhenProductsAreSetByName() {
        Instant past = Instant.parse("2020-01-01T00:00:00.123456789Z");
        Grant over = new Grant("nasdaq-l1", Optional.empty(), Optional.of(past));
        Grant running = new Grant("nyse-l1", Optional.of(past), Optional.of(Instant.parse("2200-01-01T00:00:00Z")));
        Group spans = new Group("us-desk", List.of(over, running), FenceMode.MANAGED, Optional.empty());

        done(new Intent.DefineGroup(spans));

        assertThat(rights(ALICE)).containsExactly(TopicFilter.parse("US/NYSE/>"));
        assertThat(await(store.entitlements("alice")).rights().all()).containsExactly(TopicFilter.parse("US/NYSE/>"));
        long epoch = epoch(ALICE);
        // to the microsecond, and then it is the same
        done(new Intent.DefineGroup(spans));
        assertThat(epoch(ALICE)).isEqualTo(epoch);
        await(Writes.groupProducts(store, "us-desk", Set.of("nyse-l1")));
        assertThat(await(store.group("us-desk")).orElseThrow().grants().get(0).validUntil())
                .isEqualTo(running.validUntil());
        assertThatThrownBy(() -> done(new Intent.DefineGroup(new Group(
                        "us-desk",
                        List.of(new Grant("nyse-l1", Optional.of(Instant.MIN), Optional.empty())),
                        FenceMode.MANAGED,
                        Optional.empty()))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("group us-desk");
    }

    @Test
    void applyOverlaysAndNamesWhatIsNotSettled() {
        await(store.recordEnforced(BOB, 1, proof(), List.of(), false));
        Definitions part = new Definitions(
                List.of(product("xetra", "DE/XETRA/>")),
                List.of(),
                List.of(definition(user("bob", List.of(), "nyse-l1", "xetra"))));

        Change applied = await(commit(store, new Intent.Apply(part, false)));
        assertThat(targets(applied)).containsExactly(BOB);
        assertThat(await(store.user("alice"))).isPresent();

        // nothing changes, and it is not true yet
        Change again = await(commit(store, new Intent.Apply(part, false)));
        assertThat(again.enforced()).isFalse();
        await(store.recordEnforced(BOB, 2, proof(), List.of(), false));
        assertThat(await(commit(store, new Intent.Apply(part, false))).targets())
                .isEmpty();
    }

    @Test
    void usernamesCanBeSwappedAtOnce() {
        Catalog swapped = new Catalog(
                catalog().products(),
                catalog().groups(),
                List.of(
                        user("alice", UserStatus.ACTIVE, List.of("us-desk"), List.of(), Map.of("local", "bob")),
                        user("bob", UserStatus.ACTIVE, List.of(), List.of("nyse-l1"), Map.of("local", "alice"))));

        await(commit(store, new Intent.Apply(definitions(swapped), false)));

        assertThat(await(store.usersByClientUsername("local"))).isEqualTo(Map.of("alice", "bob", "bob", "alice"));
        assertThatThrownBy(() -> await(commit(
                        store,
                        new Intent.Apply(
                                new Definitions(
                                        List.of(),
                                        List.of(),
                                        List.of(
                                                definition(user("carol", List.of())),
                                                definition(user("carol", List.of())))),
                                false))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("user carol is defined twice");
    }

    @Test
    void aRehearsalSaysWhatWouldBeAndLeavesNothing() {
        List<String> ledger = db.query("select count(*) from ledger");

        Rehearsal rehearsal = await(store.rehearse(new Intent.SetStatus("alice", UserStatus.SUSPENDED)));

        assertThat(rehearsal.created()).isFalse();
        assertThat(rehearsal.targets()).singleElement().satisfies(delta -> {
            assertThat(delta.before()).isEqualTo(await(store.desired(ALICE)));
            assertThat(delta.before().rights().all()).hasSize(1);
            assertThat(delta.after().rights().all()).isEmpty();
            assertThat(delta.after().epoch()).isEqualTo(2);
        });
        assertThat(db.query("select count(*) from ledger")).isEqualTo(ledger);
        assertThatThrownBy(() -> await(store.rehearse(new Intent.RemoveGroup("us-desk"))))
                .isInstanceOf(ConflictException.class);
        // a refused rehearsal leaves no transaction open either
        done(new Intent.SetStatus("alice", UserStatus.SUSPENDED));
    }

    @Test
    void aKeyAnswersAsTheFirstTime() {
        Intent.OpenSeat open = Writes.opening("alice", "local", Samples.CLIENT);
        IdempotencyKey key = new IdempotencyKey("k", "open alice");

        List<Future<Committed>> together = IntStream.range(0, 10)
                .mapToObj(i -> store.commit(open, OPS, Optional.of(key)))
                .toList();
        await(Future.all(together));
        assertThat(together)
                .extracting(Future::result)
                .containsOnly(together.get(0).result());
        assertThat(together.get(0).result().created()).isTrue();
        await(Writes.close(store, together.get(0).result().seat().orElseThrow().id()));

        // even now that the seat is closed
        assertThat(await(store.commit(open, OPS, Optional.of(key))).seat())
                .isEqualTo(together.get(0).result().seat());
        assertThatThrownBy(() -> await(store.commit(
                        new Intent.RemoveUser("alice"), OPS, Optional.of(new IdempotencyKey("k", "remove alice")))))
                .isInstanceOf(KeyReusedException.class);
        assertThat(await(store.user("alice"))).isPresent();
        // another caller's key of the same name is another key, and so is one of the day before yesterday
        Caller other = new Caller("other", "");
        assertThat(await(store.commit(open, other, Optional.of(key))).created()).isTrue();
        db.execute("update idempotency_keys set recorded_at = now() - interval '2 days'");
        assertThat(await(store.commit(
                                new Intent.RemoveUser("bob"), OPS, Optional.of(new IdempotencyKey("k", "remove bob"))))
                        .change()
                        .kind())
                .isEqualTo("user-removed");
        await(store.passBoundaries(java.time.Duration.ofMinutes(1)));
        assertThat(db.query("select caller from idempotency_keys")).containsExactly("ops");
    }

    @Test
    void aKeyOfARequestThatWasRefusedIsFree() {
        IdempotencyKey key = new IdempotencyKey("k", "x");
        assertThatThrownBy(() -> await(store.commit(new Intent.RemoveUser("x"), OPS, Optional.of(key))))
                .isInstanceOf(NotFoundException.class);

        await(store.commit(new Intent.RemoveUser("bob"), OPS, Optional.of(key)));
    }
}
