package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.Group;
import dev.usher.entitlements.core.Product;
import dev.usher.entitlements.core.User;
import dev.usher.topics.TopicFilter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tells catalogs apart by what they say: order, comments and spelling of the file do not count. */
final class CatalogHash {
    private CatalogHash() {}

    /** SHA-256 in hexadecimal. */
    static String of(Catalog catalog) {
        JsonArray products = new JsonArray();
        catalog.products().stream()
                .sorted(Comparator.comparing(Product::id))
                .forEach(product ->
                        products.add(new JsonArray().add(product.id()).add(filters(product))));
        JsonArray groups = new JsonArray();
        catalog.groups().stream()
                .sorted(Comparator.comparing(Group::id))
                .forEach(group ->
                        groups.add(new JsonArray().add(group.id()).add(new JsonArray(List.copyOf(group.products())))));
        JsonArray users = new JsonArray();
        catalog.users().stream()
                .sorted(Comparator.comparing(User::id))
                .forEach(user -> users.add(new JsonArray()
                        .add(user.id())
                        .add(user.status().name())
                        .add(new JsonArray(List.copyOf(user.groups())))
                        .add(new JsonArray(List.copyOf(user.products())))
                        .add(brokers(user.clientUsernames()))));
        String text = new JsonArray().add(products).add(groups).add(users).encode();
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The canonical spellings, as they are stored. */
    static JsonArray filters(Product product) {
        return new JsonArray(
                product.filters().stream().map(TopicFilter::toSmf).sorted().toList());
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
