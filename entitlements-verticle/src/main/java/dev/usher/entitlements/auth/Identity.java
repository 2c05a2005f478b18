package dev.usher.entitlements.auth;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Who a caller is, proven, and what they may be.
 *
 * @param name for the ledger and the log
 * @param roles in the order of {@link Role}; without any, no operation is open to the caller
 */
public record Identity(String name, Set<Role> roles) {
    /** Checks that there is a name. */
    public Identity {
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("a caller has a name");
        }
        EnumSet<Role> ordered = EnumSet.noneOf(Role.class);
        ordered.addAll(roles);
        roles = Collections.unmodifiableSet(ordered);
    }

    /** Whether the caller has one of these roles. */
    public boolean hasAnyOf(Collection<Role> sufficient) {
        return !Collections.disjoint(roles, sufficient);
    }
}
