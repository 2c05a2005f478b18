package dev.usher.entitlements.postgres;

import static dev.usher.entitlements.postgres.PostgresExtension.await;
import static dev.usher.entitlements.postgres.Samples.ALICE;
import static dev.usher.entitlements.postgres.Samples.BOB;
import static dev.usher.entitlements.postgres.Samples.CLIENT;
import static dev.usher.entitlements.postgres.Samples.catalog;
import static dev.usher.entitlements.postgres.Samples.group;
import static dev.usher.entitlements.postgres.Samples.product;
import static dev.usher.entitlements.postgres.Samples.proof;
import static dev.usher.entitlements.postgres.Samples.user;
import static dev.usher.entitlements.postgres.Writes.close;
import static dev.usher.entitlements.postgres.Writes.groupProducts;
import static dev.usher.entitlements.postgres.Writes.open;
import static dev.usher.entitlements.postgres.Writes.seed;
import static dev.usher.entitlements.postgres.Writes.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.Change;
import dev.usher.entitlements.core.Rights;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.entitlements.core.UserStatus;
import dev.usher.entitlements.core.port.EntitlementStore.NotFoundException;
import dev.usher.entitlements.postgres.Writes.Opened;
import dev.usher.topics.TopicFilter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The catalog against what is stored. */
class PostgresCatalogIT {
    @RegisterExtension
    static final PostgresExtension db = new PostgresExtension();

    private static final Catalog WITHOUT_ALICE = new Catalog(
            List.of(product("nasdaq-l1", "US/NASDAQ/>"), product("nyse-l1", "US/NYSE/>")),
            List.of(group("us-desk", "nasdaq-l1")),
            List.of(user("bob", List.of(), "nyse-l1")));

    private PostgresStore store;
    private Change first;

    @BeforeEach
    void applyCatalog() {
        store = db.store();
        first = apply(catalog());
    }

    private Change apply(Catalog catalog) {
        return await(seed(store, catalog));
    }

    private Set<TopicFilter> rights(UserOnBroker target) {
        return await(store.desired(target)).rights().all();
    }

    private long epoch(UserOnBroker target) {
        return await(store.desired(target)).epoch();
    }

    private void settle(UserOnBroker target) {
        await(store.recordEnforced(target, epoch(target), proof(), List.of(), false));
    }

    private static List<UserOnBroker> targets(Change change) {
        return change.targets().stream().map(Change.Target::target).toList();
    }

    @Test
    void everybodyIsATargetAtFirst() {
        assertThat(first.kind()).isEqualTo("catalog");
        assertThat(targets(first)).containsExactly(ALICE, BOB);
        assertThat(await(store.targets("local"))).containsExactlyInAnyOrder(ALICE, BOB);
        assertThat(await(store.unsettled("local"))).containsExactlyInAnyOrder(ALICE, BOB);
        assertThat(rights(ALICE)).containsExactly(TopicFilter.parse("US/NASDAQ/>"));
    }

    @Test
    void theSameCatalogAgainChangesNothing() {
        List<String> ledger = db.query("select * from ledger order by id");

        Change again = apply(catalog());

        assertThat(again).isEqualTo(first);
        assertThat(db.query("select * from ledger order by id")).isEqualTo(ledger);
        assertThat(epoch(ALICE)).isEqualTo(1);
        assertThat(db.query("select count(*) from changes")).containsExactly("1");
    }

    @Test
    void whatTheApiChangedSurvivesARestartWithTheSameCatalog() {
        await(groupProducts(store, "us-desk", Set.of("nyse-l1")));
        await(store.close());
        PostgresStore next = db.openStore();

        await(seed(next, catalog()));

        assertThat(await(next.desired(ALICE)).rights().all()).containsExactly(TopicFilter.parse("US/NYSE/>"));
    }

