package dev.usher.entitlements.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All products, groups and users together; every reference resolves and no client username is shared.
 */
public record Catalog(List<Product> products, List<Group> groups, List<User> users) {
    /**
     * Checks references and uniqueness.
     *
     * @throws IllegalArgumentException naming every problem
     */
    public Catalog {
        products = List.copyOf(products);
        groups = List.copyOf(groups);
        users = List.copyOf(users);
        List<String> problems = new ArrayList<>();
        Set<String> productIds =
                unique("product", products.stream().map(Product::id).toList(), problems);
        Set<String> groupIds = unique("group", groups.stream().map(Group::id).toList(), problems);
        unique("user", users.stream().map(User::id).toList(), problems);
        for (Group group : groups) {
            refer("group " + group.id(), "product", group.products(), productIds, problems);
        }
        Map<String, String> owners = new HashMap<>();
        for (User user : users) {
            refer("user " + user.id(), "product", user.products(), productIds, problems);
            refer("user " + user.id(), "group", user.groups(), groupIds, problems);
            user.clientUsernames().forEach((broker, username) -> {
                String other = owners.putIfAbsent(broker + "\u0000" + username, user.id());
                if (other != null) {
                    problems.add("client username " + username + " on broker " + broker + " is mapped to user " + other
                            + " and to user " + user.id() + "; give each user a username of their own");
                }
            });
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    private static Set<String> unique(String kind, List<String> ids, List<String> problems) {
        Set<String> seen = new HashSet<>();
        for (String id : ids) {
            if (!seen.add(id)) {
                problems.add(kind + " " + id + " is defined twice");
            }
        }
        return seen;
    }

    private static void refer(
            String from, String kind, Iterable<String> references, Set<String> known, List<String> problems) {
        for (String reference : references) {
            if (!known.contains(reference)) {
                problems.add(from + " refers to " + kind + " " + reference + ", which is not defined");
            }
        }
    }
}
