package dev.usher.entitlements.core;

import dev.usher.topics.TopicFilter;
import dev.usher.topics.TopicFilterSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a user may see now: the union over groups and direct grants, each filter with the products it comes from.
 *
 * <p>A value like a record, with an index that is made when first asked.
 */
public final class Rights {
    /** Nothing at all: a suspended or unknown user. */
    public static final Rights NONE = new Rights(Map.of());

    private final Map<TopicFilter, SortedSet<String>> filters;
    private TopicFilterSet index;

    /** @param filters filter to the names of the products that give it */
    public Rights(Map<TopicFilter, SortedSet<String>> filters) {
        Map<TopicFilter, SortedSet<String>> copy = new LinkedHashMap<>();
        filters.forEach(
                (filter, products) -> copy.put(filter, Collections.unmodifiableSortedSet(new TreeSet<>(products))));
        this.filters = Collections.unmodifiableMap(copy);
    }

    /** Filter to the names of the products that give it. */
    public Map<TopicFilter, SortedSet<String>> filters() {
        return filters;
    }

    /** True if everything {@code wanted} matches is also matched by one granted filter. */
    public boolean cover(TopicFilter wanted) {
        return index().covers(wanted);
    }

    /** The granted filters. */
    public Set<TopicFilter> all() {
        return filters.keySet();
    }

    /** The products of every granted filter that covers all of this one; empty if none does. */
    public SortedSet<String> productsOf(TopicFilter filter) {
        SortedSet<String> products = new TreeSet<>();
        index().covering(filter).forEach(granted -> products.addAll(filters.get(granted)));
        return products;
    }

    TopicFilterSet index() {
        if (index == null) {
            index = new TopicFilterSet(filters.keySet());
        }
        return index;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rights that && filters.equals(that.filters);
    }

    @Override
    public int hashCode() {
        return filters.hashCode();
    }

    @Override
    public String toString() {
        return "Rights" + filters;
    }
}
