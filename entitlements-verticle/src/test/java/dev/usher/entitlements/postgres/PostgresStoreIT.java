package dev.usher.entitlements.postgres;

import static dev.usher.entitlements.postgres.PostgresExtension.await;
import static dev.usher.entitlements.postgres.Samples.ALICE;
import static dev.usher.entitlements.postgres.Samples.BOB;
import static dev.usher.entitlements.postgres.Samples.CLIENT;
import static dev.usher.entitlements.postgres.Samples.OPS;
import static dev.usher.entitlements.postgres.Samples.catalog;
import static dev.usher.entitlements.postgres.Samples.proof;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.entitlements.core.Change;
import dev.usher.entitlements.core.ClientRef;
import dev.usher.entitlements.core.Desired;
import dev.usher.entitlements.core.Rights;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.entitlements.core.UserStatus;
import dev.usher.entitlements.core.port.EntitlementStore.ConflictException;
import dev.usher.entitlements.core.port.EntitlementStore.Entitlements;
import dev.usher.entitlements.core.port.EntitlementStore.NotFoundException;
import dev.usher.entitlements.core.port.EntitlementStore.OpenedSeat;
import dev.usher.entitlements.core.port.EntitlementStore.UnknownReferenceException;
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
        await(store.applyCatalog(catalog(), OPS));
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
    void anOpenedSeatIsDesiredWithANewEpoch() {
        long before = epoch(ALICE);

        OpenedSeat opened = await(store.openSeat("alice", "local", CLIENT, OPS));

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
        assertThat(await(store.seatsOf("alice"))).containsExactly(opened.seat());
        assertThat(await(store.seat(opened.seat().id())).orElseThrow().open()).isTrue();
    }

    @Test
    void openingASeatAgainAnswersWithTheOpenOne() {
        OpenedSeat first = await(store.openSeat("alice", "local", CLIENT, OPS));

        OpenedSeat again = await(store.openSeat("alice", "local", CLIENT, OPS));

        assertThat(again.created()).isFalse();
        assertThat(again.seat()).isEqualTo(first.seat());
        assertThat(again.change()).isEqualTo(first.change());
        assertThat(epoch(ALICE)).isEqualTo(first.change().targets().get(0).epoch());
        assertThat(db.query("select count(*) from ledger where kind = 'seat-opened'"))
                .containsExactly("1");
    }

    @Test
    void aClientIsOneUsersSeatAtATime() {
        OpenedSeat alices = await(store.openSeat("alice", "local", CLIENT, OPS));
        assertThatThrownBy(() -> await(store.openSeat("bob", "local", CLIENT, OPS)))
                .isInstanceOf(ConflictException.class)
                .hasMessageNotContaining("alice");
        // the same name in the other protocol is another client
        await(store.openSeat("bob", "local", new ClientRef.Smf(CLIENT.value()), OPS));

        await(store.closeSeat(alices.seat().id(), OPS));

        assertThat(await(store.openSeat("bob", "local", CLIENT, OPS)).created()).isTrue();
    }

    @Test
    void seatsNeedAKnownUserAndAMapping() {
        assertThatThrownBy(() -> await(store.openSeat("carol", "local", CLIENT, OPS)))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("user carol does not exist");
        assertThatThrownBy(() -> await(store.openSeat("alice", "elsewhere", CLIENT, OPS)))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("elsewhere");
        assertThat(db.query("select count(*) from seats")).containsExactly("0");
        assertThat(db.query("select count(*) from changes where kind <> 'catalog'"))
                .containsExactly("0");
    }

    @Test
    void aClosedSeatIsGoneForGoodAndClosingItAgainAnswersTheSame() {
        OpenedSeat opened = await(store.openSeat("alice", "local", CLIENT, OPS));
        long before = epoch(ALICE);

        Change closed = await(store.closeSeat(opened.seat().id(), OPS));

        assertThat(closed.targets())
                .singleElement()
                .satisfies(t -> assertThat(t.epoch()).isEqualTo(before + 1));
        assertThat(await(store.desired(ALICE)).seats()).isEmpty();
        assertThat(await(store.seatsOf("alice"))).isEmpty();
        assertThat(await(store.seat(opened.seat().id())).orElseThrow().open()).isFalse();
        assertThat(await(store.closeSeat(opened.seat().id(), OPS))).isEqualTo(closed);
        assertThat(epoch(ALICE)).isEqualTo(before + 1);
    }

    @Test
    void unknownNamesAreNotFound() {
        assertThatThrownBy(() -> await(store.closeSeat("nope", OPS))).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> await(store.setStatus("carol", UserStatus.SUSPENDED, OPS)))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> await(store.setGroupProducts("no-desk", Set.of(), OPS)))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> await(store.seatsOf("carol"))).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> await(store.entitlements("carol"))).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> await(store.change("nope"))).isInstanceOf(NotFoundException.class);
        assertThat(await(store.seat("nope"))).isEmpty();
    }

    @Test
    void aSuspendedUserHoldsNothingAndKeepsTheSeats() {
        OpenedSeat opened = await(store.openSeat("alice", "local", CLIENT, OPS));

        Change suspended = await(store.setStatus("alice", UserStatus.SUSPENDED, OPS));

        Desired desired = await(store.desired(ALICE));
        assertThat(desired.rights()).isEqualTo(Rights.NONE);
        assertThat(desired.seats()).containsExactly(opened.seat());
        assertThat(desired.epoch()).isEqualTo(suspended.targets().get(0).epoch());
        assertThat(await(store.entitlements("alice")).rights()).isEqualTo(Rights.NONE);
        assertThat(await(store.entitlements("alice")).user().status()).isEqualTo(UserStatus.SUSPENDED);

        await(store.setStatus("alice", UserStatus.ACTIVE, OPS));
        assertThat(await(store.desired(ALICE)).rights().all()).containsExactly(TopicFilter.parse("US/NASDAQ/>"));
    }

    @Test
    void theSameStatusAgainIsAChangeWithoutANewEpochAndWithItsProof() {
        await(store.setStatus("alice", UserStatus.SUSPENDED, OPS));
        long epoch = epoch(ALICE);
        assertThat(await(store.setStatus("alice", UserStatus.SUSPENDED, OPS)).enforced())
                .isFalse();
        await(store.recordEnforced(ALICE, epoch, proof(), List.of(), false));

        Change again = await(store.setStatus("alice", UserStatus.SUSPENDED, OPS));

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

        Change change = await(store.setGroupProducts("us-desk", Set.of("nyse-l1"), OPS));

        assertThat(change.targets()).extracting(Change.Target::target).containsExactly(ALICE);
        assertThat(await(store.desired(ALICE)).rights().all()).containsExactly(TopicFilter.parse("US/NYSE/>"));
        assertThat(epoch(ALICE)).isEqualTo(alice + 1);
        assertThat(epoch(BOB)).isEqualTo(bob);
        assertThat(db.query("select kind, detail->>'group', detail->>'product' from ledger where change_id = '"
                        + change.id() + "' and kind in ('granted', 'revoked') order by id"))
                .containsExactly("revoked us-desk nasdaq-l1", "granted us-desk nyse-l1");

        Change same = await(store.setGroupProducts("us-desk", Set.of("nyse-l1"), OPS));
        assertThat(same.id()).isNotEqualTo(change.id());
        assertThat(epoch(ALICE)).isEqualTo(alice + 1);
    }

    @Test
    void aGroupCanLoseEverything() {
        await(store.setGroupProducts("us-desk", Set.of(), OPS));

        assertThat(await(store.desired(ALICE)).rights()).isEqualTo(Rights.NONE);
    }

    @Test
    void unknownProductsAreNamedAndNothingHappens() {
        long alice = epoch(ALICE);

        assertThatThrownBy(() -> await(store.setGroupProducts("us-desk", Set.of("nyse-l1", "x", "y"), OPS)))
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
        OpenedSeat opened = await(store.openSeat("alice", "local", CLIENT, OPS));
        await(store.closeSeat(opened.seat().id(), OPS));
        await(store.setStatus("bob", UserStatus.SUSPENDED, OPS));

        assertThat(db.query("select kind, coalesce(user_id, '-'), caller, reason from ledger"
                        + " where kind in ('seat-opened', 'seat-closed', 'user-status') order by id"))
                .containsExactly(
                        "seat-opened alice ops because",
                        "seat-closed alice ops because",
                        "user-status bob ops because");
    }
}
