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
import static dev.usher.entitlements.postgres.Writes.open;
import static dev.usher.entitlements.postgres.Writes.opening;
import static dev.usher.entitlements.postgres.Writes.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.entitlements.core.Adoption;
import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.Change;
import dev.usher.entitlements.core.ClientRef;
import dev.usher.entitlements.core.Group;
import dev.usher.entitlements.core.Intent;
import dev.usher.entitlements.core.Page;
import dev.usher.entitlements.core.Product;
import dev.usher.entitlements.core.Progress;
import dev.usher.entitlements.core.Seat;
import dev.usher.entitlements.core.SeatQuery;
import dev.usher.entitlements.core.User;
import dev.usher.entitlements.core.UserDefinition;
import dev.usher.entitlements.core.port.EntitlementStore.ConflictException;
import dev.usher.entitlements.core.port.EntitlementStore.InvalidCursorException;
import dev.usher.entitlements.core.port.EntitlementStore.NotFoundException;
import dev.usher.entitlements.core.port.EntitlementStore.UnknownReferenceException;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists, progress and adoptions. */
class PostgresListsIT {
    @RegisterExtension
    static final PostgresExtension db = new PostgresExtension();

    private static final List<String> NAMES =
            List.of("A", "Z", "a", "b", "b c", "b-c", "ä", "ß", "日本", "\"quoted\"", "x'y", "10", "9", "%", "_");
    private static final SeatQuery ALL_SEATS = new SeatQuery(Optional.empty(), Optional.empty());

