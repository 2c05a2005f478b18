package dev.usher.entitlements.core;

import dev.usher.topics.TopicFilter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a user may see now: the union over groups and direct grants, each filter with the products it comes from.
 *
 * @param filters filter to the names of the products that give it
 */
public record Rights(Map<TopicFilter, SortedSet<String>> filters) {
    /** Nothing at all: a suspended or unknown user. */
    public static final Rights NONE = new Rights(Map.of());

    public Rights {
        Map<TopicFilter, SortedSet<String>> copy = new LinkedHashMap<>();
        filters.forEach(
                (filter, products) -> copy.put(filter, Collections.unmodifiableSortedSet(new TreeSet<>(products))));
        filters = Collections.unmodifiableMap(copy);
    }

    /** True if everything {@code wanted} matches is also matched by one granted filter. */
    public boolean cover(TopicFilter wanted) {
        return wanted.coveredByAny(filters.keySet());
    }

    /** The granted filters. */
    public Set<TopicFilter> all() {
        return filters.keySet();
    }
}
