package dev.usher.entitlements.core;

import dev.usher.topics.TopicFilter;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * A named set of topic filters that somebody may be granted, for example {@code nasdaq-l1}: {@code US/NASDAQ/>}.
 *
 * @param id the product's name
 * @param filters what it gives, in canonical form, without duplicates, at least one
 */
public record Product(String id, List<TopicFilter> filters) {
    /** Checks the name and that no filter reaches into the broker's own topics. */
    public Product {
        Ids.check("product", id);
        filters = List.copyOf(new LinkedHashSet<>(filters));
        if (filters.isEmpty()) {
            throw new IllegalArgumentException("product " + id + " has no filters; give it at least one");
        }
        filters.forEach(GrantableFilters::check);
    }
}
