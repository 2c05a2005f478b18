package dev.usher.entitlements.core;

import java.util.List;

/**
 * Products, groups and users as somebody wants them to be; they may refer to what is stored already.
 *
 * @param products each at most once
 * @param groups each at most once
 * @param users each at most once
 */
public record Definitions(List<Product> products, List<Group> groups, List<UserDefinition> users) {
    public Definitions {
        products = List.copyOf(products);
        groups = List.copyOf(groups);
        users = List.copyOf(users);
    }
}
