package dev.usher.entitlements.postgres;

import static dev.usher.entitlements.postgres.PostgresExtension.await;
import static dev.usher.entitlements.postgres.Samples.proof;
import static dev.usher.entitlements.postgres.Writes.seed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.Desired;
import dev.usher.entitlements.core.User;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.entitlements.core.UserStatus;
import dev.usher.entitlements.core.port.Directory.Entitlements;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One catalog after the other, against a plain model of what they say. */
class PostgresRightsIT {
    @RegisterExtension
    static final PostgresExtension db = new PostgresExtension();

    private final Map<String, UserStatus> statuses = new HashMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theStoreSaysWhatTheCatalogSays(long start) {
        PostgresStore store = db.store();
        Map<UserOnBroker, Desired> before = new HashMap<>();
        for (long seed = start * 100; seed < start * 100 + 8; seed++) {
            Catalog catalog = RandomCatalogs.of(seed);
            await(seed(store, catalog));
            remember(catalog);
            assertEntitlements(store, catalog);
            before = assertDesired(store, catalog, before);
            assertTargets(store, catalog, "north");
            assertTargets(store, catalog, "south");
            settleHalf(store, before, seed);
        }
    }

    /** A status is the catalog's when the user is new, and stays from then on. */
    private void remember(Catalog catalog) {
        Set<String> named = new HashSet<>();
        for (User user : catalog.users()) {
            statuses.putIfAbsent(user.id(), user.status());
            named.add(user.id());
        }
        statuses.keySet().retainAll(named);
    }

    private void assertEntitlements(PostgresStore store, Catalog catalog) {
        for (User user : catalog.users()) {
            Entitlements stored = await(store.entitlements(user.id()));
            UserStatus status = statuses.get(user.id());
            assertThat(stored.user())
                    .isEqualTo(new User(
                            user.id(),
                            user.groups(),
                            user.grants(),
                            status,
                            user.profileGroup(),
                            user.clientUsernames()));
            assertThat(stored.rights().filters()).isEqualTo(RandomCatalogs.rights(catalog, user.id(), status));
        }
    }

    private Map<UserOnBroker, Desired> assertDesired(
            PostgresStore store, Catalog catalog, Map<UserOnBroker, Desired> before) {
        Set<UserOnBroker> mapped = RandomCatalogs.mappings(catalog);
        Map<UserOnBroker, Desired> after = new HashMap<>();
        for (UserOnBroker target : RandomCatalogs.universe()) {
            Desired desired = await(store.desired(target));
            after.put(target, desired);
            if (mapped.contains(target)) {
                assertThat(desired.rights().filters())
                        .isEqualTo(RandomCatalogs.rights(catalog, target.user(), statuses.get(target.user())));
                assertThat(desired.profileGroup()).isEqualTo(RandomCatalogs.profile(catalog, target.user()));
            } else {
                assertThat(desired.profileGroup()).isEmpty();
                assertThat(desired.rights().filters()).isEmpty();
            }
            Desired former = before.get(target);
            if (former != null && !former.rights().all().equals(desired.rights().all()) && mapped.contains(target)) {
                assertThat(desired.epoch()).as("epoch of %s", target).isGreaterThan(former.epoch());
            }
            if (former != null) {
                assertThat(desired.epoch()).isGreaterThanOrEqualTo(former.epoch());
            }
        }
        return after;
    }

    /** Every mapped target, and every one that may hold something although nobody is mapped to its username. */
    private void assertTargets(PostgresStore store, Catalog catalog, String broker) {
        Set<UserOnBroker> expected = new HashSet<>();
        Set<String> usernames = new HashSet<>();
        for (UserOnBroker target : RandomCatalogs.mappings(catalog)) {
            if (target.broker().equals(broker)) {
                expected.add(target);
                usernames.add(target.clientUsername());
            }
        }
        for (UserOnBroker target : await(store.unsettled(broker))) {
            if (!usernames.contains(target.clientUsername())) {
                expected.add(target);
            }
            assertThat(expected).as("unsettled %s", target).contains(target);
        }
        assertThat(await(store.targets(broker))).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static void settleHalf(PostgresStore store, Map<UserOnBroker, Desired> desired, long seed) {
        for (Desired one : desired.values()) {
            if (one.epoch() > 0 && (one.target().hashCode() + seed) % 2 == 0) {
                await(store.recordEnforced(one.target(), one.epoch(), proof(), List.of(), false));
            }
        }
    }
}
