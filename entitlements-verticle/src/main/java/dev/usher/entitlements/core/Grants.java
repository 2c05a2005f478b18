package dev.usher.entitlements.core;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the grants of users and groups have in common. */
final class Grants {
    private Grants() {}

    /** In order of the product; refused if a product is named twice. */
    static List<Grant> checked(String holder, Collection<Grant> grants) {
        Set<String> seen = new HashSet<>();
        for (Grant grant : grants) {
            if (!seen.add(grant.product())) {
                throw new IllegalArgumentException(
                        holder + " is granted product " + grant.product() + " twice; one grant is enough");
            }
        }
        return grants.stream().sorted().toList();
    }

    static List<Grant> ofProducts(Collection<String> products) {
        return new TreeSet<>(products).stream().map(Grant::of).toList();
    }

    static SortedSet<String> products(Collection<Grant> grants) {
        return grants.stream().map(Grant::product).collect(Collectors.toCollection(TreeSet::new));
    }
}
