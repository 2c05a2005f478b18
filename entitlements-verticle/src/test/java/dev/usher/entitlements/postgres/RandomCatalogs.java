package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.FenceMode;
import dev.usher.entitlements.core.Grant;
import dev.usher.entitlements.core.Group;
import dev.usher.entitlements.core.Product;
import dev.usher.entitlements.core.ProfileGroup;
import dev.usher.entitlements.core.ProfileSpec;
import dev.usher.entitlements.core.User;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.entitlements.core.UserStatus;
import dev.usher.topics.TopicFilter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Catalogs from a small stock of names, so that two of them have a lot in common; and plain answers about them. */
final class RandomCatalogs {
    private static final List<String> FILTERS =
            List.of("US/NASDAQ/>", "US/NYSE/>", "US/NASDAQ/AAPL", "DE/*/SAP", "DE/>");
    private static final List<String> PRODUCTS = List.of("p1", "p2", "p3", "p4");
    private static final List<String> GROUPS = List.of("g1", "g2", "g3");
    private static final List<String> USERS = List.of("u1", "u2", "u3", "u4");
    private static final List<String> BROKERS = List.of("north", "south");

    private static final Instant LONG_AGO = Instant.parse("2001-01-01T00:00:00Z");
    private static final Instant AGO = Instant.parse("2002-01-01T00:00:00Z");
    private static final Instant AHEAD = Instant.parse("2200-01-01T00:00:00Z");

    private RandomCatalogs() {}

    static Catalog of(long seed) {
        Random random = new Random(seed);
        List<String> products = some(PRODUCTS, random);
        List<String> groups = some(GROUPS, random);
        List<Product> productList = products.stream()
                .map(id -> {
                    List<String> filters = some(FILTERS, random);
                    return new Product(
                            id,
                            (filters.isEmpty() ? FILTERS.subList(0, 1) : filters)
                                    .stream().map(TopicFilter::parse).toList());
                })
                .toList();
        List<Group> groupList = groups.stream()
                .map(id -> new Group(
                        id,
                        grants(some(products, random), random),
                        random.nextInt(3) == 0 ? FenceMode.SELF_SERVICE : FenceMode.MANAGED,
                        random.nextInt(3) == 0 ? Optional.of("gold") : Optional.empty()))
                .toList();
        Map<String, List<String>> usernames = new HashMap<>();
        for (String broker : BROKERS) {
            List<String> shuffled = new ArrayList<>(List.of("n1", "n2", "n3", "n4", "n5"));
            Collections.shuffle(shuffled, random);
            usernames.put(broker, shuffled);
        }
        List<User> userList = some(USERS, random).stream()
                .map(id -> {
                    Map<String, String> mapping = new TreeMap<>();
                    some(BROKERS, random)
                            .forEach(broker ->
                                    mapping.put(broker, usernames.get(broker).remove(0)));
                    List<String> memberOf = some(groups, random);
                    return new User(
                            id,
                            new TreeSet<>(memberOf),
                            grants(some(products, random), random),
                            random.nextInt(4) == 0 ? UserStatus.SUSPENDED : UserStatus.ACTIVE,
                            memberOf.isEmpty() || random.nextBoolean()
                                    ? Optional.empty()
                                    : Optional.of(memberOf.get(0)),
                            mapping);
                })
                .toList();
        return new Catalog(productList, groupList, userList);
    }

    /** For all time, over, running, or yet to come; by years, so that no test takes part in it. */
    private static List<Grant> grants(List<String> products, Random random) {
        return products.stream()
                .map(product -> switch (random.nextInt(6)) {
                    case 0 -> new Grant(product, Optional.of(LONG_AGO), Optional.of(AGO));
                    case 1 -> new Grant(product, Optional.of(AGO), Optional.of(AHEAD));
                    case 2 -> new Grant(product, Optional.of(AHEAD), Optional.empty());
                    default -> Grant.of(product);
                })
                .toList();
    }

    private static List<String> some(List<String> all, Random random) {
        return all.stream().filter(one -> random.nextInt(3) > 0).toList();
    }

    /** Filter to products for each user of the catalog, by its simplest reading: is there any way to this filter? */
    static Map<TopicFilter, SortedSet<String>> rights(Catalog catalog, String user, UserStatus status) {
        Map<TopicFilter, SortedSet<String>> rights = new HashMap<>();
        User found = catalog.users().stream()
                .filter(u -> u.id().equals(user))
                .findFirst()
                .orElseThrow();
        if (status == UserStatus.SUSPENDED) {
            return rights;
        }
        for (Product product : catalog.products()) {
            boolean viaGroup = catalog.groups().stream()
                    .anyMatch(g -> found.groups().contains(g.id()) && counts(g.grants(), product.id()));
            if (viaGroup || counts(found.grants(), product.id())) {
                product.filters()
                        .forEach(f -> rights.computeIfAbsent(f, none -> new TreeSet<>())
                                .add(product.id()));
            }
        }
        return rights;
    }

    private static boolean counts(List<Grant> grants, String product) {
        return grants.stream()
                .anyMatch(g -> g.product().equals(product)
                        && (g.validFrom().isEmpty() || g.validFrom().get().isBefore(Instant.now()))
                        && (g.validUntil().isEmpty() || g.validUntil().get().isAfter(Instant.now())));
    }

    /** The profile group of a user of the catalog as it is now. */
    static Optional<ProfileGroup> profile(Catalog catalog, String user) {
        return catalog.users().stream()
                .filter(u -> u.id().equals(user))
                .findFirst()
                .flatMap(User::profileGroup)
                .map(name -> {
                    Group group = catalog.groups().stream()
                            .filter(g -> g.id().equals(name))
                            .findFirst()
                            .orElseThrow();
                    Set<TopicFilter> filters = new HashSet<>();
                    catalog.products().stream()
                            .filter(product -> counts(group.grants(), product.id()))
                            .forEach(product -> filters.addAll(product.filters()));
                    return new ProfileGroup(name, group.mode(), filters, group.tier());
                });
    }

    /** What of it can be seen on a broker. */
    static Object shape(Catalog catalog, String user) {
        return profile(catalog, user)
                .map(p -> List.of(ProfileSpec.of(p), p.mode(), p.tier()))
                .orElseGet(List::of);
    }

    static Set<UserOnBroker> mappings(Catalog catalog) {
        Set<UserOnBroker> mappings = new HashSet<>();
        catalog.users()
                .forEach(u ->
                        u.clientUsernames().forEach((b, name) -> mappings.add(new UserOnBroker(u.id(), b, name))));
        return mappings;
    }

    /** Every target there could be. */
    static List<UserOnBroker> universe() {
        List<UserOnBroker> all = new ArrayList<>();
        USERS.forEach(u -> BROKERS.forEach(b ->
                IntStream.rangeClosed(1, 5).forEach(n -> all.add(new UserOnBroker(u, b, "n" + n)))));
        return all;
    }
}
