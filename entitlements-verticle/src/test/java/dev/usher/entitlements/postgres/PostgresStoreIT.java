package dev.usher.entitlements.postgres;

import static dev.usher.entitlements.postgres.PostgresExtension.await;
import static dev.usher.entitlements.postgres.Samples.ALICE;
import static dev.usher.entitlements.postgres.Samples.BOB;
import static dev.usher.entitlements.postgres.Samples.CLIENT;
import static dev.usher.entitlements.postgres.Samples.catalog;
import static dev.usher.entitlements.postgres.Samples.proof;
import static dev.usher.entitlements.postgres.Writes.close;
import static dev.usher.entitlements.postgres.Writes.groupProducts;
import static dev.usher.entitlements.postgres.Writes.open;
import static dev.usher.entitlements.postgres.Writes.seatsOf;
import static dev.usher.entitlements.postgres.Writes.seed;
import static dev.usher.entitlements.postgres.Writes.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.entitlements.core.Change;
import dev.usher.entitlements.core.ClientRef;
import dev.usher.entitlements.core.Desired;
import dev.usher.entitlements.core.Rights;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.entitlements.core.UserStatus;
import dev.usher.entitlements.core.port.Directory.Entitlements;
import dev.usher.entitlements.core.port.EntitlementStore.ConflictException;
import dev.usher.entitlements.core.port.EntitlementStore.NotFoundException;
import dev.usher.entitlements.core.port.EntitlementStore.UnknownReferenceException;
import dev.usher.entitlements.postgres.Writes.Opened;
import dev.usher.topics.TopicFilter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Intents: seats, suspension, products of a group; and what is desired after them. */
class PostgresStoreIT {
    @RegisterExtension
    static final PostgresExtension db = new PostgresExtension();

    private PostgresStore store;

    @BeforeEach
    void applyCatalog() {
        store = db.store();
        await(seed(store, catalog()));
    }

    private long epoch(UserOnBroker target) {
        return await(store.desired(target)).epoch();
    }

    @Test
    void entitlementsAreTheUserWithTheirRights() {
        Entitlements alice = await(store.entitlements("alice"));

        assertThat(alice.user()).isEqualTo(Samples.user("alice", List.of("us-desk")));
        assertThat(alice.rights().filters())
                .containsOnlyKeys(TopicFilter.parse("US/NASDAQ/>"))
                .containsValue(new TreeSet<>(Set.of("nasdaq-l1")));
    }

    @Test
    void anOpenedIsDesiredWithANewEpoch() {
        long before = epoch(ALICE);

        Opened opened = await(open(store, "alice", "local", CLIENT));

        assertThat(opened.created()).isTrue();
        assertThat(opened.seat().target()).isEqualTo(ALICE);
        assertThat(opened.seat().client()).isEqualTo(CLIENT);
        assertThat(opened.change().kind()).isEqualTo("seat-opened");
        Desired desired = await(store.desired(ALICE));
        assertThat(desired.seats()).containsExactly(opened.seat());
        assertThat(desired.epoch()).isEqualTo(before + 1);
        assertThat(opened.change().targets())
                .singleElement()
                .satisfies(target -> assertThat(target.epoch()).isEqualTo(before + 1))
                .satisfies(target -> assertThat(target.left()).isNotEmpty());
        assertThat(await(seatsOf(store, "alice"))).containsExactly(opened.seat());
        assertThat(await(store.seat(opened.seat().id())).orElseThrow().open()).isTrue();
    }

    @Test
    void openingASeatAgainAnswersWithTheOpenOne() {
        Opened first = await(open(store, "alice", "local", CLIENT));

        Opened again = await(open(store, "alice", "local", CLIENT));

        assertThat(again.created()).isFalse();
        assertThat(again.seat()).isEqualTo(first.seat());
        assertThat(again.change()).isEqualTo(first.change());
        assertThat(epoch(ALICE)).isEqualTo(first.change().targets().get(0).epoch());
        assertThat(db.query("select count(*) from ledger where kind = 'seat-opened'"))
                .containsExactly("1");
    }

    @Test
    void aClientIsOneUsersSeatAtATime() {
        Opened alices = await(open(store, "alice", "local", CLIENT));
        assertThatThrownBy(() -> await(open(store, "bob", "local", CLIENT)))
                .isInstanceOf(ConflictException.class)
                .hasMessageNotContaining("alice");
        // the same name in the other protocol is another client
        await(open(store, "bob", "local", new ClientRef.Smf(CLIENT.value())));

        await(close(store, alices.seat().id()));

        assertThat(await(open(store, "bob", "local", CLIENT)).created()).isTrue();
    }

    @Test
    void seatsNeedAKnownUserAndAMapping() {
        assertThatThrownBy(() -> await(open(store, "carol", "local", CLIENT)))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("user carol does not exist");
        assertThatThrownBy(() -> await(open(store, "alice", "elsewhere", CLIENT)))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("elsewhere");
        assertThat(db.query("select count(*) from seats")).containsExactly("0");
        assertThat(db.query("select count(*) from changes where kind <> 'catalog'"))
                .containsExactly("0");
    }

