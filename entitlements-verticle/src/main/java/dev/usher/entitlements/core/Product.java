package dev.usher.entitlements.core;

import dev.usher.topics.TopicFilter;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * A named set of topic filters that somebody may be granted, for example {@code nasdaq-l1}: {@code US/NASDAQ/>}.
 *
 * @param id the product's name
 * @param filters what it gives, in canonical form, without duplicates, at least one
 * @param allowEverything whether one of the filters starts with a wildcard, which somebody has to have said in so many words
 */
public record Product(String id, List<TopicFilter> filters, boolean allowEverything) {
    /** Checks the name and that no filter reaches where no product may; the flag counts only where a filter needs it. */
    public Product {
        Ids.check("product", id);
        filters = List.copyOf(new LinkedHashSet<>(filters));
        if (filters.isEmpty()) {
            throw new IllegalArgumentException("product " + id + " has no filters; give it at least one");
        }
        for (TopicFilter filter : filters) {
            GrantableFilters.check(filter, allowEverything);
        }
        allowEverything = filters.stream().anyMatch(GrantableFilters::isWide);
    }

    /** One whose filters all start with a literal level. */
    public Product(String id, List<TopicFilter> filters) {
        this(id, filters, false);
    }

    /** One that was accepted before, whatever it reaches. */
    public static Product accepted(String id, List<TopicFilter> filters) {
        return new Product(id, filters, true);
    }
}
