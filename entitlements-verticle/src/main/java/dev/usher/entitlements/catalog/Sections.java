package dev.usher.entitlements.catalog;

import dev.usher.entitlements.core.Definitions;
import dev.usher.entitlements.core.FenceMode;
import dev.usher.entitlements.core.Grant;
import dev.usher.entitlements.core.GrantableFilters;
import dev.usher.entitlements.core.Group;
import dev.usher.entitlements.core.Product;
import dev.usher.entitlements.core.User;
import dev.usher.entitlements.core.UserDefinition;
import dev.usher.entitlements.core.UserStatus;
import dev.usher.runtime.config.ConfigReader;
import dev.usher.topics.TopicFilter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads the three lists of a catalog. */
final class Sections {
    private Sections() {}

    static Definitions read(ConfigReader reader) {
        List<Product> products = new ArrayList<>();
        reader.nodes("products").forEach(node -> products.add(product(node)));
        List<Group> groups = new ArrayList<>();
        reader.nodes("groups").forEach(node -> groups.add(group(node)));
        List<UserDefinition> users = new ArrayList<>();
        reader.nodes("users").forEach(node -> users.add(user(node)));
        // Null where something is wrong, which then was told.
        return reader.check(() -> new Definitions(products, groups, users));
    }

    private static Product product(ConfigReader reader) {
        String id = reader.string("id");
        boolean allowEverything = reader.bool("allowEverything", false);
        List<TopicFilter> filters = new ArrayList<>();
        for (String text : reader.strings("filters")) {
            try {
                filters.add(GrantableFilters.parse(text, allowEverything));
            } catch (IllegalArgumentException e) {
                reader.problem("filters", "product " + id + ": " + e.getMessage());
            }
        }
        return reader.check(() -> new Product(id, filters, allowEverything));
    }

    private static Group group(ConfigReader reader) {
        String id = reader.string("id");
        List<Grant> grants = grants(reader);
        FenceMode mode = reader.oneOf("mode", FenceMode.class, FenceMode.MANAGED);
        Optional<String> tier = reader.optionalString("tier");
        return reader.check(() -> new Group(id, grants, mode, tier));
    }

    private static UserDefinition user(ConfigReader reader) {
        String id = reader.string("id");
        List<String> groups = reader.strings("groups", List.of());
        List<Grant> grants = grants(reader);
        Optional<UserStatus> status =
                reader.has("status") ? Optional.of(reader.oneOf("status", UserStatus.class)) : Optional.empty();
        Optional<String> profileGroup = reader.optionalString("profileGroup");
        Map<String, String> clientUsernames = new TreeMap<>();
        for (ConfigReader broker : reader.nodes("brokers")) {
            String name = broker.string("broker");
            String clientUsername = broker.string("clientUsername");
            if (clientUsernames.putIfAbsent(name, clientUsername) != null) {
                broker.problem("broker", "user " + id + " has a client username on broker " + name + " already");
            }
        }
        return reader.check(() -> new UserDefinition(
                new User(
                        id,
                        new TreeSet<>(groups),
                        grants,
                        status.orElse(UserStatus.ACTIVE),
                        profileGroup,
                        clientUsernames),
                status));
    }

    private static List<Grant> grants(ConfigReader reader) {
        if (reader.has("products")) {
            reader.ignore("products");
            reader.problem(
                    "products", "is not a key here; name what is granted under grants, for example grants: [nyse-l1]");
        }
        List<Grant> grants = new ArrayList<>();
        for (ConfigReader grant : reader.nodes("grants")) {
            String product = grant.string("product");
            Optional<Instant> from = grant.optionalParsed("validFrom", Sections::instant);
            Optional<Instant> until = grant.optionalParsed("validUntil", Sections::instant);
            grants.add(grant.check(() -> new Grant(product, from, until)));
        }
        // A list with a null, where something is wrong, is not looked at any more.
        return grants.contains(null) ? List.of() : grants;
    }

    private static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "not an instant; write one with its offset, such as 2026-01-01T00:00:00Z", e);
        }
    }
}
