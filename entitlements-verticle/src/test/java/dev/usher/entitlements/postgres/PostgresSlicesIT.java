package dev.usher.entitlements.postgres;

import static dev.usher.entitlements.postgres.PostgresExtension.await;
import static dev.usher.entitlements.postgres.Samples.OPS;
import static dev.usher.entitlements.postgres.Writes.definitions;
import static dev.usher.entitlements.postgres.Writes.seed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.Change;
import dev.usher.entitlements.core.Committed;
import dev.usher.entitlements.core.Definitions;
import dev.usher.entitlements.core.Desired;
import dev.usher.entitlements.core.Intent;
import dev.usher.entitlements.core.Rehearsal;
import dev.usher.entitlements.core.UserDefinition;
import dev.usher.entitlements.core.UserOnBroker;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An intent reads a part of the catalog only; what it does is what it would do with all of it. And a rehearsal says so. */
class PostgresSlicesIT {
    @RegisterExtension
    static final PostgresExtension db = new PostgresExtension();

    private PostgresStore store;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aPartIsAsGoodAsTheWhole(long start) {
        store = db.store();
        await(seed(store, RandomCatalogs.of(start)));
        Random random = new Random(start);
        int done = 0;
        for (int step = 0; step < 20; step++) {
            if (perform(intent(RandomCatalogs.of(random.nextLong()), random))) {
                done++;
            }
        }
        assertThat(done).as("intents that are possible").isGreaterThan(4);
    }

    /** Something that another catalog says. */
    private static Intent intent(Catalog other, Random random) {
        List<Intent> intents = new ArrayList<>();
        other.products().forEach(product -> intents.add(new Intent.DefineProduct(product)));
        other.groups().forEach(group -> {
            intents.add(new Intent.DefineGroup(group));
            intents.add(new Intent.SetGroupProducts(group.id(), group.products()));
        });
        for (UserDefinition user : definitions(other).users()) {
            intents.add(new Intent.DefineUser(user));
            intents.add(new Intent.DefineUser(new UserDefinition(user.user(), Optional.empty())));
            intents.add(new Intent.SetStatus(user.user().id(), user.user().status()));
        }
        intents.add(new Intent.RemoveProduct("p" + (1 + random.nextInt(4))));
        intents.add(new Intent.RemoveGroup("g" + (1 + random.nextInt(3))));
        intents.add(new Intent.RemoveUser("u" + (1 + random.nextInt(4))));
        intents.add(new Intent.Apply(definitions(other), random.nextInt(4) == 0));
        intents.add(new Intent.Apply(new Definitions(List.of(), other.groups(), List.of()), false));
        return intents.get(random.nextInt(intents.size()));
    }

    /** False if it is refused, by the rehearsal, the commit and the whole alike. */
    private boolean perform(Intent intent) {
        Catalog before = await(store.catalog());
        Map<UserOnBroker, Desired> desiredBefore = desired();
        Edit edit = Edit.of(intent);
        Function<Catalog, Optional<Catalog>> whole = catalog -> {
            try {
                return Optional.of(edit.change().apply(catalog));
            } catch (RuntimeException e) {
                return Optional.empty();
            }
        };
        boolean gone = edit.removes().isPresent() && !edit.isThere().test(before);
        Optional<Catalog> after = gone ? Optional.of(before) : whole.apply(before);
        Optional<Rehearsal> rehearsal = succeeded(() -> store.rehearse(intent));
        assertThat(desired()).as("after the rehearsal").isEqualTo(desiredBefore);
        Optional<Committed> committed = succeeded(() -> store.commit(intent, OPS, Optional.empty()));
        assertThat(rehearsal.isPresent()).isEqualTo(committed.isPresent());
        if (committed.isEmpty()) {
            assertThat(gone || after.isEmpty()).isTrue();
            assertThat(await(store.catalog())).isEqualTo(before);
            return false;
        }
        assertSame(await(store.catalog()), after.orElseThrow());
        assertTouched(
                before,
                after.orElseThrow(),
                committed.get().change(),
                gone ? Map.of() : desiredBefore,
                rehearsal.orElseThrow());
        assertThat(rehearsal.orElseThrow().created()).isEqualTo(committed.get().created());
        return true;
    }

    private void assertTouched(
            Catalog before,
            Catalog after,
            Change change,
            Map<UserOnBroker, Desired> desiredBefore,
            Rehearsal rehearsal) {
        Set<UserOnBroker> expected =
                new HashSet<>(CatalogDiff.between(before, after, Instant.now()).touched());
        Map<UserOnBroker, Desired> now = desired();
        Set<UserOnBroker> advanced = now.keySet().stream()
                .filter(target -> desiredBefore.containsKey(target)
                        && now.get(target).epoch() > desiredBefore.get(target).epoch())
                .collect(Collectors.toSet());
        assertThat(advanced).isEqualTo(expected);
        assertThat(change.targets()).extracting(Change.Target::target).containsAll(expected);
        assertThat(rehearsal.targets().stream().map(delta -> delta.after().target()))
                .containsExactlyInAnyOrderElementsOf(expected);
        for (Rehearsal.Delta delta : rehearsal.targets()) {
            UserOnBroker target = delta.after().target();
            assertThat(delta.before()).isEqualTo(desiredBefore.get(target));
            assertThat(delta.after()).isEqualTo(now.get(target));
        }
    }

    private Map<UserOnBroker, Desired> desired() {
        List<Future<Desired>> all =
                RandomCatalogs.universe().stream().map(store::desired).toList();
        await(Future.all(all));
        return all.stream().map(Future::result).collect(Collectors.toMap(Desired::target, Function.identity()));
    }

    private static void assertSame(Catalog stored, Catalog expected) {
        assertThat(stored.groups()).containsExactlyInAnyOrderElementsOf(expected.groups());
        assertThat(stored.users()).containsExactlyInAnyOrderElementsOf(expected.users());
        assertThat(stored.products())
                .extracting(product -> product.id() + new HashSet<>(product.filters()))
                .containsExactlyInAnyOrderElementsOf(expected.products().stream()
                        .map(product -> product.id() + new HashSet<>(product.filters()))
                        .toList());
    }

    private static <T> Optional<T> succeeded(java.util.function.Supplier<Future<T>> action) {
        try {
            return Optional.of(await(action.get()));
        } catch (dev.usher.entitlements.core.port.EntitlementStore.StoreUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            assertThat(e.getClass().getEnclosingClass())
                    .as("%s", e)
                    .isEqualTo(dev.usher.entitlements.core.port.EntitlementStore.class);
            return Optional.empty();
        }
    }
}
