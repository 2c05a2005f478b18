package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.Grant;
import dev.usher.entitlements.core.Group;
import dev.usher.entitlements.core.Product;
import dev.usher.entitlements.core.User;
import dev.usher.entitlements.core.port.EntitlementStore.ConflictException;
import dev.usher.entitlements.core.port.EntitlementStore.UnknownReferenceException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A catalog that is being edited. */
final class Draft {
    /** What the database and everybody's date formats can represent. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
    private static final int NAMED = 5;

    private final Map<String, Product> products = new LinkedHashMap<>();
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final Map<String, User> users = new LinkedHashMap<>();

    static Draft of(Catalog catalog) {
        Draft draft = new Draft();
        catalog.products().forEach(draft::put);
        catalog.groups().forEach(draft::put);
        catalog.users().forEach(draft::put);
        return draft;
    }

    Optional<Group> group(String id) {
        return Optional.ofNullable(groups.get(id));
    }

    Optional<User> user(String id) {
        return Optional.ofNullable(users.get(id));
    }

    void put(Product product) {
        products.put(product.id(), product);
    }

    void put(Group group) {
        groups.put(
                group.id(),
                new Group(group.id(), storable("group " + group.id(), group.grants()), group.mode(), group.tier()));
    }

    void put(User user) {
        users.put(
                user.id(),
                new User(
                        user.id(),
                        user.groups(),
                        storable("user " + user.id(), user.grants()),
                        user.status(),
                        user.profileGroup(),
                        user.clientUsernames()));
    }

    /** Fails with {@link ConflictException} while somebody is granted it. */
    void removeProduct(String id) {
        SortedSet<String> holders = new TreeSet<>();
        groups.values().stream()
                .filter(group -> group.products().contains(id))
                .forEach(group -> holders.add("group " + group.id()));
        users.values().stream()
                .filter(user -> user.products().contains(id))
                .forEach(user -> holders.add("user " + user.id()));
        if (!holders.isEmpty()) {
            throw new ConflictException(
                    "product " + id + " is still granted to " + some(holders) + "; take it from them first");
        }
        products.remove(id);
    }

    /** Fails with {@link ConflictException} while it has members. */
    void removeGroup(String id) {
        List<String> members = users.values().stream()
                .filter(user -> user.groups().contains(id))
                .map(User::id)
                .sorted()
                .toList();
        if (!members.isEmpty()) {
            throw new ConflictException(
                    "group " + id + " still has members: user " + some(members) + "; take them out of the group first");
        }
        groups.remove(id);
    }

    void removeUser(String id) {
        users.remove(id);
    }

    /**
     * Fails with {@link UnknownReferenceException} if something is named that is not there, and with {@link ConflictException} if
     * two users want the same client username.
     */
    Catalog finished() {
        SortedSet<String> unknownProducts = new TreeSet<>();
        SortedSet<String> unknownGroups = new TreeSet<>();
        groups.values().forEach(group -> unknownProducts.addAll(group.products()));
        for (User user : users.values()) {
            unknownProducts.addAll(user.products());
            unknownGroups.addAll(user.groups());
        }
        unknownProducts.removeAll(products.keySet());
        unknownGroups.removeAll(groups.keySet());
        requireNone("product", unknownProducts);
        requireNone("group", unknownGroups);
        requireOwnUsernames();
        return new Catalog(List.copyOf(products.values()), List.copyOf(groups.values()), List.copyOf(users.values()));
    }

    private static void requireNone(String kind, SortedSet<String> unknown) {
        if (!unknown.isEmpty()) {
            boolean one = unknown.size() == 1;
            throw new UnknownReferenceException(
                    kind + (one ? " " : "s ") + some(unknown) + (one ? " does not exist" : " do not exist"));
        }
    }

    private void requireOwnUsernames() {
        Map<List<String>, String> owners = new HashMap<>();
        new TreeMap<>(users)
                .forEach((id, user) -> user.clientUsernames().forEach((broker, username) -> {
                    String other = owners.putIfAbsent(List.of(broker, username), id);
                    if (other != null) {
                        throw new ConflictException("client username " + username + " on broker " + broker
                                + " is wanted for user " + other + " and for user " + id
                                + "; give each user a username of their own");
                    }
                }));
    }

    /** To the precision that the database keeps, so that what was stored compares equal to what was asked for. */
    private static List<Grant> storable(String holder, Collection<Grant> grants) {
        return grants.stream()
                .map(grant -> grant.validFrom().isEmpty() && grant.validUntil().isEmpty()
                        ? grant
                        : new Grant(
                                grant.product(),
                                grant.validFrom().map(at -> storable(holder, at)),
                                grant.validUntil().map(at -> storable(holder, at))))
                .toList();
    }

    private static Instant storable(String holder, Instant instant) {
        if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
            throw new IllegalArgumentException(
                    holder + ": " + instant + " is not between " + EARLIEST + " and " + LATEST);
        }
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    /** The first few, and how many more there are. */
    private static String some(Collection<String> names) {
        String first = String.join(", ", names.stream().limit(NAMED).toList());
        return names.size() <= NAMED ? first : first + " and " + (names.size() - NAMED) + " more";
    }
}