    @Test
    void aClosedSeatIsGoneForGoodAndClosingItAgainAnswersTheSame() {
        Opened opened = await(open(store, "alice", "local", CLIENT));
        long before = epoch(ALICE);

        Change closed = await(close(store, opened.seat().id()));

        assertThat(closed.targets())
                .singleElement()
                .satisfies(t -> assertThat(t.epoch()).isEqualTo(before + 1));
        assertThat(await(store.desired(ALICE)).seats()).isEmpty();
        assertThat(await(seatsOf(store, "alice"))).isEmpty();
        assertThat(await(store.seat(opened.seat().id())).orElseThrow().open()).isFalse();
        assertThat(await(close(store, opened.seat().id()))).isEqualTo(closed);
        assertThat(epoch(ALICE)).isEqualTo(before + 1);
    }

    @Test
    void unknownNamesAreNotFound() {
        assertThatThrownBy(() -> await(close(store, "nope"))).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> await(status(store, "carol", UserStatus.SUSPENDED)))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> await(groupProducts(store, "no-desk", Set.of())))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> await(seatsOf(store, "carol"))).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> await(store.entitlements("carol"))).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> await(store.change("nope"))).isInstanceOf(NotFoundException.class);
        assertThat(await(store.seat("nope"))).isEmpty();
    }

    @Test
    void aSuspendedUserHoldsNothingAndKeepsTheSeats() {
        Opened opened = await(open(store, "alice", "local", CLIENT));

        Change suspended = await(status(store, "alice", UserStatus.SUSPENDED));

        Desired desired = await(store.desired(ALICE));
        assertThat(desired.rights()).isEqualTo(Rights.NONE);
        assertThat(desired.seats()).containsExactly(opened.seat());
        assertThat(desired.epoch()).isEqualTo(suspended.targets().get(0).epoch());
        assertThat(await(store.entitlements("alice")).rights()).isEqualTo(Rights.NONE);
        assertThat(await(store.entitlements("alice")).user().status()).isEqualTo(UserStatus.SUSPENDED);

        await(status(store, "alice", UserStatus.ACTIVE));
        assertThat(await(store.desired(ALICE)).rights().all()).containsExactly(TopicFilter.parse("US/NASDAQ/>"));
    }

    @Test
    void theSameStatusAgainIsAChangeWithoutANewEpochAndWithItsProof() {
        await(status(store, "alice", UserStatus.SUSPENDED));
        long epoch = epoch(ALICE);
        assertThat(await(status(store, "alice", UserStatus.SUSPENDED)).enforced())
                .isFalse();
        await(store.recordEnforced(ALICE, epoch, proof(), List.of(), false));

        Change again = await(status(store, "alice", UserStatus.SUSPENDED));

        assertThat(epoch(ALICE)).isEqualTo(epoch);
        assertThat(again.targets())
                .singleElement()
                .satisfies(t -> assertThat(t.epoch()).isEqualTo(epoch));
        assertThat(again.enforced()).isTrue();
    }

    @Test
    void aGroupsProductsAreReplacedForItsMembersOnly() {
        long alice = epoch(ALICE);
        long bob = epoch(BOB);

        Change change = await(groupProducts(store, "us-desk", Set.of("nyse-l1")));

        assertThat(change.targets()).extracting(Change.Target::target).containsExactly(ALICE);
        assertThat(await(store.desired(ALICE)).rights().all()).containsExactly(TopicFilter.parse("US/NYSE/>"));
        assertThat(epoch(ALICE)).isEqualTo(alice + 1);
        assertThat(epoch(BOB)).isEqualTo(bob);
        assertThat(db.query("select kind, detail->>'group', detail->>'product' from ledger where change_id = '"
                        + change.id() + "' and kind in ('granted', 'revoked') order by id"))
                .containsExactly("revoked us-desk nasdaq-l1", "granted us-desk nyse-l1");

        Change same = await(groupProducts(store, "us-desk", Set.of("nyse-l1")));
        assertThat(same.id()).isNotEqualTo(change.id());
        assertThat(epoch(ALICE)).isEqualTo(alice + 1);
    }

    @Test
    void aGroupCanLoseEverything() {
        await(groupProducts(store, "us-desk", Set.of()));

        assertThat(await(store.desired(ALICE)).rights()).isEqualTo(Rights.NONE);
    }

    @Test
    void unknownProductsAreNamedAndNothingHappens() {
        long alice = epoch(ALICE);

        assertThatThrownBy(() -> await(groupProducts(store, "us-desk", Set.of("nyse-l1", "x", "y"))))
                .isInstanceOf(UnknownReferenceException.class)
                .hasMessage("products x, y do not exist");

        assertThat(epoch(ALICE)).isEqualTo(alice);
        assertThat(await(store.desired(ALICE)).rights().all()).containsExactly(TopicFilter.parse("US/NASDAQ/>"));
    }

    @Test
    void whoeverIsNotMappedIsDesiredToHoldNothing() {
        Desired desired = await(store.desired(new UserOnBroker("alice", "local", "somebody-else")));

        assertThat(desired.rights()).isEqualTo(Rights.NONE);
        assertThat(desired.seats()).isEmpty();
        assertThat(desired.epoch()).isZero();
    }

    @Test
    void everyIntentIsInTheLedgerWithItsCaller() {
        Opened opened = await(open(store, "alice", "local", CLIENT));
        await(close(store, opened.seat().id()));
        await(status(store, "bob", UserStatus.SUSPENDED));

        assertThat(db.query("select kind, coalesce(user_id, '-'), caller, reason from ledger"
                        + " where kind in ('seat-opened', 'seat-closed', 'user-status') order by id"))
                .containsExactly(
                        "seat-opened alice ops because",
                        "seat-closed alice ops because",
                        "user-status bob ops because");
    }
}
