package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Definitions;
import dev.usher.entitlements.core.Grant;
import dev.usher.entitlements.core.Group;
import dev.usher.entitlements.core.Product;
import dev.usher.entitlements.core.User;
import dev.usher.entitlements.core.UserDefinition;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The part of the catalog that an intent concerns, so that defining one user does not read all of them.
 *
 * @param everything whether it is the whole catalog, whatever the other parts say
 * @param products may change, so everybody who holds them is concerned
 * @param groups may change, so all members are concerned
 * @param users may change
 * @param usernames wanted by {@code users}, so whoever has them is concerned
 * @param mentionedProducts have to be there
 * @param mentionedGroups have to be there
 */
record Scope(
        boolean everything,
        Set<String> products,
        Set<String> groups,
        Set<String> users,
        Set<Username> usernames,
        Set<String> mentionedProducts,
        Set<String> mentionedGroups) {
    static final Scope EVERYTHING = new Scope(true, Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of());

    /** A client username on a broker. */
    record Username(String broker, String clientUsername) {}

    static Scope of(Set<String> products, Set<String> groups, Set<String> users) {
        return new Scope(false, products, groups, users, Set.of(), Set.of(), Set.of());
    }

    static Scope ofDefinitions(Definitions definitions) {
        Set<String> mentionedProducts = new TreeSet<>();
        Set<String> mentionedGroups = new TreeSet<>();
        definitions.groups().forEach(group -> mention(group.grants(), mentionedProducts));
        for (UserDefinition definition : definitions.users()) {
            mention(definition.user().grants(), mentionedProducts);
            mentionedGroups.addAll(definition.user().groups());
        }
        return new Scope(
                false,
                definitions.products().stream().map(Product::id).collect(Collectors.toSet()),
                definitions.groups().stream().map(Group::id).collect(Collectors.toSet()),
                definitions.users().stream()
                        .map(UserDefinition::user)
                        .map(User::id)
                        .collect(Collectors.toSet()),
                definitions.users().stream()
                        .flatMap(definition -> definition.user().clientUsernames().entrySet().stream())
                        .map(entry -> new Username(entry.getKey(), entry.getValue()))
                        .collect(Collectors.toSet()),
                mentionedProducts,
                mentionedGroups);
    }

    Scope mentioning(Set<String> moreProducts) {
        return new Scope(everything, products, groups, users, usernames, moreProducts, mentionedGroups);
    }

    private static void mention(Collection<Grant> grants, Set<String> products) {
        grants.forEach(grant -> products.add(grant.product()));
    }
}
