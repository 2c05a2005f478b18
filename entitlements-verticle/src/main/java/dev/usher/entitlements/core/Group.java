package dev.usher.entitlements.core;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Users who hold the same products. As a user's profile group it also says what their ACL profile and tier are.
 *
 * @param id the group's name
 * @param grants the products it gives, by product; may be empty
 * @param mode who makes the subscriptions
 * @param tier the client profile of its users; empty to leave it as it is. It has to exist on the broker
 */
public record Group(String id, List<Grant> grants, FenceMode mode, Optional<String> tier) {
    private static final int LONGEST_CLIENT_PROFILE = 32;

    public Group {
        Ids.check("group", id);
        grants = Grants.checked("group " + id, grants);
        tier.filter(name -> name.isBlank() || name.length() > LONGEST_CLIENT_PROFILE)
                .ifPresent(name -> {
                    throw new IllegalArgumentException("group " + id + ": tier " + name
                            + " is not the name of a client profile; give 1 to " + LONGEST_CLIENT_PROFILE
                            + " characters");
                });
    }

    /** A managed group that gives products for all time. */
    public Group(String id, Collection<String> products) {
        this(id, Grants.ofProducts(products), FenceMode.MANAGED, Optional.empty());
    }

    /** Names of the products it gives, valid now or not. */
    public SortedSet<String> products() {
        return Grants.products(grants);
    }
}
