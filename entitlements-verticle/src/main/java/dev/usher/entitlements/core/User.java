package dev.usher.entitlements.core;

import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A person. Mapped to exactly one client username on each broker.
 *
 * @param id the user's name
 * @param groups the groups the user is a member of
 * @param products products granted to the user directly
 * @param status a suspended user holds nothing, whatever the grants say
 * @param clientUsernames broker name to client username
 */
public record User(
        String id,
        SortedSet<String> groups,
        SortedSet<String> products,
        UserStatus status,
        Map<String, String> clientUsernames) {
    public User {
        Ids.check("user", id);
        groups = new TreeSet<>(groups);
        products = new TreeSet<>(products);
        clientUsernames = Map.copyOf(new TreeMap<>(clientUsernames));
    }
}
