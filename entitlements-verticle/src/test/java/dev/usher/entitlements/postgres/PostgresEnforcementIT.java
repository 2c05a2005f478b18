package dev.usher.entitlements.postgres;

import static dev.usher.entitlements.postgres.PostgresExtension.await;
import static dev.usher.entitlements.postgres.Samples.ALICE;
import static dev.usher.entitlements.postgres.Samples.BOB;
import static dev.usher.entitlements.postgres.Samples.CLIENT;
import static dev.usher.entitlements.postgres.Samples.catalog;
import static dev.usher.entitlements.postgres.Samples.proof;
import static dev.usher.entitlements.postgres.Writes.open;
import static dev.usher.entitlements.postgres.Writes.seed;
import static dev.usher.entitlements.postgres.Writes.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.core.Change;
import dev.usher.entitlements.core.Connection;
import dev.usher.entitlements.core.Intent;
import dev.usher.entitlements.core.UserStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What was found out on the brokers, and what a change says about it. */
class PostgresEnforcementIT {
    @RegisterExtension
    static final PostgresExtension db = new PostgresExtension();

    private PostgresStore store;

    @BeforeEach
    void settleEverybody() {
        store = db.store();
        await(seed(store, catalog()));
        await(store.recordEnforced(ALICE, 1, proof(), List.of(), false));
        await(store.recordEnforced(BOB, 1, proof(), List.of(), false));
    }

    private Change suspendAlice() {
        return await(status(store, "alice", UserStatus.SUSPENDED));
    }

    private Change.Target target(Change change) {
        return await(store.change(change.id())).targets().get(0);
    }

    private List<String> ledger() {
        return db.query("select kind, detail->>'epoch', detail->'left' from ledger"
                + " where kind in ('enforced', 'pending') and user_id = 'alice' order by id");
    }

    @Test
    void aNewIntentIsUnsettledUntilItsEpochIsProven() {
        assertThat(await(store.unsettled("local"))).isEmpty();

        Change change = suspendAlice();
        assertThat(await(store.unsettled("local"))).containsExactly(ALICE);
        assertThat(await(store.unsettled("elsewhere"))).isEmpty();
        assertThat(change.enforced()).isFalse();

        await(store.recordEnforced(ALICE, 2, proof("2026-02-02T02:02:02Z"), List.of(), true));
        assertThat(await(store.unsettled("local"))).isEmpty();
        assertThat(await(store.change(change.id())).enforced()).isTrue();
        assertThat(target(change).proof())
                .contains(new Change.ProofRecord("observed", Instant.parse("2026-02-02T02:02:02Z")));
        assertThat(target(change).disconnected()).isTrue();
    }

    @Test
    void aProofOfAnOlderEpochLeavesTheNewerPending() {
        Change first = suspendAlice();
        Change second = await(status(store, "alice", UserStatus.ACTIVE));

        await(store.recordEnforced(ALICE, 2, proof(), List.of(), false));

        assertThat(await(store.change(first.id())).enforced()).isTrue();
        assertThat(await(store.change(second.id())).enforced()).isFalse();
        assertThat(await(store.unsettled("local"))).containsExactly(ALICE);
    }

    @Test
    void aProofOfALaterEpochCoversEarlierChanges() {
        Change first = suspendAlice();
        await(status(store, "alice", UserStatus.ACTIVE));

        await(store.recordEnforced(ALICE, 3, proof(), List.of(), false));

        assertThat(await(store.change(first.id())).enforced()).isTrue();
    }

    @Test
    void recordsOnlyMoveForward() {
        Change change = suspendAlice();
        await(store.recordEnforced(ALICE, 2, proof("2026-02-02T00:00:00Z"), List.of(), false));
        List<String> before = db.query("select * from enforcement");
        int lines = ledger().size();

        await(store.recordEnforced(ALICE, 1, proof("2026-03-03T00:00:00Z"), List.of("x"), true));
        await(store.recordPending(ALICE, 1, List.of("x"), true, false));
        await(store.recordEnforced(ALICE, 99, proof(), List.of(), false));
        await(store.recordPending(ALICE, 99, List.of("x"), false, false));

        assertThat(db.query("select * from enforcement")).isEqualTo(before);
        assertThat(ledger()).hasSize(lines);
        assertThat(await(store.change(change.id())).enforced()).isTrue();
    }

    @Test
    void theSameFindingAgainWritesNothing() {
        suspendAlice();
        await(store.recordPending(ALICE, 2, List.of("cannot reach the broker"), false, false));
        await(store.recordPending(ALICE, 2, List.of("cannot reach the broker"), false, false));
        await(store.recordEnforced(ALICE, 2, proof("2026-02-02T00:00:00Z"), List.of(), false));
        await(store.recordEnforced(ALICE, 2, proof("2026-02-03T00:00:00Z"), List.of(), false));

        assertThat(ledger())
                .containsExactly("enforced 1 []", "pending 2 [\"cannot reach the broker\"]", "enforced 2 []");
    }

    @Test
    void aChangeSaysWhatIsLeft() {
        Change change = suspendAlice();
        assertThat(target(change).left()).containsExactly("not enforced yet");

        await(store.recordPending(ALICE, 2, List.of("remove US/NASDAQ/>"), false, false));

        assertThat(target(change).left()).containsExactly("remove US/NASDAQ/>");
        assertThat(target(change).proof()).isEmpty();
    }