    @Test
    void aChangedCatalogWinsAndTheLedgerSaysWhatItOverrides() {
        Change byApi = await(groupProducts(store, "us-desk", Set.of("nyse-l1")));

        Change changed = apply(new Catalog(
                catalog().products(),
                catalog().groups(),
                List.of(user("alice", List.of("us-desk")), user("bob", List.of()))));

        assertThat(rights(ALICE)).containsExactly(TopicFilter.parse("US/NASDAQ/>"));
        assertThat(db.query("select kind, detail->>'product', detail->>'overrides' from ledger" + " where change_id = '"
                        + changed.id() + "' and detail ? 'group' order by id"))
                .containsExactly("revoked nyse-l1 " + byApi.id(), "granted nasdaq-l1 " + byApi.id());
        // told once: the next catalog overrides nothing any more
        Change next = apply(new Catalog(
                catalog().products(), List.of(group("us-desk")), List.of(user("alice", List.of("us-desk")))));
        assertThat(db.query(
                        "select count(*) from ledger where detail ? 'overrides' and change_id = '" + next.id() + "'"))
                .containsExactly("0");
    }

    @Test
    void onlyWhoseRightsOrMappingChangeIsTouched() {
        Change change = apply(new Catalog(
                List.of(
                        product("nasdaq-l1", "US/NASDAQ/>"),
                        product("nyse-l1", "US/NYSE/>", "US/ARCA/>"),
                        product("unused", "DE/XETRA/>")),
                List.of(group("us-desk", "nasdaq-l1"), group("empty-desk", "unused")),
                List.of(user("alice", List.of("us-desk"), "nasdaq-l1"), user("bob", List.of(), "nyse-l1"))));

        assertThat(targets(change)).containsExactly(BOB);
        assertThat(epoch(ALICE)).isEqualTo(1);
        assertThat(epoch(BOB)).isEqualTo(2);
        assertThat(rights(BOB))
                .containsExactlyInAnyOrder(TopicFilter.parse("US/NYSE/>"), TopicFilter.parse("US/ARCA/>"));
    }

    @Test
    void suspensionSurvivesAChangedCatalog() {
        await(status(store, "alice", UserStatus.SUSPENDED));

        Change change = apply(new Catalog(
                List.of(product("nasdaq-l1", "US/NASDAQ/>", "US/BX/>"), product("nyse-l1", "US/NYSE/>")),
                List.of(group("us-desk", "nasdaq-l1")),
                List.of(
                        user("alice", UserStatus.ACTIVE, List.of("us-desk"), List.of(), Map.of("local", "alice")),
                        user("bob", List.of(), "nyse-l1"))));

        assertThat(await(store.entitlements("alice")).user().status()).isEqualTo(UserStatus.SUSPENDED);
        assertThat(await(store.desired(ALICE)).rights()).isEqualTo(Rights.NONE);
        assertThat(targets(change)).isEmpty();
    }

    @Test
    void aNewUserHasTheStatusOfTheCatalog() {
        apply(new Catalog(
                catalog().products(),
                catalog().groups(),
                List.of(user("carol", UserStatus.SUSPENDED, List.of("us-desk"), List.of(), Map.of("local", "carol")))));

        assertThat(await(store.entitlements("carol")).user().status()).isEqualTo(UserStatus.SUSPENDED);
    }

    @Test
    void aRemovedUserIsATargetUntilProvenToHoldNothing() {
        Opened opened = await(open(store, "alice", "local", CLIENT));
        settle(ALICE);
        settle(BOB);

        Change removed = apply(WITHOUT_ALICE);

        assertThat(targets(removed)).containsExactly(ALICE);
        assertThat(await(store.seat(opened.seat().id())).orElseThrow().open()).isFalse();
        assertThat(await(close(store, opened.seat().id()))).isEqualTo(removed);
        assertThat(await(store.desired(ALICE)).rights()).isEqualTo(Rights.NONE);
        assertThat(await(store.desired(ALICE)).seats()).isEmpty();
        assertThat(await(store.targets("local"))).containsExactlyInAnyOrder(ALICE, BOB);
        assertThat(await(store.unsettled("local"))).containsExactly(ALICE);
        assertThatThrownBy(() -> await(store.entitlements("alice"))).isInstanceOf(NotFoundException.class);

        settle(ALICE);

        assertThat(await(store.targets("local"))).containsExactly(BOB);
        assertThat(await(store.unsettled("local"))).isEmpty();
        assertThat(await(store.change(removed.id())).enforced()).isTrue();
    }

    @Test
    void aUserWhoComesBackGoesOnCountingEpochs() {
        apply(WITHOUT_ALICE);

        apply(catalog());

        assertThat(epoch(ALICE)).isEqualTo(3);
        assertThat(rights(ALICE)).containsExactly(TopicFilter.parse("US/NASDAQ/>"));
    }

