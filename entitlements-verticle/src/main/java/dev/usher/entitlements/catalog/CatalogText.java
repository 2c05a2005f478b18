package dev.usher.entitlements.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.Grant;
import dev.usher.entitlements.core.Group;
import dev.usher.entitlements.core.Product;
import dev.usher.entitlements.core.User;
import dev.usher.topics.TopicFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes a catalog in the form in which it is read. */
final class CatalogText {
    /** All text is quoted, since a name may look like a number; and a long one stays on its line. */
    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build());

    private CatalogText() {}

    static String of(Catalog catalog) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put(
                "products",
                catalog.products().stream().map(CatalogText::product).toList());
        root.put("groups", catalog.groups().stream().map(CatalogText::group).toList());
        root.put("users", catalog.users().stream().map(CatalogText::user).toList());
        try {
            return YAML.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps, lists and text can always be written", e);
        }
    }

    private static Map<String, Object> product(Product product) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("id", product.id());
        node.put("filters", product.filters().stream().map(TopicFilter::toSmf).toList());
        if (product.allowEverything()) {
            node.put("allowEverything", true);
        }
        return node;
    }

    private static Map<String, Object> group(Group group) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("id", group.id());
        node.put("mode", kebab(group.mode()));
        group.tier().ifPresent(tier -> node.put("tier", tier));
        node.put("grants", grants(group.grants()));
        return node;
    }

    private static Map<String, Object> user(User user) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("id", user.id());
        node.put("status", kebab(user.status()));
        node.put("groups", List.copyOf(user.groups()));
        user.profileGroup().ifPresent(group -> node.put("profileGroup", group));
        node.put("grants", grants(user.grants()));
        List<Map<String, String>> brokers = new ArrayList<>();
        new TreeMap<>(user.clientUsernames()).forEach((name, username) -> {
            Map<String, String> broker = new LinkedHashMap<>();
            broker.put("broker", name);
            broker.put("clientUsername", username);
            brokers.add(broker);
        });
        node.put("brokers", brokers);
        return node;
    }

    /** A grant for all time is its product's name. */
    private static List<Object> grants(List<Grant> grants) {
        return grants.stream()
                .map(grant ->
                        grant.validFrom().isEmpty() && grant.validUntil().isEmpty() ? grant.product() : withSpan(grant))
                .toList();
    }

    private static Map<String, Object> withSpan(Grant grant) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("product", grant.product());
        grant.validFrom().ifPresent(from -> node.put("validFrom", from.toString()));
        grant.validUntil().ifPresent(until -> node.put("validUntil", until.toString()));
        return node;
    }

    private static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
