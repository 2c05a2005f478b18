package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.Definitions;
import dev.usher.entitlements.core.Grant;
import dev.usher.entitlements.core.Group;
import dev.usher.entitlements.core.Intent;
import dev.usher.entitlements.core.Product;
import dev.usher.entitlements.core.User;
import dev.usher.entitlements.core.UserDefinition;
import dev.usher.entitlements.core.port.EntitlementStore.NotFoundException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What an intent makes of the catalog: the part it concerns, and that part afterwards. Pure, so that a rehearsal and a commit
 * cannot differ.
 *
 * @param scope what has to be read
 * @param change fails with the exceptions of the store if the intent contradicts what is there
 * @param isThere whether the thing it is about is there before
 * @param creates whether it makes the thing if that is not there
 * @param removes the thing it removes
 * @param about which of the targets in scope the change lists although nothing changes for them
 */
record Edit(
        Scope scope,
        UnaryOperator<Catalog> change,
        Predicate<Catalog> isThere,
        boolean creates,
        Optional<Removals.Thing> removes,
        About about) {

    /** Targets for which a change waits beside those it touches. */
    enum About {
        /** Every target in scope, so that asking again tells how far it has come. */
        ALL,
        /** Those in scope that are not settled; for many things at once, of which most are what they were. */
        UNSETTLED,
        NONE
    }

    /** Of every intent that is about products, groups and users. */
    static Edit of(Intent intent) {
        if (intent instanceof Intent.DefineProduct define) {
            return define(define.product());
        }
        if (intent instanceof Intent.RemoveProduct remove) {
            return remove(Removals.Kind.PRODUCT, remove.product(), Draft::removeProduct);
        }
        if (intent instanceof Intent.DefineGroup define) {
            return define(define.group());
        }
        if (intent instanceof Intent.RemoveGroup remove) {
            return remove(Removals.Kind.GROUP, remove.group(), Draft::removeGroup);
        }
        if (intent instanceof Intent.SetGroupProducts set) {
            return products(set.group(), set.products());
        }
        if (intent instanceof Intent.DefineUser define) {
            return define(define.definition());
        }
        if (intent instanceof Intent.RemoveUser remove) {
            return remove(Removals.Kind.USER, remove.user(), Draft::removeUser);
        }
        if (intent instanceof Intent.SetStatus set) {
            return status(set);
        }
        if (intent instanceof Intent.Apply apply) {
            return apply(apply.definitions(), apply.prune());
        }
        if (intent instanceof Intent.Seed seed) {
            return seed(seed.definitions());
        }
        throw new IllegalArgumentException(intent.kind() + " is not about the catalog");
    }

    private static Edit define(Product product) {
        return changing(
                Scope.ofDefinitions(new Definitions(List.of(product), List.of(), List.of())),
                draft -> draft.put(product),
                catalog -> catalog.products().stream().anyMatch(p -> p.id().equals(product.id())),
                true);
    }

    private static Edit define(Group group) {
        return changing(
                Scope.ofDefinitions(new Definitions(List.of(), List.of(group), List.of())),
                draft -> draft.put(group),
                catalog -> catalog.groups().stream().anyMatch(g -> g.id().equals(group.id())),
                true);
    }

    private static Edit define(UserDefinition definition) {
        String id = definition.user().id();
        return changing(
                Scope.ofDefinitions(new Definitions(List.of(), List.of(), List.of(definition))),
                draft -> draft.put(definition.over(draft.user(id))),
                catalog -> catalog.users().stream().anyMatch(u -> u.id().equals(id)),
                true);
    }

    private static Edit products(String id, Set<String> products) {
        return changing(
                Scope.of(Set.of(), Set.of(id), Set.of()).mentioning(products),
                draft -> {
                    Group group = draft.group(id).orElseThrow(() -> new NotFoundException("group " + id));
                    List<Grant> grants = products.stream()
                            .map(product -> group.grants().stream()
                                    .filter(grant -> grant.product().equals(product))
                                    .findFirst()
                                    .orElseGet(() -> Grant.of(product)))
                            .toList();
                    draft.put(new Group(id, grants, group.mode(), group.tier()));
                },
                catalog -> true,
                false);
    }

    private static Edit status(Intent.SetStatus set) {
        return changing(
                Scope.of(Set.of(), Set.of(), Set.of(set.user())),
                draft -> {
                    User user = draft.user(set.user()).orElseThrow(() -> new NotFoundException("user " + set.user()));
                    draft.put(new UserDefinition(withStatus(user, set), Optional.of(set.status()))
                            .over(Optional.of(user)));
                },
                catalog -> true,
                false);
    }

    private static User withStatus(User user, Intent.SetStatus set) {
        return new User(
                user.id(), user.groups(), user.grants(), set.status(), user.profileGroup(), user.clientUsernames());
    }

    private static Edit changing(
            Scope scope, java.util.function.Consumer<Draft> edit, Predicate<Catalog> isThere, boolean creates) {
        return new Edit(scope, before -> edited(Draft.of(before), edit), isThere, creates, Optional.empty(), About.ALL);
    }

    private static Catalog edited(Draft draft, java.util.function.Consumer<Draft> edit) {
        edit.accept(draft);
        return draft.finished();
    }

    private static Edit remove(Removals.Kind kind, String name, BiConsumer<Draft, String> remove) {
        return new Edit(
                kind.scope(name),
                before -> edited(Draft.of(before), draft -> remove.accept(draft, name)),
                catalog -> kind.namesIn(catalog).anyMatch(name::equals),
                false,
                Optional.of(new Removals.Thing(kind, name)),
                About.ALL);
    }

    private static Edit apply(Definitions definitions, boolean prune) {
        requireDistinct(definitions);
        return new Edit(
                prune ? Scope.EVERYTHING : Scope.ofDefinitions(definitions),
                before -> overlaid(before, definitions, prune),
                catalog -> true,
                false,
                Optional.empty(),
                About.UNSETTLED);
    }

    /** A status counts only for a user who is new: a restart never lifts a suspension. */
    private static Edit seed(Definitions definitions) {
        requireDistinct(definitions);
        Definitions keeping = new Definitions(
                definitions.products(),
                definitions.groups(),
                definitions.users().stream()
                        .map(definition -> new UserDefinition(definition.user(), Optional.empty()))
                        .toList());
        return new Edit(
                Scope.EVERYTHING,
                before -> overlaid(before, keeping, true),
                catalog -> true,
                false,
                Optional.empty(),
                About.NONE);
    }

    private static Catalog overlaid(Catalog before, Definitions definitions, boolean prune) {
        Draft stored = Draft.of(before);
        Draft draft = prune ? new Draft() : stored;
        definitions.products().forEach(draft::put);
        definitions.groups().forEach(draft::put);
        definitions
                .users()
                .forEach(definition ->
                        draft.put(definition.over(stored.user(definition.user().id()))));
        return draft.finished();
    }

    private static void requireDistinct(Definitions definitions) {
        requireDistinct(
                "product", definitions.products().stream().map(Product::id).toList());
        requireDistinct("group", definitions.groups().stream().map(Group::id).toList());
        requireDistinct(
                "user",
                definitions.users().stream().map(user -> user.user().id()).toList());
    }

    private static void requireDistinct(String kind, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException(kind + " " + name + " is defined twice");
            }
        }
    }
}
