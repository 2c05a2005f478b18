package dev.usher.app.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.app.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The manifests of {@code k8s/base} and what {@code k8s/README.md} says an operator has to create. */
final class Base {
    static final Path FOLDER = Repository.file("k8s");
    static final String KUSTOMIZATION = "kustomization.yaml";

    private static final Pattern SECRET_ROW =
            Pattern.compile("^\\s*\\| `([a-z-]+)` \\| `([a-z-]+)` \\|", Pattern.MULTILINE);

    private Base() {}

    /** Every manifest but those of the overlays, which are parts. */
    static List<Path> files() {
        return files(FOLDER.resolve("base"));
    }

    static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.ya?ml"))
                    .filter(file -> !file.endsWith(KUSTOMIZATION))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonNode> all() {
        List<JsonNode> all = new ArrayList<>();
        for (Path file : files()) {
            try {
                all.addAll(StrictManifests.documents(text(file)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all;
    }

    static List<JsonNode> ofKind(String kind) {
        return all().stream()
                .filter(manifest -> manifest.path("kind").asText().equals(kind))
                .toList();
    }

    static JsonNode named(String kind, String name) {
        return ofKind(kind).stream()
                .filter(manifest -> name(manifest).equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + kind + " " + name));
    }

    static String name(JsonNode manifest) {
        return manifest.at("/metadata/name").asText();
    }

    /** Secret name to its keys, as documented. */
    static Map<String, Set<String>> documentedSecrets() {
        Map<String, Set<String>> secrets = new TreeMap<>();
        Matcher rows = SECRET_ROW.matcher(text(FOLDER.resolve("README.md")));
        while (rows.find()) {
            secrets.computeIfAbsent(rows.group(1), name -> new TreeSet<>()).add(rows.group(2));
        }
        return secrets;
    }

    static JsonNode podTemplate(JsonNode deployment) {
        return deployment.at("/spec/template");
    }

    /** The one container of a Deployment. */
    static JsonNode container(JsonNode deployment) {
        JsonNode containers = podTemplate(deployment).at("/spec/containers");
        if (containers.size() != 1) {
            throw new AssertionError(name(deployment) + " has not one container but " + containers.size());
        }
        return containers.get(0);
    }

    /** Port name to number. */
    static Map<String, Integer> ports(JsonNode deployment) {
        return elements(container(deployment).path("ports"))
                .collect(Collectors.toMap(
                        port -> port.path("name").asText(),
                        port -> port.path("containerPort").asInt()));
    }

    /** The Deployments whose pods a label selector selects. */
    static List<JsonNode> selectedBy(JsonNode labels) {
        return ofKind("Deployment").stream()
                .filter(deployment -> covers(podTemplate(deployment).at("/metadata/labels"), labels))
                .toList();
    }

    static boolean covers(JsonNode labels, JsonNode wanted) {
        return !wanted.isEmpty()
                && wanted.properties().stream()
                        .allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
    }

    static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    static List<String> texts(JsonNode array) {
        return elements(array).map(JsonNode::asText).toList();
    }
}