    @Test
    void anotherUsernameForTheSameUserRetiresTheFormer() {
        Opened opened = await(open(store, "alice", "local", CLIENT));
        UserOnBroker renamed = new UserOnBroker("alice", "local", "alice-2");

        Change change = apply(new Catalog(
                catalog().products(),
                catalog().groups(),
                List.of(
                        user("alice", UserStatus.ACTIVE, List.of("us-desk"), List.of(), Map.of("local", "alice-2")),
                        user("bob", List.of(), "nyse-l1"))));

        assertThat(targets(change)).containsExactly(ALICE, renamed);
        assertThat(rights(ALICE)).isEmpty();
        assertThat(rights(renamed)).containsExactly(TopicFilter.parse("US/NASDAQ/>"));
        assertThat(await(store.seat(opened.seat().id())).orElseThrow().open()).isFalse();
        assertThat(await(store.targets("local"))).containsExactlyInAnyOrder(ALICE, renamed, BOB);
    }

    @Test
    void aUsernameThatPassesToAnotherUserIsProvenThroughThatUser() {
        Change suspended = await(status(store, "alice", UserStatus.SUSPENDED));
        UserOnBroker heir = new UserOnBroker("carol", "local", "alice");

        Change change = apply(new Catalog(
                catalog().products(),
                catalog().groups(),
                List.of(
                        user("carol", UserStatus.ACTIVE, List.of("us-desk"), List.of(), Map.of("local", "alice")),
                        user("bob", List.of(), "nyse-l1"))));

        assertThat(targets(change)).containsExactly(heir);
        assertThat(await(store.targets("local"))).containsExactlyInAnyOrder(heir, BOB);
        assertThat(await(store.unsettled("local"))).containsExactlyInAnyOrder(heir, BOB);
        assertThat(epoch(heir)).isGreaterThan(epoch(ALICE));
        assertThat(rights(ALICE)).isEmpty();

        // a run for the former user that was under way proves nothing for the new one
        await(store.recordEnforced(ALICE, epoch(ALICE), proof(), List.of(), false));
        assertThat(await(store.change(change.id())).enforced()).isFalse();
        settle(heir);

        assertThat(await(store.change(change.id())).enforced()).isTrue();
        assertThat(await(store.change(suspended.id())).enforced()).isTrue();
        assertThat(await(store.unsettled("local"))).containsExactly(BOB);
    }

    @Test
    void aPendingRevocationOfAFormerUserEndsWithTheProofForTheNewOne() {
        Change suspended = await(status(store, "alice", UserStatus.SUSPENDED));
        UserOnBroker heir = new UserOnBroker("carol", "local", "alice");
        apply(new Catalog(
                catalog().products(),
                catalog().groups(),
                List.of(user("carol", UserStatus.ACTIVE, List.of(), List.of(), Map.of("local", "alice")))));
        assertThat(await(store.change(suspended.id())).enforced()).isFalse();

        settle(heir);

        assertThat(await(store.change(suspended.id())).enforced()).isTrue();
        // and nobody goes after the former user when the username is nobody's in the end
        apply(new Catalog(List.of(), List.of(), List.of()));
        assertThat(await(store.unsettled("local"))).containsExactlyInAnyOrder(heir, BOB);
    }

    @Test
    void eachGrantAndRevocationIsInTheLedger() {
        assertThat(db.query("select kind, coalesce(user_id, '-'), detail->>'group', detail->>'product' from ledger"
                        + " where kind in ('granted', 'revoked') order by id"))
                .containsExactly(
                        "granted - us-desk nasdaq-l1", "granted alice us-desk null", "granted bob null nyse-l1");

        Change removed = apply(WITHOUT_ALICE);

        assertThat(db.query("select kind, user_id from ledger where change_id = '" + removed.id() + "' order by id"))
                .containsExactly("unmapped alice", "revoked alice", "user-removed alice", "catalog-applied null");
    }

    @Test
    void everythingCanGo() {
        Change change = apply(new Catalog(List.of(), List.of(), List.of()));

        assertThat(targets(change)).containsExactly(ALICE, BOB);
        assertThat(db.query("select (select count(*) from users) + (select count(*) from groups)"
                        + " + (select count(*) from products)"))
                .containsExactly("0");
        assertThat(await(store.unsettled("local"))).containsExactlyInAnyOrder(ALICE, BOB);
    }
}