    private static <T> List<T> all(int limit, Function<Page.Request, Future<Page<T>>> list) {
        List<T> items = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Page<T> page = await(list.apply(new Page.Request(limit, cursor)));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            items.addAll(page.items());
            cursor = page.next();
        } while (cursor.isPresent());
        return items;
    }

    private static Catalog names() {
        return new Catalog(
                NAMES.stream().map(name -> product(name, "A/" + name.length())).toList(),
                NAMES.stream().map(name -> group(name)).toList(),
                NAMES.stream()
                        .map(name -> user(
                                name,
                                dev.usher.entitlements.core.UserStatus.ACTIVE,
                                List.of(NAMES.indexOf(name) % 2 == 0 ? "a" : "b"),
                                List.of(),
                                Map.of("local", "n" + NAMES.indexOf(name))))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 14, 15, 16, 1000})
    void pagesTogetherAreTheList(int limit) {
        PostgresStore store = db.store();
        await(seed(store, names()));
        List<String> sorted = NAMES.stream().sorted().toList();
        for (String name : NAMES) {
            await(open(store, opening(name, "local", new ClientRef.Smf("c" + NAMES.indexOf(name)))));
        }

        assertThat(all(limit, store::products)).extracting(Product::id).isEqualTo(sorted);
        assertThat(all(limit, store::groups)).extracting(Group::id).isEqualTo(sorted);
        assertThat(all(limit, page -> store.users(Optional.empty(), page)))
                .extracting(User::id)
                .isEqualTo(sorted);
        assertThat(all(limit, page -> store.users(Optional.of("a"), page)))
                .extracting(User::id)
                .isEqualTo(
                        sorted.stream().filter(n -> NAMES.indexOf(n) % 2 == 0).toList());
        assertThat(all(limit, page -> store.seats(ALL_SEATS, page)))
                .extracting(seat -> seat.target().user())
                .isEqualTo(NAMES);
        assertThat(await(store.catalog()).users()).extracting(User::id).isEqualTo(sorted);
    }

    @Test
    void whatComesAndGoesMeanwhileMovesNothingElse() {
        PostgresStore store = db.store();
        await(seed(store, names()));
        Page<Product> first = await(store.products(new Page.Request(5, Optional.empty())));

        await(commit(store, new Intent.DefineProduct(product("!first", "A/>"))));
        await(commit(store, new Intent.RemoveProduct(first.items().get(4).id())));
        await(commit(store, new Intent.DefineProduct(product("zzz", "A/>"))));

        List<String> rest =
                all(
                                100,
                                page -> store.products(new Page.Request(
                                        page.limit(), page.cursor().or(first::next))))
                        .stream()
                        .map(Product::id)
                        .toList();
        assertThat(rest).contains("zzz").doesNotContain("!first");
        assertThat(Stream.concat(first.items().stream().map(Product::id), rest.stream()))
                .doesNotHaveDuplicates()
                .containsAll(NAMES);
    }

    @Test
    void aCursorIsOfItsListOnly() {
        PostgresStore store = db.store();
        await(seed(store, names()));
        String products = await(store.products(new Page.Request(1, Optional.empty())))
                .next()
                .orElseThrow();
        String ofA = await(store.users(Optional.of("a"), new Page.Request(1, Optional.empty())))
                .next()
                .orElseThrow();
        for (String cursor : List.of(products, "", "x", "\u0000", "W10", "W1tdLFtdXQ", "bnVsbA")) {
            Page.Request page = new Page.Request(1, Optional.of(cursor));
            assertThatThrownBy(() -> await(store.groups(page))).isInstanceOf(InvalidCursorException.class);
            assertThatThrownBy(() -> await(store.seats(ALL_SEATS, page))).isInstanceOf(InvalidCursorException.class);
        }
        assertThatThrownBy(() -> await(store.users(Optional.of("b"), new Page.Request(1, Optional.of(ofA)))))
                .isInstanceOf(InvalidCursorException.class);
        assertThatThrownBy(() -> await(store.users(Optional.of("nobody"), new Page.Request(1, Optional.empty()))))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void seatsAreFoundByUserAndBroker() {
        PostgresStore store = db.store();
        User both = user(
                "carol",
                dev.usher.entitlements.core.UserStatus.ACTIVE,
                List.of(),
                List.of(),
                Map.of("north", "c", "south", "c"));
        await(seed(store, new Catalog(List.of(), List.of(), List.of(both, user("bob", List.of())))));
        await(open(store, opening("carol", "north", new ClientRef.Smf("x"))));
        Seat south = await(open(store, opening("carol", "south", new ClientRef.Smf("x"))))
                .seat();
        await(open(store, opening("bob", "local", new ClientRef.Smf("x"))));
        Page.Request page = new Page.Request(10, Optional.empty());

        assertThat(await(store.seats(new SeatQuery(Optional.of("carol"), Optional.of("south")), page))
                        .items())
                .containsExactly(south);
        assertThat(await(store.seats(new SeatQuery(Optional.empty(), Optional.of("south")), page))
                        .items())
                .containsExactly(south);
        assertThat(await(store.seats(new SeatQuery(Optional.of("carol"), Optional.empty()), page))
                        .items())
                .hasSize(2);
    }

    @Test
    void progressCountsAndShowsWhatIsNotDoneFirst() {
        PostgresStore store = db.store();
        await(seed(
                store,
                new Catalog(
                        List.of(product("p", "A/>")),
                        List.of(group("g")),
                        Stream.of("u1", "u2", "u3", "u4")
                                .map(name -> user(
                                        name,
                                        dev.usher.entitlements.core.UserStatus.ACTIVE,
                                        List.of("g"),
                                        List.of(),
                                        Map.of(name.equals("u4") ? "south" : "north", name)))
                                .toList())));
        Change change = await(Writes.groupProducts(store, "g", Set.of("p")));
        List<Change.Target> targets = change.targets();
        await(store.recordEnforced(
                targets.get(0).target(), 2, proof(Instant.now().toString()), List.of(), false));
        await(store.recordPending(targets.get(1).target(), 2, List.of("given back"), false, true));

        Progress progress = await(store.progress(change.id(), 2));

        assertThat(progress.brokers())
                .containsExactly(new Progress.OfBroker("north", 1, 1, 1), new Progress.OfBroker("south", 0, 1, 0));
        assertThat(progress.enforced()).isFalse();
        assertThat(progress.shownAll()).isFalse();
        assertThat(progress.change().targets())
                .hasSize(2)
                .allSatisfy(target -> assertThat(target.left()).isNotEmpty());
        assertThat(progress.slowest())
                .hasValueSatisfying(slowest -> assertThat(slowest.enforced()).isFalse());
        assertThat(await(store.progress(change.id(), 4)).shownAll()).isTrue();
        assertThat(await(store.progress(change.id(), 4))
                        .change()
                        .targets()
                        .get(3)
                        .proof())
                .isPresent();
        assertThat(await(store.progress(change.id(), 0)).change().targets()).isEmpty();
        // what was hopeless is not for ever: the same finding without it is news, and so is a proof
        await(store.recordPending(targets.get(1).target(), 2, List.of("given back"), false, false));
        assertThat(await(store.progress(change.id(), 1)).brokers().get(0))
                .isEqualTo(new Progress.OfBroker("north", 1, 2, 0));
        for (Change.Target target : targets) {
            await(store.recordEnforced(target.target(), 2, proof(Instant.now().toString()), List.of(), false));
        }
        assertThat(await(store.progress(change.id(), 9)).enforced()).isTrue();
        assertThat(await(store.progress(change.id(), 9)).slowest()).hasValueSatisfying(slowest -> {
            assertThat(slowest.enforced()).isTrue();
            assertThat(slowest.took()).isPositive();
        });
        assertThatThrownBy(() -> await(store.progress("nope", 1))).isInstanceOf(NotFoundException.class);
    }

    @Test
    void aChangeThatTouchesNobodyIsDone() {
        PostgresStore store = db.store();
        Change change = await(commit(store, new Intent.DefineProduct(product("p", "A/>"))));

        Progress progress = await(store.progress(change.id(), 5));

        assertThat(progress.brokers()).isEmpty();
        assertThat(progress.slowest()).isEmpty();
        assertThat(progress.enforced()).isTrue();
        assertThat(progress.shownAll()).isTrue();
    }

    private static Intent.Adopt adopting(String username, String acl) {
        return new Intent.Adopt("local", Set.of(new Intent.Adopt.Former(username, acl, "silver")));
    }

    @Test
    void aUsernameIsAdoptedReleasedAndAdoptedAgain() {
        PostgresStore store = db.store();
        await(seed(store, catalog()));

        Change adopted = await(commit(store, adopting("alice", "trading")));
        assertThat(adopted.kind()).isEqualTo("usernames-adopted");
        assertThat(adopted.targets())
                .extracting(t -> t.target() + " " + t.epoch())
                .containsExactly(ALICE + " 2");
        Adoption adoption = await(store.desired(ALICE)).adoption().orElseThrow();
        assertThat(adoption.formerAclProfile()).isEqualTo("trading");
        assertThat(adoption.formerClientProfile()).contains("silver");
        assertThat(await(store.adoptions("local"))).containsExactly(adoption);

        // what it had first is what it gets back
        await(commit(store, adopting("alice", "usher_managed")));
        assertThat(await(store.desired(ALICE)).adoption()).contains(adoption);
        assertThat(await(store.desired(ALICE)).epoch()).isEqualTo(2);

        Intent.Release release = new Intent.Release("local", Set.of("alice"));
        assertThat(await(store.rehearse(release)).targets()).singleElement().satisfies(delta -> {
            assertThat(delta.before().adoption().orElseThrow().isOurs()).isTrue();
            assertThat(delta.after().adoption().orElseThrow().isOurs()).isFalse();
        });
        await(commit(store, release));
        assertThat(await(store.desired(ALICE)).adoption().orElseThrow().isOurs())
                .isFalse();
        assertThat(await(store.desired(ALICE)).epoch()).isEqualTo(3);
        await(commit(store, release));
        assertThat(await(store.desired(ALICE)).epoch()).isEqualTo(3);
        // not by itself
        assertThatThrownBy(
                        () -> await(store.recordAdoption(ALICE, new Intent.Adopt.Former("alice", "trading", "silver"))))
                .isInstanceOf(ConflictException.class);

        await(commit(store, adopting("alice", "other")));
        assertThat(await(store.desired(ALICE)).adoption().orElseThrow().formerAclProfile())
                .isEqualTo("other");
        assertThat(await(store.desired(ALICE)).adoption().orElseThrow().isOurs())
                .isTrue();
        assertThat(db.query("select kind, user_id from ledger where kind in ('adopted', 'released') order by id"))
                .containsExactly("adopted alice", "released alice", "adopted alice");
    }

    @Test
    void onlyWhatIsMappedIsAdoptedAndOnlyWhatWasAdoptedIsReleased() {
        PostgresStore store = db.store();
        await(seed(store, catalog()));
        await(store.recordAdoption(BOB, new Intent.Adopt.Former("bob", "trading", "silver")));

        assertThatThrownBy(() -> await(commit(store, adopting("stranger", "x"))))
                .isInstanceOf(UnknownReferenceException.class)
                .hasMessageContaining("stranger");
        assertThatThrownBy(() -> await(commit(store, new Intent.Release("local", Set.of("alice")))))
                .isInstanceOf(NotFoundException.class);
        // of a user who is gone, too
        await(commit(store, new Intent.RemoveUser("bob")));
        long epoch = await(store.desired(BOB)).epoch();
        assertThat(await(commit(store, new Intent.Release("local", Set.of("bob"))))
                        .targets())
                .isEmpty();
        assertThat(await(store.adoptions("local")))
                .singleElement()
                .satisfies(a -> assertThat(a.isOurs()).isFalse());
        assertThat(await(store.desired(BOB)).epoch()).isEqualTo(epoch);
    }

    @Test
    void thereIsNothingToReadAtFirst() {
        PostgresStore store = db.store();

        assertThat(await(store.catalog())).isEqualTo(new Catalog(List.of(), List.of(), List.of()));
        assertThat(await(store.usersByClientUsername("local"))).isEmpty();
        assertThat(await(store.adoptions("local"))).isEmpty();
        assertThat(await(store.user("x"))).isEmpty();
        await(store.commit(
                new Intent.DefineUser(new UserDefinition(user("x", List.of()), Optional.empty())),
                OPS,
                Optional.empty()));
        assertThat(await(store.user("x"))).contains(user("x", List.of()));
    }
}
