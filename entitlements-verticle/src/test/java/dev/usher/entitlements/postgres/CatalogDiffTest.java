package dev.usher.entitlements.postgres;

import static dev.usher.entitlements.postgres.Samples.ALICE;
import static dev.usher.entitlements.postgres.Samples.BOB;
import static dev.usher.entitlements.postgres.Samples.catalog;
import static dev.usher.entitlements.postgres.Samples.group;
import static dev.usher.entitlements.postgres.Samples.product;
import static dev.usher.entitlements.postgres.Samples.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.User;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.entitlements.core.UserStatus;
import dev.usher.topics.TopicFilter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CatalogDiffTest {
    private static final Catalog EMPTY = new Catalog(List.of(), List.of(), List.of());

    @Test
    void nothingIsTouchedByTheSameCatalog() {
        CatalogDiff diff = CatalogDiff.between(catalog(), catalog());

        assertThat(diff.touched()).isEmpty();
        assertThat(diff.definedProducts()).isEmpty();
        assertThat(diff.newUsers()).isEmpty();
    }

    @Test
    void theWayToARightDoesNotMatter() {
        Catalog direct = new Catalog(
                List.of(product("nasdaq-l1", "US/NASDAQ/>"), product("nyse-l1", "US/NYSE/>")),
                List.of(),
                List.of(user("alice", List.of(), "nasdaq-l1"), user("bob", List.of(), "nyse-l1")));

        assertThat(CatalogDiff.between(catalog(), direct).touched()).isEmpty();
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

        assertThat(CatalogDiff.between(two, one).touched()).isEmpty();
    }

    @Test
    void aProductsNewFilterTouchesItsHolders() {
        Catalog wider = new Catalog(
                List.of(product("nasdaq-l1", "US/NASDAQ/>", "US/BX/>"), product("nyse-l1", "US/NYSE/>")),
                catalog().groups(),
                catalog().users());

        assertThat(CatalogDiff.between(catalog(), wider).touched()).containsExactly(ALICE);
    }

    @Test
    void removedUsersAreTouchedAndNewOnesToo() {
        assertThat(CatalogDiff.between(catalog(), EMPTY).touched()).containsExactly(ALICE, BOB);
        assertThat(CatalogDiff.between(EMPTY, catalog()).touched()).containsExactly(ALICE, BOB);
    }

    @Test
    void aSwapOfUsernamesTouchesTheNewPairsOnly() {
        Catalog swapped = new Catalog(
                catalog().products(),
                catalog().groups(),
                List.of(
                        user("alice", UserStatus.ACTIVE, List.of("us-desk"), List.of(), Map.of("local", "bob")),
                        user("bob", UserStatus.ACTIVE, List.of(), List.of("nyse-l1"), Map.of("local", "alice"))));

        assertThat(CatalogDiff.between(catalog(), swapped).touched())
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

        assertThat(CatalogDiff.between(catalog(), suspended).touched()).isEmpty();
        assertThat(CatalogDiff.between(EMPTY, suspended).newUsers())
                .extracting(User::status)
                .containsExactly(UserStatus.SUSPENDED, UserStatus.ACTIVE);
    }

    @Property(tries = 300)
    void touchedIsWhoeverIsMappedAnewOrHoldsOtherFiltersOrIsMappedNoMore(@ForAll long seed, @ForAll long other) {
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
                    && !filters(before, target, statuses).equals(filters(after, target, statuses));
            if (retired || introduced || differs) {
                expected.add(target);
            }
        }

        assertThat(CatalogDiff.between(before, after).touched()).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static Set<TopicFilter> filters(Catalog catalog, UserOnBroker target, Map<String, UserStatus> statuses) {
        return RandomCatalogs.rights(catalog, target.user(), statuses.get(target.user()))
                .keySet();
    }
}
