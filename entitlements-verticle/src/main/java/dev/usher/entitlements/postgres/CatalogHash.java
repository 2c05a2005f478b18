package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Definitions;
import dev.usher.entitlements.core.Grant;
import dev.usher.entitlements.core.Group;
import dev.usher.entitlements.core.Product;
import dev.usher.entitlements.core.User;
import dev.usher.topics.TopicFilter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Tells catalogs apart by what they say: order, comments and spelling of the file do not count. */
final class CatalogHash {
    private CatalogHash() {}

    /** SHA-256 in hexadecimal. */
    static String of(Definitions definitions) {
        JsonArray products = new JsonArray();
        definitions.products().stream()
                .sorted(Comparator.comparing(Product::id))
                .forEach(product ->
                        products.add(new JsonArray().add(product.id()).add(filters(product))));
        JsonArray groups = new JsonArray();
        definitions.groups().stream()
                .sorted(Comparator.comparing(Group::id))
                .forEach(group -> groups.add(new JsonArray()
                        .add(group.id())
                        .add(grants(group.grants()))
                        .add(group.mode().name())
                        .add(group.tier().orElse(null))));
        JsonArray users = new JsonArray();
        definitions.users().stream()
                .sorted(Comparator.comparing(definition -> definition.user().id()))
                .forEach(definition -> users.add(user(definition.user())
                        .add(definition.status().map(Enum::name).orElse(null))));
        String text = new JsonArray().add(products).add(groups).add(users).encode();
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static JsonArray user(User user) {
        return new JsonArray()
                .add(user.id())
                .add(user.status().name())
                .add(new JsonArray(List.copyOf(user.groups())))
                .add(grants(user.grants()))
                .add(user.profileGroup().orElse(null))
                .add(brokers(user.clientUsernames()));
    }

    private static JsonArray filters(Product product) {
        return new JsonArray(
                product.filters().stream().map(TopicFilter::toSmf).sorted().toList());
    }

    private static JsonArray grants(Collection<Grant> grants) {
        JsonArray array = new JsonArray();
        grants.forEach(grant -> array.add(new JsonArray()
                .add(grant.product())
                .add(text(grant.validFrom()))
                .add(text(grant.validUntil()))));
        return array;
    }

    private static String text(Optional<Instant> instant) {
        return instant.map(Instant::toString).orElse(null);
    }

    private static JsonObject brokers(Map<String, String> clientUsernames) {
        JsonObject brokers = new JsonObject();
        new TreeMap<>(clientUsernames).forEach(brokers::put);
        return brokers;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
