package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Group;
import dev.usher.entitlements.core.Product;
import dev.usher.entitlements.core.User;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.entitlements.postgres.CatalogDiff.GrantLink;
import dev.usher.entitlements.postgres.CatalogDiff.Membership;
import dev.usher.entitlements.postgres.LedgerEntry.Kind;
import dev.usher.topics.TopicFilter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the ledger says of a {@link CatalogDiff}. */
final class CatalogLedger {
    private final String change;
    private final Overrides overrides;
    private final List<LedgerEntry> entries = new ArrayList<>();

    CatalogLedger(String change, Overrides overrides) {
        this.change = change;
        this.overrides = overrides;
    }

    /** What was asked for was there already. */
    static LedgerEntry confirmed(String change, String kind, Scope scope) {
        JsonObject detail = new JsonObject().put("asked", kind);
        if (!scope.everything()) {
            detail.put("products", new JsonArray(List.copyOf(scope.products())))
                    .put("groups", new JsonArray(List.copyOf(scope.groups())))
                    .put("users", new JsonArray(List.copyOf(scope.users())));
        }
        return LedgerEntry.of(Kind.CONFIRMED, change, detail);
    }

    List<LedgerEntry> entries(CatalogDiff diff) {
        diff.definedProducts().forEach(this::defined);
        diff.definedGroups().forEach(this::defined);
        diff.definedUsers()
                .forEach(user -> defined(Optional.ofNullable(diff.formerUsers().get(user.id())), user));
        diff.mappings().removed().forEach(target -> mapping(Kind.UNMAPPED, target));
        diff.mappings().added().forEach(target -> mapping(Kind.MAPPED, target));
        diff.groupGrants().removed().forEach(link -> groupGrant(Kind.REVOKED, link));
        diff.groupGrants().added().forEach(link -> groupGrant(Kind.GRANTED, link));
        diff.memberships().removed().forEach(membership -> membership(Kind.REVOKED, membership));
        diff.memberships().added().forEach(membership -> membership(Kind.GRANTED, membership));
        diff.userGrants().removed().forEach(link -> userGrant(Kind.REVOKED, link));
        diff.userGrants().added().forEach(link -> userGrant(Kind.GRANTED, link));
        diff.users().removed().forEach(user -> ofUser(Kind.USER_REMOVED, user, new JsonObject()));
        diff.groups().removed().forEach(group -> of(Kind.GROUP_REMOVED, Removals.Kind.GROUP, group, new JsonObject()));
        diff.products()
                .removed()
                .forEach(product -> of(Kind.PRODUCT_REMOVED, Removals.Kind.PRODUCT, product, new JsonObject()));
        return entries;
    }

    private void defined(Product product) {
        JsonArray filters =
                new JsonArray(product.filters().stream().map(TopicFilter::toSmf).toList());
        of(Kind.PRODUCT_DEFINED, Removals.Kind.PRODUCT, product.id(), new JsonObject().put("filters", filters));
    }

    private void defined(Group group) {
        JsonObject detail = new JsonObject().put("mode", group.mode().name());
        group.tier().ifPresent(tier -> detail.put("tier", tier));
        of(Kind.GROUP_DEFINED, Removals.Kind.GROUP, group.id(), detail);
    }

    private void defined(Optional<User> former, User user) {
        if (former.isEmpty()) {
            JsonObject detail = new JsonObject().put("status", user.status().name());
            user.profileGroup().ifPresent(group -> detail.put("profileGroup", group));
            ofUser(Kind.USER_ADDED, user.id(), detail);
            return;
        }
        User was = former.get();
        if (was.status() != user.status()) {
            ofUser(
                    Kind.USER_STATUS,
                    user.id(),
                    new JsonObject()
                            .put("from", was.status().name())
                            .put("to", user.status().name()));
        }
        if (!was.profileGroup().equals(user.profileGroup())) {
            ofUser(
                    Kind.PROFILE_GROUP,
                    user.id(),
                    new JsonObject()
                            .put("from", was.profileGroup().orElse(null))
                            .put("to", user.profileGroup().orElse(null)));
        }
    }

    private void mapping(Kind kind, UserOnBroker target) {
        JsonObject detail = overrides.tell(Removals.Kind.USER, target.user(), new JsonObject());
        entries.add(LedgerEntry.ofTarget(kind, target, change, detail));
    }

    private void groupGrant(Kind kind, GrantLink link) {
        of(kind, Removals.Kind.GROUP, link.holder(), grant(link));
    }

    private void userGrant(Kind kind, GrantLink link) {
        ofUser(kind, link.holder(), grant(link));
    }

    private void membership(Kind kind, Membership membership) {
        ofUser(kind, membership.user(), new JsonObject().put("group", membership.group()));
    }

    private static JsonObject grant(GrantLink link) {
        JsonObject detail = new JsonObject().put("product", link.product());
        link.grant().validFrom().ifPresent(from -> detail.put("validFrom", from.toString()));
        link.grant().validUntil().ifPresent(until -> detail.put("validUntil", until.toString()));
        return detail;
    }

    private void of(Kind kind, Removals.Kind what, String name, JsonObject detail) {
        JsonObject named = new JsonObject().put(what.text(), name).mergeIn(detail);
        entries.add(LedgerEntry.of(kind, change, overrides.tell(what, name, named)));
    }

    private void ofUser(Kind kind, String user, JsonObject detail) {
        entries.add(LedgerEntry.ofUser(kind, user, change, overrides.tell(Removals.Kind.USER, user, detail)));
    }
}
