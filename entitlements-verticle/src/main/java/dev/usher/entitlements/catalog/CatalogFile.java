package dev.usher.entitlements.catalog;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.GrantableFilters;
import dev.usher.entitlements.core.Group;
import dev.usher.entitlements.core.Product;
import dev.usher.entitlements.core.User;
import dev.usher.entitlements.core.UserStatus;
import dev.usher.runtime.config.ConfigException;
import dev.usher.runtime.config.ConfigReader;
import dev.usher.topics.TopicFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads the catalog from YAML:
 *
 * <pre>
 * products:
 *   - id: nasdaq-l1
 *     filters: ["US/NASDAQ/>"]
 * groups:
 *   - id: us-desk
 *     products: [nasdaq-l1]
 * users:
 *   - id: alice
 *     status: active            # or suspended; counts only for a user who is new
 *     groups: [us-desk]
 *     products: []
 *     brokers:
 *       - name: local
 *         clientUsername: alice
 * </pre>
 *
 * <p>All three lists have to be there, even if empty: whom the file does not name loses everything, and that should not
 * happen for a mistyped or cut-off file. Environment variables do not reach into it.
 */
public final class CatalogFile {
    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private CatalogFile() {}

    /**
     * Reads and checks a file.
     *
     * @throws ConfigException naming every problem: what is missing, unknown or wrong, filters with product, level and
     *     reason, references that lead nowhere, client usernames used twice
     */
    public static Catalog read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new ConfigException(List.of("catalog " + file + " does not exist"));
        } catch (IOException e) {
            throw new ConfigException(List.of("catalog " + file + " cannot be read: " + e.getMessage()));
        }
        return parse(file.toString(), text);
    }

    /** As {@link #read}, from text; the name stands for it in messages. */
    public static Catalog parse(String name, String text) {
        JsonNode root;
        try {
            root = YAML.readTree(text);
        } catch (JacksonException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " in line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw new ConfigException(
                    List.of("catalog " + name + " is not YAML" + where + ": " + e.getOriginalMessage()));
        }
        if (root.isMissingNode() || root.isNull() || root.asText().isBlank() && root.isEmpty()) {
            throw new ConfigException(List.of("catalog " + name
                    + " is empty; to take everything from everybody write products: [], groups: [] and users: []"));
        }
        if (!root.isObject()) {
            throw new ConfigException(
                    List.of("catalog " + name + " is not a map; begin with products:, groups: and users:"));
        }
        Map<String, Object> sections = YAML.convertValue(root, new TypeReference<Map<String, Object>>() {});
        return ConfigReader.read(withoutEmptyLists(sections), variable -> null, CatalogFile::catalog);
    }

    /** In a product, group or user {@code products: []} is the same as no word about products. */
    private static Map<String, Object> withoutEmptyLists(Map<String, Object> root) {
        Map<String, Object> copy = new LinkedHashMap<>(root);
        copy.replaceAll((section, value) -> value instanceof List<?> nodes
                ? nodes.stream().map(CatalogFile::withoutEmptyLists).toList()
                : value);
        return copy;
    }

    private static Object withoutEmptyLists(Object node) {
        if (!(node instanceof Map<?, ?> map)) {
            // null would not survive toList's copies further down; either way the reader says that it is not a map
            return node == null ? "" : node;
        }
        Map<Object, Object> copy = new LinkedHashMap<>(map);
        copy.values().removeIf(value -> value instanceof List<?> list && list.isEmpty());
        return copy;
    }

    private static Catalog catalog(ConfigReader reader) {
        for (String list : List.of("products", "groups", "users")) {
            if (!reader.has(list)) {
                reader.problem(list, "is missing; write " + list + ": [] if there are none");
            }
        }
        List<Product> products = new ArrayList<>();
        reader.nodes("products").forEach(node -> products.add(product(node)));
        List<Group> groups = new ArrayList<>();
        reader.nodes("groups").forEach(node -> groups.add(group(node)));
        List<User> users = new ArrayList<>();
        reader.nodes("users").forEach(node -> users.add(user(node)));
        return reader.check(() -> new Catalog(products, groups, users));
    }

    private static Product product(ConfigReader reader) {
        String id = reader.string("id");
        List<TopicFilter> filters = new ArrayList<>();
        for (String text : reader.strings("filters")) {
            try {
                filters.add(GrantableFilters.parse(text));
            } catch (IllegalArgumentException e) {
                reader.problem("filters", "product " + id + ": " + e.getMessage());
            }
        }
        return reader.check(() -> new Product(id, filters));
    }

    private static Group group(ConfigReader reader) {
        String id = reader.string("id");
        List<String> products = reader.strings("products", List.of());
        return reader.check(() -> new Group(id, new TreeSet<>(products)));
    }

    private static User user(ConfigReader reader) {
        String id = reader.string("id");
        List<String> groups = reader.strings("groups", List.of());
        List<String> products = reader.strings("products", List.of());
        UserStatus status = reader.oneOf("status", UserStatus.class, UserStatus.ACTIVE);
        Map<String, String> clientUsernames = new TreeMap<>();
        for (ConfigReader broker : reader.nodes("brokers")) {
            String name = broker.string("name");
            String clientUsername = broker.string("clientUsername");
            if (clientUsernames.putIfAbsent(name, clientUsername) != null) {
                broker.problem("name", "user " + id + " has a client username on broker " + name + " already");
            }
        }
        return reader.check(
                () -> new User(id, new TreeSet<>(groups), new TreeSet<>(products), status, clientUsernames));
    }
}
