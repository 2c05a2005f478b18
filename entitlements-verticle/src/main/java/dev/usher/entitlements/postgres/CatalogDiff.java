package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.Grant;
import dev.usher.entitlements.core.Group;
import dev.usher.entitlements.core.Product;
import dev.usher.entitlements.core.User;
import dev.usher.entitlements.core.UserOnBroker;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The step from what is stored to a catalog, and whom it touches. A grant whose span changes goes and comes.
 *
 * @param definedProducts new products, and known ones whose filters differ
 * @param products names of products that come and go
 * @param definedGroups new groups, and known ones whose mode or tier differs
 * @param groups names of groups that come and go
 * @param definedUsers new users, and known ones whose status or profile group differs
 * @param formerUsers those of {@code definedUsers} that are there before, as they are then
 * @param users names of users that come and go
 * @param groupGrants which group grants which product
 * @param memberships who is in which group
 * @param userGrants who is granted which product directly
 * @param mappings which client username is whose
 * @param touched see {@link Touched}
 */
record CatalogDiff(
        List<Product> definedProducts,
        Delta<String> products,
        List<Group> definedGroups,
        Delta<String> groups,
        List<User> definedUsers,
        Map<String, User> formerUsers,
        Delta<String> users,
        Delta<GrantLink> groupGrants,
        Delta<Membership> memberships,
        Delta<GrantLink> userGrants,
        Delta<UserOnBroker> mappings,
        List<UserOnBroker> touched) {

    /** What is there only before, and what only after; both in a fixed order. */
    record Delta<T>(List<T> removed, List<T> added) {
        static <T> Delta<T> between(Set<T> before, Set<T> after, Comparator<? super T> order) {
            return new Delta<>(without(before, after, order), without(after, before, order));
        }

        private static <T> List<T> without(Set<T> all, Set<T> some, Comparator<? super T> order) {
            return all.stream().filter(one -> !some.contains(one)).sorted(order).toList();
        }

        boolean isEmpty() {
            return removed.isEmpty() && added.isEmpty();
        }
    }

    /** A group or user and a grant it has. */
    record GrantLink(String holder, Grant grant) {
        private static final Comparator<GrantLink> ORDER =
                Comparator.comparing(GrantLink::holder).thenComparing(GrantLink::grant);

        String product() {
            return grant.product();
        }
    }

    /** A user in a group. */
    record Membership(String user, String group) {
        private static final Comparator<Membership> ORDER =
                Comparator.comparing(Membership::user).thenComparing(Membership::group);
    }

    /** @param now by which spans are judged */
    static CatalogDiff between(Catalog before, Catalog after, Instant now) {
        Map<String, Product> products = byId(before.products(), Product::id);
        Map<String, Group> groups = byId(before.groups(), Group::id);
        Map<String, User> users = byId(before.users(), User::id);
        Comparator<String> order = Comparator.naturalOrder();
        List<User> definedUsers = sorted(after.users(), User::id, user -> isNews(users.get(user.id()), user));
        return new CatalogDiff(
                sorted(after.products(), Product::id, product -> isNews(products.get(product.id()), product)),
                Delta.between(ids(before.products(), Product::id), ids(after.products(), Product::id), order),
                sorted(after.groups(), Group::id, group -> isNews(groups.get(group.id()), group)),
                Delta.between(ids(before.groups(), Group::id), ids(after.groups(), Group::id), order),
                definedUsers,
                byId(
                        definedUsers.stream()
                                .map(user -> users.get(user.id()))
                                .filter(user -> user != null)
                                .toList(),
                        User::id),
                Delta.between(ids(before.users(), User::id), ids(after.users(), User::id), order),
                Delta.between(
                        grants(before.groups(), Group::id, Group::grants),
                        grants(after.groups(), Group::id, Group::grants),
                        GrantLink.ORDER),
                Delta.between(memberships(before), memberships(after), Membership.ORDER),
                Delta.between(
                        grants(before.users(), User::id, User::grants),
                        grants(after.users(), User::id, User::grants),
                        GrantLink.ORDER),
                Delta.between(mappings(before), mappings(after), Touched.ORDER),
                Touched.between(before, now, after, now));
    }

    /** Whether nothing at all is different. */
    boolean isEmpty() {
        return definedProducts.isEmpty()
                && products.isEmpty()
                && definedGroups.isEmpty()
                && groups.isEmpty()
                && definedUsers.isEmpty()
                && users.isEmpty()
                && groupGrants.isEmpty()
                && memberships.isEmpty()
                && userGrants.isEmpty()
                && mappings.isEmpty();
    }

    private static boolean isNews(Product before, Product after) {
        return before == null
                || before.filters().size() != after.filters().size()
                || !new HashSet<>(before.filters()).containsAll(after.filters());
    }

    private static boolean isNews(Group before, Group after) {
        return before == null || before.mode() != after.mode() || !before.tier().equals(after.tier());
    }

    private static boolean isNews(User before, User after) {
        return before == null
                || before.status() != after.status()
                || !before.profileGroup().equals(after.profileGroup());
    }

    static Set<UserOnBroker> mappings(Catalog catalog) {
        Set<UserOnBroker> mappings = new LinkedHashSet<>();
        catalog.users()
                .forEach(user -> user.clientUsernames()
                        .forEach((broker, username) -> mappings.add(new UserOnBroker(user.id(), broker, username))));
        return mappings;
    }

    private static Set<Membership> memberships(Catalog catalog) {
        return catalog.users().stream()
                .flatMap(user -> user.groups().stream().map(group -> new Membership(user.id(), group)))
                .collect(Collectors.toSet());
    }

    private static <T> Set<GrantLink> grants(
            List<T> holders, Function<T, String> id, Function<T, ? extends Collection<Grant>> grants) {
        return holders.stream()
                .flatMap(holder -> grants.apply(holder).stream().map(grant -> new GrantLink(id.apply(holder), grant)))
                .collect(Collectors.toSet());
    }

    private static <T> List<T> sorted(List<T> all, Function<T, String> id, java.util.function.Predicate<T> isIncluded) {
        return all.stream().filter(isIncluded).sorted(Comparator.comparing(id)).toList();
    }

    private static <T> Set<String> ids(List<T> all, Function<T, String> id) {
        return all.stream().map(id).collect(Collectors.toSet());
    }

    static <T> Map<String, T> byId(List<T> all, Function<T, String> id) {
        Map<String, T> byId = new TreeMap<>();
        all.forEach(one -> byId.put(id.apply(one), one));
        return byId;
    }
}
