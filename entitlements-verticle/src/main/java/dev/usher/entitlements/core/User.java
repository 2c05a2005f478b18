package dev.usher.entitlements.core;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A person. Mapped to exactly one client username on each broker.
 *
 * @param id the user's name
 * @param groups the groups the user is a member of
 * @param grants products given to the user directly, by product
 * @param status a suspended user holds nothing, whatever the grants say
 * @param profileGroup the one of {@code groups} whose ACL profile and tier apply; empty for the managed profile
 * @param clientUsernames broker name to client username
 */
public record User(
        String id,
        SortedSet<String> groups,
        List<Grant> grants,
        UserStatus status,
        Optional<String> profileGroup,
        Map<String, String> clientUsernames) {
    public User {
        Ids.check("user", id);
        groups = new TreeSet<>(groups);
        grants = Grants.checked("user " + id, grants);
        clientUsernames = Map.copyOf(new TreeMap<>(clientUsernames));
        clientUsernames.forEach((broker, username) -> ClientUsernames.check(username));
        if (profileGroup.isPresent() && !groups.contains(profileGroup.get())) {
            throw new IllegalArgumentException("user " + id + ": profile group " + profileGroup.get()
                    + " is not one of the user's groups; add it to groups or leave it out");
        }
    }

    /** A user who is given products for all time, behind the managed profile. */
    public User(
            String id,
            Collection<String> groups,
            Collection<String> products,
            UserStatus status,
            Map<String, String> clientUsernames) {
        this(id, new TreeSet<>(groups), Grants.ofProducts(products), status, Optional.empty(), clientUsernames);
    }

    /** Names of the products given directly, valid now or not. */
    public SortedSet<String> products() {
        return Grants.products(grants);
    }
}
