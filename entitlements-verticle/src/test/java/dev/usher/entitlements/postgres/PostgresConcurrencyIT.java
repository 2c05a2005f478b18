package dev.usher.entitlements.postgres;

import static dev.usher.entitlements.postgres.PostgresExtension.await;
import static dev.usher.entitlements.postgres.Samples.group;
import static dev.usher.entitlements.postgres.Samples.product;
import static dev.usher.entitlements.postgres.Samples.proof;
import static dev.usher.entitlements.postgres.Samples.user;
import static dev.usher.entitlements.postgres.Writes.groupProducts;
import static dev.usher.entitlements.postgres.Writes.open;
import static dev.usher.entitlements.postgres.Writes.seed;
import static dev.usher.entitlements.postgres.Writes.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.Change;
import dev.usher.entitlements.core.ClientRef;
import dev.usher.entitlements.core.Desired;
import dev.usher.entitlements.core.Rights;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.entitlements.core.UserStatus;
import dev.usher.entitlements.postgres.Writes.Opened;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many writers at once, on two stores as two processes have them. */
class PostgresConcurrencyIT {
    @RegisterExtension
    static final PostgresExtension db = new PostgresExtension();

    private static final int USERS = 5;

    private PostgresStore one;
    private PostgresStore two;

    @BeforeEach
    void openBoth() {
        one = db.store();
        two = db.openStore();
        await(seed(one, catalog("US/NASDAQ/>")));
    }

    private static Catalog catalog(String filter) {
        return new Catalog(
                List.of(product("a", filter), product("b", "US/NYSE/>")),
                List.of(group("odd", "a"), group("all", "a")),
                IntStream.range(0, USERS)
                        .mapToObj(i -> user("u" + i, i % 2 == 0 ? List.of("all") : List.of("all", "odd")))
                        .toList());
    }

    private static UserOnBroker target(int i) {
        return new UserOnBroker("u" + i, "local", "u" + i);
    }

    @Test
    void noEpochIsCommittedTwiceAndNoTargetIsLost() {
        List<Future<Change>> changes = new ArrayList<>();
        List<Future<Change>> everybody = new ArrayList<>();
        for (int round = 0; round < 12; round++) {
            Set<String> products = round % 2 == 0 ? Set.of("a", "b") : Set.of("b");
            changes.add(groupProducts(one, "odd", products));
            everybody.add(groupProducts(two, "all", products));
            for (int i = 0; i < USERS; i++) {
                UserStatus status = round % 2 == 0 ? UserStatus.SUSPENDED : UserStatus.ACTIVE;
                changes.add(status(i % 2 == 0 ? one : two, "u" + i, status));
                changes.add(open(two, "u" + i, "local", new ClientRef.Smf("c-" + round + "-" + i))
                        .map(Opened::change));
            }
            changes.add(seed(one, catalog("US/R" + round + "/>")));
        }
        changes.addAll(everybody);
        await(Future.join(changes));

        assertThat(everybody)
                .allSatisfy(change -> assertThat(change.result().targets()).hasSize(USERS));
        Map<UserOnBroker, Set<Long>> committed = new HashMap<>();
        for (Future<Change> done : changes) {
            Change change = done.result();
            for (Change.Target target : change.targets()) {
                committed.computeIfAbsent(target.target(), t -> new HashSet<>()).add(target.epoch());
            }
        }
        for (int i = 0; i < USERS; i++) {
            long last = await(one.desired(target(i))).epoch();
            // The first epoch is the set-up's; it is listed, too, by a change that came first and found nothing to
            // change.
            committed.get(target(i)).remove(1L);
            // Each epoch above it was committed by a change that moved it, up to the last without a gap.
            assertThat(committed.get(target(i)))
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.rangeClosed(2, last).boxed().toList());
        }
        assertThat(await(one.unsettled("local"))).hasSize(USERS);
    }

    @Test
    void whatIsDesiredBelongsToTheEpochItComesWith() {
        List<Desired> seen = new ArrayList<>();
        Future<?> writes = Future.join(IntStream.range(0, 60)
                .mapToObj(i -> groupProducts(one, "all", i % 2 == 0 ? Set.of("b") : Set.of("a")))
                .toList());
        await(during(writes, () -> two.desired(target(0)).onSuccess(seen::add)));
        await(writes);

        Map<Long, Rights> rights = new HashMap<>();
        for (Desired desired : seen) {
            Rights known = rights.putIfAbsent(desired.epoch(), desired.rights());
            assertThat(known == null || known.equals(desired.rights()))
                    .as("rights of epoch %d", desired.epoch())
                    .isTrue();
        }
        assertThat(rights).hasSizeGreaterThan(1);
    }

    @Test
    void aProofAmidWritesNeverCoversWhatItDidNotSee() {
        Supplier<Future<Void>> proof = () -> two.desired(target(0))
                .compose(desired -> two.recordEnforced(target(0), desired.epoch(), proof(), List.of(), false));
        Future<?> writes = Future.join(IntStream.range(0, 60)
                .mapToObj(i -> status(one, "u0", i % 2 == 0 ? UserStatus.SUSPENDED : UserStatus.ACTIVE))
                .toList());
        await(during(writes, proof));
        await(writes);

        assertThat(db.query("select count(*) from change_targets t join enforcement e using (user_id)"
                        + " where user_id = 'u0' and (t.proof_at is not null) <> (t.epoch <= e.enforced_epoch)"))
                .containsExactly("0");
        await(proof.get());
        assertThat(await(one.unsettled("local"))).doesNotContain(target(0)).hasSize(USERS - 1);
        assertThat(db.query("select count(*) from change_targets where user_id = 'u0' and proof_at is null"))
                .containsExactly("0");
    }

    /** Does something once, and again for as long as something else goes on. */
    private static <T> Future<Void> during(Future<?> other, Supplier<Future<T>> action) {
        return action.get().compose(done -> other.isComplete() ? Future.succeededFuture() : during(other, action));
    }

    @Test
    void ofManyWhoOpenTheSameSeatOneCreatesIt() {
        ClientRef client = new ClientRef.Mqtt("c-1");
        List<Future<Opened>> opened = IntStream.range(0, 20)
                .mapToObj(i -> open(i % 2 == 0 ? one : two, "u0", "local", client))
                .toList();
        await(Future.all(opened));

        assertThat(opened).filteredOn(seat -> seat.result().created()).hasSize(1);
        assertThat(opened)
                .extracting(seat -> seat.result().seat())
                .containsOnly(opened.get(0).result().seat());
        assertThat(opened)
                .extracting(seat -> seat.result().change().id())
                .containsOnly(opened.get(0).result().change().id());
    }

    @Test
    void ofManyUsersWhoWantTheSameClientOneGetsIt() {
        List<Future<Opened>> opened = IntStream.range(0, USERS)
                .mapToObj(i -> open(i % 2 == 0 ? one : two, "u" + i, "local", new ClientRef.Smf("c")))
                .toList();
        Future.join(opened)
                .otherwiseEmpty()
                .toCompletionStage()
                .toCompletableFuture()
                .join();

        assertThat(opened).filteredOn(Future::succeeded).hasSize(1);
        assertThat(db.query("select count(*) from seats")).containsExactly("1");
        assertThat(await(one.desired(target(0))).rights().all()).containsExactly(TopicFilter.parse("US/NASDAQ/>"));
    }
}
