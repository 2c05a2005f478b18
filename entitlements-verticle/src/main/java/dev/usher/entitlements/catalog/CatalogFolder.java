package dev.usher.entitlements.catalog;

import dev.usher.entitlements.core.Definitions;
import dev.usher.entitlements.core.Group;
import dev.usher.entitlements.core.Product;
import dev.usher.entitlements.core.UserDefinition;
import dev.usher.runtime.config.ConfigException;
import dev.usher.runtime.config.ConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A part of the catalog in one file or several, which are read as if they were one. */
final class CatalogFolder {
    private final Path path;
    private final List<String> problems = new ArrayList<>();
    private final Set<String> sections = new HashSet<>();
    private final Map<String, String> definedIn = new HashMap<>();
    private final List<Product> products = new ArrayList<>();
    private final List<Group> groups = new ArrayList<>();
    private final List<UserDefinition> users = new ArrayList<>();

    CatalogFolder(Path path) {
        this.path = path;
    }

    Definitions read() {
        files().forEach(this::add);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new Definitions(products, groups, users);
    }

    Definitions readWhole() {
        Definitions definitions = read();
        List<String> missing = CatalogFile.SECTIONS.stream()
                .filter(section -> !sections.contains(section))
                .map(section -> section + ": is in no file of " + path + "; write " + section
                        + ": [] in one if there are to be none")
                .toList();
        if (!missing.isEmpty()) {
            throw new ConfigException(missing);
        }
        return definitions;
    }

    private List<Path> files() {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> entries = Files.list(path)) {
            List<Path> files = entries.filter(CatalogFolder::isYaml).sorted().toList();
            if (files.isEmpty()) {
                throw new ConfigException(List.of("folder " + path + " has no .yaml or .yml file"));
            }
            return files;
        } catch (IOException e) {
            throw new ConfigException(List.of("folder " + path + " cannot be read: " + e.getMessage()));
        }
    }

    private static boolean isYaml(Path file) {
        String name = file.toString();
        return Files.isRegularFile(file) && (name.endsWith(".yaml") || name.endsWith(".yml"));
    }

    private void add(Path file) {
        Definitions definitions;
        try {
            Map<String, Object> read = CatalogFile.sections(file.toString(), CatalogFile.text(file));
            sections.addAll(read.keySet());
            definitions = ConfigReader.readFileAlone(read, Sections::read);
        } catch (ConfigException e) {
            e.problems()
                    .forEach(problem ->
                            problems.add(problem.contains(file.toString()) ? problem : file + ": " + problem));
            return;
        }
        definitions.products().forEach(product -> defined("product " + product.id(), file));
        definitions.groups().forEach(group -> defined("group " + group.id(), file));
        definitions.users().forEach(user -> defined("user " + user.user().id(), file));
        products.addAll(definitions.products());
        groups.addAll(definitions.groups());
        users.addAll(definitions.users());
    }

    private void defined(String what, Path file) {
        String other = definedIn.putIfAbsent(what, file.toString());
        if (other != null) {
            problems.add(
                    other.equals(file.toString())
                            ? what + " is defined twice in " + file
                            : what + " is defined in " + other + " and in " + file);
        }
    }
}
