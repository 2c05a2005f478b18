package dev.usher.entitlements.postgres;

import static dev.usher.entitlements.postgres.PostgresExtension.await;
import static dev.usher.entitlements.postgres.Samples.group;
import static dev.usher.entitlements.postgres.Samples.user;
import static dev.usher.entitlements.postgres.Writes.commit;
import static dev.usher.entitlements.postgres.Writes.definitions;
import static dev.usher.entitlements.postgres.Writes.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.Change;
import dev.usher.entitlements.core.Desired;
import dev.usher.entitlements.core.Intent;
import dev.usher.entitlements.core.Product;
import dev.usher.entitlements.core.Progress;
import dev.usher.entitlements.core.Rehearsal;
import dev.usher.entitlements.core.User;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.entitlements.core.port.EntitlementStore.ConflictException;
import dev.usher.topics.TopicFilter;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ten thousand of each, within the time that the store gives itself for an operation. */
class PostgresLargeIT {
    @RegisterExtension
    static final PostgresExtension db = new PostgresExtension();

    private static final int MANY = 10_000;

    private static Product many(String id, String root) {
        return new Product(
                id,
                IntStream.range(0, MANY)
                        .mapToObj(i -> TopicFilter.parse(root + "/" + i + "/>"))
                        .toList());
    }

    @Test
    void aProductMayHaveTenThousandFilters() {
        PostgresStore store = db.store();
        User alice = user("alice", List.of("desk"), "a");
        await(seed(
                store,
                new Catalog(List.of(many("a", "A"), many("b", "B")), List.of(group("desk", "b")), List.of(alice))));
        UserOnBroker target = new UserOnBroker("alice", "local", "alice");

        Desired desired = await(store.desired(target));
        assertThat(desired.rights().all()).hasSize(2 * MANY);
        assertThat(await(store.product("a"))).contains(many("a", "A"));

        Change change = await(commit(store, new Intent.DefineProduct(many("a", "C"))));
        assertThat(change.targets()).hasSize(1);
        assertThat(await(store.desired(target)).rights().all())
                .hasSize(2 * MANY)
                .contains(TopicFilter.parse("C/9999/>"));
        Rehearsal rehearsal = await(store.rehearse(new Intent.DefineProduct(many("b", "D"))));
        assertThat(rehearsal.targets()).hasSize(1);
    }

    @Test
    void aCatalogMayHaveTenThousandUsersWhoHoldTenThousandFilters() {
        PostgresStore store = db.store();
        List<User> users = IntStream.range(0, MANY)
                .mapToObj(i -> user("u" + i, List.of("desk" + i % 100), "own" + i % 100))
                .toList();
        Catalog catalog = new Catalog(
                IntStream.range(0, 101)
                        .mapToObj(i -> i == 100 ? many("a", "A") : Samples.product("own" + i, "O/" + i + "/>"))
                        .toList(),
                IntStream.range(0, 100).mapToObj(i -> group("desk" + i, "a")).toList(),
                users);

        assertThat(await(commit(store, new Intent.Apply(definitions(catalog), false)))
                        .targets())
                .hasSize(MANY);
        assertThat(await(commit(store, new Intent.Apply(definitions(catalog), true)))
                        .targets())
                .hasSize(MANY);
        assertThat(await(store.catalog()).users()).hasSize(MANY);

        // one filter more for everybody
        Product more = new Product(
                "a",
                java.util.stream.Stream.concat(
                                many("a", "A").filters().stream(), java.util.stream.Stream.of(TopicFilter.parse("X/>")))
                        .toList());
        assertThat(await(store.rehearse(new Intent.DefineProduct(more))).targets())
                .hasSize(MANY);
        Change change = await(commit(store, new Intent.DefineProduct(more)));
        Progress progress = await(store.progress(change.id(), 100));
        assertThat(progress.brokers()).containsExactly(new Progress.OfBroker("local", 0, MANY, 0));
        assertThat(progress.change().targets()).hasSize(100);
        assertThatThrownBy(() -> await(commit(store, new Intent.RemoveProduct("a"))))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("and 95 more");
    }

    @Test
    void oneUserIsDefinedWithoutReadingAll() {
        PostgresStore store = db.store();
        await(seed(
                store,
                new Catalog(
                        List.of(many("a", "A")),
                        List.of(),
                        IntStream.range(0, MANY)
                                .mapToObj(i -> user("u" + i, List.of(), "a"))
                                .toList())));
        db.execute("analyze");

        Scope scope = Edit.of(new Intent.DefineUser(definitions(
                                new Catalog(List.of(), List.of(), List.of(user("u7", List.of()))))
                        .users()
                        .get(0)))
                .scope();
        Catalog slice = await(io.vertx.core.Future.succeededFuture(scope).compose(s -> {
            Database database = new Database(db.vertx(), db.config());
            return database.open()
                    .compose(opened -> database.write(connection -> CatalogRows.within(connection, s)))
                    .eventually(() -> database.close());
        }));

        assertThat(slice.users()).extracting(User::id).containsExactly("u7");
        assertThat(slice.products()).extracting(Product::id).containsExactly("a");
    }
}
