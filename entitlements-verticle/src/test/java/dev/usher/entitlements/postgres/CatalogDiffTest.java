package dev.usher.entitlements.postgres;

import static dev.usher.entitlements.postgres.Samples.ALICE;
import static dev.usher.entitlements.postgres.Samples.BOB;
import static dev.usher.entitlements.postgres.Samples.catalog;
import static dev.usher.entitlements.postgres.Samples.group;
import static dev.usher.entitlements.postgres.Samples.product;
import static dev.usher.entitlements.postgres.Samples.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.FenceMode;
import dev.usher.entitlements.core.Grant;
import dev.usher.entitlements.core.Group;
import dev.usher.entitlements.core.Intent;
import dev.usher.entitlements.core.User;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.entitlements.core.UserStatus;
import dev.usher.topics.TopicFilter;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CatalogDiffTest {
    private static final Catalog EMPTY = new Catalog(List.of(), List.of(), List.of());

    /** As the catalog of the configuration makes it: a status is kept. */
    private static CatalogDiff diff(Catalog before, Catalog after) {
        Catalog kept =
                Edit.of(new Intent.Seed(Writes.definitions(after))).change().apply(before);
        return CatalogDiff.between(before, kept, Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Test
    void nothingIsTouchedByTheSameCatalog() {
        CatalogDiff diff = diff(catalog(), catalog());

        assertThat(diff.touched()).isEmpty();
        assertThat(diff.isEmpty()).isTrue();
    }

    @Test
    void theWayToARightDoesNotMatter() {
        Catalog direct = new Catalog(
                List.of(product("nasdaq-l1", "US/NASDAQ/>"), product("nyse-l1", "US/NYSE/>")),
                List.of(),
                List.of(user("alice", List.of(), "nasdaq-l1"), user("bob", List.of(), "nyse-l1")));

        assertThat(diff(catalog(), direct).touched()).isEmpty();
    }

    @Test
    void aRightThatIsStillHeldThroughAnotherGroupIsNoChange() {
        Catalog two = new Catalog(
                catalog().products(),
                List.of(group("us-desk", "nasdaq-l1"), group("second", "nasdaq-l1")),
                List.of(user("alice", List.of("us-desk", "second"))));
        Catalog one = new Catalog(
                catalog().products(),
                List.of(group("us-desk"), group("second", "nasdaq-l1")),
                List.of(user("alice", List.of("us-desk", "second"))));

        assertThat(diff(two, one).touched()).isEmpty();
    }

    @Test
    void aProductsNewFilterTouchesItsHolders() {
        Catalog wider = new Catalog(
                List.of(product("nasdaq-l1", "US/NASDAQ/>", "US/BX/>"), product("nyse-l1", "US/NYSE/>")),
                catalog().groups(),
                catalog().users());

        assertThat(diff(catalog(), wider).touched()).containsExactly(ALICE);
    }

    @Test
    void removedUsersAreTouchedAndNewOnesToo() {
        assertThat(diff(catalog(), EMPTY).touched()).containsExactly(ALICE, BOB);
        assertThat(diff(EMPTY, catalog()).touched()).containsExactly(ALICE, BOB);
    }

    @Test
    void aSwapOfUsernamesTouchesTheNewPairsOnly() {
        Catalog swapped = new Catalog(
                catalog().products(),
                catalog().groups(),
                List.of(
                        user("alice", UserStatus.ACTIVE, List.of("us-desk"), List.of(), Map.of("local", "bob")),
                        user("bob", UserStatus.ACTIVE, List.of(), List.of("nyse-l1"), Map.of("local", "alice"))));

        assertThat(diff(catalog(), swapped).touched())
                .containsExactly(new UserOnBroker("bob", "local", "alice"), new UserOnBroker("alice", "local", "bob"));
    }

    @Test
    void aStatusInTheCatalogCountsForNewUsersOnly() {
        Catalog suspended = new Catalog(
                catalog().products(),
                catalog().groups(),
                List.of(
                        user("alice", UserStatus.SUSPENDED, List.of("us-desk"), List.of(), Map.of("local", "alice")),
                        user("bob", List.of(), "nyse-l1")));

        assertThat(diff(catalog(), suspended).touched()).isEmpty();
        assertThat(diff(EMPTY, suspended).definedUsers())
                .extracting(User::status)
                .containsExactly(UserStatus.SUSPENDED, UserStatus.ACTIVE);
    }

    @Property(tries = 300)
    void touchedIsWhoeverIsMappedAnewOrHasOtherFiltersOrAnotherProfileOrIsMappedNoMore(
            @ForAll long seed, @ForAll long other) {
        Catalog before = RandomCatalogs.of(seed);
        Catalog after = RandomCatalogs.of(other);
        Map<String, UserStatus> statuses = new HashMap<>();
        after.users().forEach(u -> statuses.put(u.id(), u.status()));
        before.users().forEach(u -> statuses.put(u.id(), u.status()));
        Set<UserOnBroker> was = RandomCatalogs.mappings(before);
        Set<UserOnBroker> is = RandomCatalogs.mappings(after);
        Set<UserOnBroker> expected = new HashSet<>();
        for (UserOnBroker target : RandomCatalogs.universe()) {
            boolean inherited = is.stream()
                    .anyMatch(t -> t.broker().equals(target.broker())
                            && t.clientUsername().equals(target.clientUsername()));
            boolean retired = was.contains(target) && !is.contains(target) && !inherited;
            boolean introduced = is.contains(target) && !was.contains(target);
            boolean differs = is.contains(target)
                    && was.contains(target)
                    && !(filters(before, target, statuses).equals(filters(after, target, statuses))
                            && RandomCatalogs.shape(before, target.user())
                                    .equals(RandomCatalogs.shape(after, target.user())));
            if (retired || introduced || differs) {
                expected.add(target);
            }
        }

        assertThat(diff(before, after).touched()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void whatAManagedProfileGroupGivesDoesNotShowButItsModeAndTierDo() {
        Catalog managed = withProfile(FenceMode.MANAGED, Optional.empty(), "nasdaq-l1");

        // bob holds NYSE anyway, by himself
        assertThat(diff(managed, withProfile(FenceMode.MANAGED, Optional.empty(), "nasdaq-l1", "nyse-l1"))
                        .touched())
                .isEmpty();
        assertThat(diff(managed, withProfile(FenceMode.MANAGED, Optional.of("gold"), "nasdaq-l1"))
                        .touched())
                .containsExactly(BOB);
        Catalog open = withProfile(FenceMode.SELF_SERVICE, Optional.empty(), "nasdaq-l1");
        assertThat(diff(managed, open).touched()).containsExactly(BOB);
        assertThat(diff(open, withProfile(FenceMode.SELF_SERVICE, Optional.empty(), "nasdaq-l1", "nyse-l1"))
                        .touched())
                .containsExactly(BOB);
    }

    /** Bob has both products for himself and the desk for his profile. */
    private static Catalog withProfile(FenceMode mode, Optional<String> tier, String... products) {
        return new Catalog(
                catalog().products(),
                List.of(new Group("us-desk", group("us-desk", products).grants(), mode, tier)),
                List.of(new User(
                        "bob",
                        new TreeSet<>(Set.of("us-desk")),
                        user("bob", List.of(), "nasdaq-l1", "nyse-l1").grants(),
                        UserStatus.ACTIVE,
                        Optional.of("us-desk"),
                        Map.of("local", "bob"))));
    }

    @Test
    void anotherSpanTouchesWhoeverHoldsOtherFiltersNow() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        Catalog always = catalog();
        Catalog until = withBob(Optional.of(now.plusSeconds(1)));
        Catalog over = withBob(Optional.of(now));

        assertThat(CatalogDiff.between(always, until, now).touched()).isEmpty();
        assertThat(CatalogDiff.between(always, until, now).userGrants().added()).hasSize(1);
        assertThat(CatalogDiff.between(always, over, now).touched()).containsExactly(BOB);
        assertThat(Touched.between(until, now, until, now.plusSeconds(1))).containsExactly(BOB);
        assertThat(Touched.between(until, now, until, now.plusMillis(999))).isEmpty();
    }

    private static Catalog withBob(Optional<Instant> until) {
        return new Catalog(
                catalog().products(),
                catalog().groups(),
                List.of(
                        user("alice", List.of("us-desk")),
                        new User(
                                "bob",
                                new TreeSet<>(),
                                List.of(new Grant("nyse-l1", Optional.empty(), until)),
                                UserStatus.ACTIVE,
                                Optional.empty(),
                                Map.of("local", "bob"))));
    }

    private static Set<TopicFilter> filters(Catalog catalog, UserOnBroker target, Map<String, UserStatus> statuses) {
        return RandomCatalogs.rights(catalog, target.user(), statuses.get(target.user()))
                .keySet();
    }
}