    @Test
    void whatAnEarlierEpochCouldNotDoIsNotSaidOfALaterOne() {
        suspendAlice();
        await(store.recordPending(ALICE, 2, List.of("remove US/NASDAQ/>"), false, false));

        Change later = await(status(store, "alice", UserStatus.ACTIVE));

        assertThat(target(later).left()).containsExactly("not enforced yet");
    }

    @Test
    void aDisconnectOfAPendingRunIsRememberedWhenALaterRunProves() {
        Change change = suspendAlice();
        await(store.recordPending(ALICE, 2, List.of("read again"), true, false));
        await(store.recordEnforced(ALICE, 2, proof(), List.of(), false));

        assertThat(target(change).disconnected()).isTrue();

        Change next = await(status(store, "alice", UserStatus.ACTIVE));
        await(store.recordEnforced(ALICE, 3, proof(), List.of(), false));
        assertThat(target(next).disconnected()).isFalse();
    }

    @Test
    void grantsMissingAfterAProofKeepTheTargetUnsettled() {
        Change change = suspendAlice();
        await(store.recordEnforced(ALICE, 2, proof("2026-02-02T00:00:00Z"), List.of("add US/NASDAQ/>"), false));
        assertThat(target(change).proof()).isPresent();
        assertThat(target(change).left()).containsExactly("add US/NASDAQ/>");
        assertThat(await(store.unsettled("local"))).containsExactly(ALICE);

        await(store.recordEnforced(ALICE, 2, proof("2026-02-03T00:00:00Z"), List.of(), false));

        assertThat(await(store.change(change.id())).enforced()).isTrue();
        assertThat(target(change).proof().orElseThrow().at()).isEqualTo(Instant.parse("2026-02-02T00:00:00Z"));
        assertThat(await(store.unsettled("local"))).isEmpty();
    }

    @Test
    void whatIsFoundAfterTheProofIsUnsettledAgainButTheChangeStaysEnforced() {
        Change change = suspendAlice();
        await(store.recordEnforced(ALICE, 2, proof(), List.of(), false));

        await(store.recordPending(ALICE, 2, List.of("remove US/NYSE/>"), false, false));
        assertThat(await(store.unsettled("local"))).containsExactly(ALICE);
        assertThat(await(store.change(change.id())).enforced()).isTrue();

        await(store.recordEnforced(ALICE, 2, proof(), List.of(), false));
        assertThat(await(store.unsettled("local"))).isEmpty();
    }

    @Test
    void whatIsUnsettledSurvivesACrash() {
        Change change = suspendAlice();
        await(open(store, "bob", "local", CLIENT));
        await(store.recordPending(BOB, 2, List.of("add US/NYSE/>"), false, false));
        await(store.close());

        PostgresStore next = db.openStore();

        assertThat(await(next.unsettled("local"))).containsExactlyInAnyOrder(ALICE, BOB);
        assertThat(await(next.desired(ALICE)).epoch()).isEqualTo(2);
        assertThat(await(next.desired(BOB)).seats()).hasSize(1);
        await(next.recordEnforced(ALICE, 2, proof(), List.of(), false));
        assertThat(await(next.change(change.id())).enforced()).isTrue();
    }

    @Test
    void findingsAboutStrangersAreIgnored() {
        var stranger = new dev.usher.entitlements.core.UserOnBroker("mallory", "local", "mallory");

        await(store.recordEnforced(stranger, 1, proof(), List.of(), false));
        await(store.recordPending(stranger, 1, List.of("x"), false, false));

        assertThat(db.query("select count(*) from ledger where user_id = 'mallory'"))
                .containsExactly("0");
    }

    @Test
    void theFirstAdoptionCounts() {
        assertThat(await(store.desired(ALICE)).adoption()).isEmpty();

        await(store.recordAdoption(ALICE, new Intent.Adopt.Former("x", "default", "default")));
        await(store.recordAdoption(ALICE, new Intent.Adopt.Former("x", "usher_managed", "default")));

        assertThat(await(store.desired(ALICE)).adoption()).hasValueSatisfying(adoption -> {
            assertThat(adoption.formerAclProfile()).isEqualTo("default");
            assertThat(adoption.formerClientProfile()).contains("default");
            assertThat(adoption.isOurs()).isTrue();
        });
        assertThat(await(store.desired(BOB)).adoption()).isEmpty();
        assertThat(db.query("select kind, detail->>'previousAclProfile' from ledger where kind = 'adopted'"))
                .containsExactly("adopted default");
    }

    @Test
    void anExposureSaysWhoWasExpectedAndWhoWasThere() {
        Connection expected = new Connection("#mqtt/c-1/1", "alice", "10.0.0.1:1", 1, "usher_managed");
        Connection found = new Connection("#mqtt/c-1/1", "bob", "10.0.0.2:2", 2, "default");

        await(store.recordExposure(ALICE, expected, Optional.of(found), "US/NASDAQ/>"));
        await(store.recordExposure(ALICE, expected, Optional.empty(), "US/NASDAQ/>"));

        assertThat(db.query("select user_id, detail->>'filter', detail->'expected'->>'clientUsername',"
                        + " detail->'found'->>'clientUsername' from ledger where kind = 'exposure' order by id"))
                .containsExactly("alice US/NASDAQ/> alice bob", "alice US/NASDAQ/> alice null");
    }
}
