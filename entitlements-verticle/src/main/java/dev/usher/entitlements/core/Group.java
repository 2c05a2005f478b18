package dev.usher.entitlements.core;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Users who hold the same products.
 *
 * @param id the group's name
 * @param products names of the products it grants; may be empty
 */
public record Group(String id, SortedSet<String> products) {
    public Group {
        Ids.check("group", id);
        products = new TreeSet<>(products);
    }
}
