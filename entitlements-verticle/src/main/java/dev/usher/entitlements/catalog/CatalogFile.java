package dev.usher.entitlements.catalog;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.Definitions;
import dev.usher.entitlements.core.UserDefinition;
import dev.usher.runtime.config.ConfigException;
import dev.usher.runtime.config.ConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Products, groups and users as YAML:
 *
 * <pre>
 * products:
 *   - id: nasdaq-l1
 *     filters: ["US/NASDAQ/&gt;"]
 *   - id: all
 *     filters: ["&gt;"]
 *     allowEverything: true     # needed by filters that start with a wildcard
 * groups:
 *   - id: us-desk
 *     mode: managed             # or self-service; managed if left out
 *     tier: silver              # the client profile of its users; left as it is if left out
 *     grants:
 *       - nasdaq-l1
 *       - {product: nyse-l1, validFrom: 2026-01-01T00:00:00Z, validUntil: 2027-01-01T00:00:00Z}
 * users:
 *   - id: alice
 *     status: active            # or suspended; left out, a known user keeps theirs and a new one is active
 *     groups: [us-desk]
 *     profileGroup: us-desk     # the one of the groups whose mode and tier count
 *     grants: []
 *     brokers:
 *       - broker: local
 *         clientUsername: alice
 * </pre>
 *
 * <p>Environment variables do not reach into it.
 */
public final class CatalogFile {
    static final List<String> SECTIONS = List.of("products", "groups", "users");

    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private CatalogFile() {}

    /**
     * Reads and checks the catalog of the configuration. All three lists have to be there, even if empty: whom the file does not
     * name loses everything, and that should not happen for a mistyped or cut-off file. Every reference has to lead to something
     * in it.
     *
     * @throws ConfigException naming every problem: what is missing, unknown or wrong, filters with product, level and
     *     reason, references that lead nowhere, client usernames used twice
     */
    public static Definitions read(Path file) {
        return parse(file.toString(), text(file));
    }

    /** As {@link #read}, from text; the name stands for it in messages. */
    public static Definitions parse(String name, String text) {
        return ConfigReader.readFileAlone(sections(name, text), reader -> {
            for (String list : SECTIONS) {
                if (!reader.has(list)) {
                    reader.problem(list, "is missing; write " + list + ": [] if there are none");
                }
            }
            Definitions definitions = Sections.read(reader);
            reader.check(() -> catalog(definitions));
            return definitions;
        });
    }

    /**
     * Reads a file, or every {@code .yaml} and {@code .yml} file of a folder, for a part of the catalog: sections may be missing,
     * and references may lead to what is stored already.
     *
     * @throws ConfigException as {@link #read} does, with the file, and naming both files that define the same thing
     */
    public static Definitions readAll(Path path) {
        return new CatalogFolder(path).read();
    }

    /**
     * As {@link #readAll}, for the whole catalog: each section has to be in one of the files at least, even if empty, since what
     * is not defined is to be removed.
     */
    public static Definitions readWhole(Path path) {
        return new CatalogFolder(path).readWhole();
    }

    /** In the form that {@link #read} takes, with every status. */
    public static String write(Catalog catalog) {
        return CatalogText.of(catalog);
    }

    private static Catalog catalog(Definitions definitions) {
        return new Catalog(
                definitions.products(),
                definitions.groups(),
                definitions.users().stream().map(UserDefinition::user).toList());
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new ConfigException(List.of("catalog " + file + " does not exist"));
        } catch (IOException e) {
            throw new ConfigException(List.of("catalog " + file + " cannot be read: " + e.getMessage()));
        }
    }

    /** The map at the top, with grants in their long form. */
    static Map<String, Object> sections(String name, String text) {
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
        return withoutShortForms(YAML.convertValue(root, new TypeReference<Map<String, Object>>() {}));
    }

    private static Map<String, Object> withoutShortForms(Map<String, Object> root) {
        Map<String, Object> copy = new LinkedHashMap<>(root);
        copy.replaceAll((section, value) -> value instanceof List<?> nodes
                ? nodes.stream().map(CatalogFile::withoutShortForms).toList()
                : value);
        return copy;
    }

    /** In a product, group or user {@code grants: []} is the same as no word about grants, and a name is a grant of it. */
    private static Object withoutShortForms(Object node) {
        if (!(node instanceof Map<?, ?> map)) {
            // null would not survive toList's copies further down; either way the reader says that it is not a map
            return node == null ? "" : node;
        }
        Map<Object, Object> copy = new LinkedHashMap<>(map);
        copy.entrySet()
                .removeIf(entry -> entry.getValue() instanceof List<?> list
                        && list.isEmpty()
                        && !"products".equals(entry.getKey()));
        copy.computeIfPresent(
                "grants",
                (key, value) -> value instanceof List<?> list
                        ? list.stream().map(CatalogFile::grant).toList()
                        : value);
        return copy;
    }

    private static Object grant(Object grant) {
        if (grant instanceof Map<?, ?>) {
            return grant;
        }
        return grant == null ? Map.of() : Map.of("product", grant);
    }
}
