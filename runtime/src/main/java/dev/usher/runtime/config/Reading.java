package dev.usher.runtime.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** What one pass over the configuration has found so far: problems, readers handed out, variables asked for. */
final class Reading {

    private final Function<String, String> environment;
    private final boolean overridable;
    private final List<String> problems = new ArrayList<>();
    private final List<ConfigReader> readers = new ArrayList<>();
    /** Variable name to the key path it stands for. */
    private final Map<String, String> asked = new LinkedHashMap<>();

    private final Set<String> ignoredVariables = new HashSet<>();
    private final Set<String> ignoredPrefixes = new HashSet<>();

    /** @param overridable whether a variable of the environment can set a key */
    Reading(Function<String, String> environment, boolean overridable) {
        this.environment = environment;
        this.overridable = overridable;
    }

    /** The variable as a way out, for the end of a message. */
    String orSet(String path, String suffix) {
        return overridable ? ", or set " + EnvironmentNames.of(path) + suffix : "";
    }

    void opened(ConfigReader reader) {
        readers.add(reader);
    }

    void problem(String text) {
        problems.add(text);
    }

    List<String> problems() {
        return problems;
    }

    Optional<String> variable(String path) {
        String name = EnvironmentNames.of(path);
        String other = asked.putIfAbsent(name, path);
        String value = environment.apply(name);
        if (value != null && other != null && !other.equals(path)) {
            problem(name + ": stands for both " + other + " and " + path + "; set them in the file instead");
        }
        return Optional.ofNullable(value);
    }

    void ignoreVariable(String name) {
        ignoredVariables.add(name);
    }

    void ignoreVariablesBelow(String path) {
        ignoredPrefixes.add(EnvironmentNames.of(path));
    }

    void reportUnknownKeys() {
        readers.forEach(ConfigReader::reportUnknownKeys);
    }

    void reportUnknownVariables(Set<String> names) {
        for (String name : new TreeSet<>(names)) {
            if (name.startsWith(EnvironmentNames.PREFIX) && !asked.containsKey(name) && !isIgnored(name)) {
                problem(name + ": an environment variable that sets no known key" + wayOut(name));
            }
        }
    }

    private boolean isIgnored(String name) {
        return ignoredVariables.contains(name)
                || ignoredPrefixes.stream().anyMatch(prefix -> name.equals(prefix) || name.startsWith(prefix + "_"));
    }

    private String wayOut(String name) {
        if (EnvironmentNames.looksLikeServiceLink(name)) {
            return "; if Kubernetes put it there, set enableServiceLinks: false on the pod";
        }
        return Nearest.to(name, asked.keySet())
                .map(near -> "; did you mean " + near + "?")
                .orElse("; unset it");
    }
}
