package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.Group;
import dev.usher.entitlements.core.Product;
import dev.usher.entitlements.core.User;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.entitlements.core.UserStatus;
import dev.usher.topics.TopicFilter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The step from what is stored to a catalog, and whom it touches.
 *
 * @param definedProducts new products, and known ones whose filters differ
 * @param products names of products that come and go
 * @param groups names of groups that come and go
 * @param newUsers users not known so far, with the status the catalog gives them
 * @param removedUsers users the catalog no longer names
 * @param groupProducts which group grants which product
 * @param memberships who is in which group
 * @param userProducts who is granted which product directly
 * @param mappings which client username is whose
 * @param touched targets that are mapped now and were not, hold other filters than before, or are mapped no more; without
 *     those whose username passed to another user, for whom that user's target stands
 */
record CatalogDiff(
        List<Product> definedProducts,
        Delta<String> products,
        Delta<String> groups,
        List<User> newUsers,
        List<String> removedUsers,
        Delta<Link> groupProducts,
        Delta<Link> memberships,
        Delta<Link> userProducts,
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
    }

    /** A group or user and the product or group it has. */
    record Link(String holder, String held) {
        private static final Comparator<Link> ORDER =
                Comparator.comparing(Link::holder).thenComparing(Link::held);
    }

    private static final Comparator<UserOnBroker> TARGET_ORDER = Comparator.comparing(UserOnBroker::broker)
            .thenComparing(UserOnBroker::clientUsername)
            .thenComparing(UserOnBroker::user);

    /** The status of a user who is there before is kept, whatever the catalog says. */
    static CatalogDiff between(Catalog before, Catalog after) {
        Map<String, Product> productsBefore = byId(before.products(), Product::id);
        Map<String, User> usersBefore = byId(before.users(), User::id);
        Map<String, User> usersAfter = byId(after.users(), User::id);
        Comparator<String> order = Comparator.naturalOrder();
        return new CatalogDiff(
                after.products().stream()
                        .filter(product -> !product.equals(productsBefore.get(product.id())))
                        .sorted(Comparator.comparing(Product::id))
                        .toList(),
                Delta.between(ids(before.products(), Product::id), ids(after.products(), Product::id), order),
                Delta.between(ids(before.groups(), Group::id), ids(after.groups(), Group::id), order),
                after.users().stream()
                        .filter(user -> !usersBefore.containsKey(user.id()))
                        .sorted(Comparator.comparing(User::id))
                        .toList(),
                usersBefore.keySet().stream()
                        .filter(user -> !usersAfter.containsKey(user))
                        .toList(),
                Delta.between(
                        links(before.groups(), Group::id, Group::products),
                        links(after.groups(), Group::id, Group::products),
                        Link.ORDER),
                Delta.between(
                        links(before.users(), User::id, User::groups),
                        links(after.users(), User::id, User::groups),
                        Link.ORDER),
                Delta.between(
                        links(before.users(), User::id, User::products),
                        links(after.users(), User::id, User::products),
                        Link.ORDER),
                Delta.between(mappings(before), mappings(after), TARGET_ORDER),
                touched(before, after, usersBefore));
    }

    private static List<UserOnBroker> touched(Catalog before, Catalog after, Map<String, User> usersBefore) {
        Set<UserOnBroker> mappedBefore = mappings(before);
        Set<UserOnBroker> mappedAfter = mappings(after);
        Set<List<String>> usernamesAfter = mappedAfter.stream()
                .map(target -> List.of(target.broker(), target.clientUsername()))
                .collect(Collectors.toSet());
        Map<String, Set<TopicFilter>> heldBefore = held(before, usersBefore);
        Map<String, Set<TopicFilter>> heldAfter = held(after, usersBefore);
        List<UserOnBroker> touched = new ArrayList<>();
        for (UserOnBroker target : mappedAfter) {
            boolean introduced = !mappedBefore.contains(target);
            if (introduced || !Objects.equals(heldBefore.get(target.user()), heldAfter.get(target.user()))) {
                touched.add(target);
            }
        }
        for (UserOnBroker target : mappedBefore) {
            if (!mappedAfter.contains(target)
                    && !usernamesAfter.contains(List.of(target.broker(), target.clientUsername()))) {
                touched.add(target);
            }
        }
        touched.sort(TARGET_ORDER);
        return List.copyOf(touched);
    }

    /** Each user's filters: the union over groups and direct grants, nothing for who is suspended. */
    static Map<String, Set<TopicFilter>> held(Catalog catalog, Map<String, User> known) {
        Map<String, Product> products = byId(catalog.products(), Product::id);
        Map<String, Group> groups = byId(catalog.groups(), Group::id);
        Map<String, Set<TopicFilter>> held = new TreeMap<>();
        for (User user : catalog.users()) {
            Set<TopicFilter> filters = new HashSet<>();
            User stored = known.getOrDefault(user.id(), user);
            if (stored.status() == UserStatus.ACTIVE) {
                user.products()
                        .forEach(product -> filters.addAll(products.get(product).filters()));
                user.groups().stream()
                        .flatMap(group -> groups.get(group).products().stream())
                        .forEach(product -> filters.addAll(products.get(product).filters()));
            }
            held.put(user.id(), filters);
        }
        return held;
    }

    private static Set<UserOnBroker> mappings(Catalog catalog) {
        Set<UserOnBroker> mappings = new LinkedHashSet<>();
        catalog.users()
                .forEach(user -> user.clientUsernames()
                        .forEach((broker, username) -> mappings.add(new UserOnBroker(user.id(), broker, username))));
        return mappings;
    }

    private static <T> Set<Link> links(
            List<T> holders, Function<T, String> id, Function<T, ? extends Set<String>> held) {
        return holders.stream()
                .flatMap(holder -> held.apply(holder).stream().map(one -> new Link(id.apply(holder), one)))
                .collect(Collectors.toSet());
    }

    private static <T> Set<String> ids(List<T> all, Function<T, String> id) {
        return all.stream().map(id).collect(Collectors.toSet());
    }

    private static <T> Map<String, T> byId(List<T> all, Function<T, String> id) {
        Map<String, T> byId = new TreeMap<>();
        all.forEach(one -> byId.put(id.apply(one), one));
        return byId;
    }
}
