package dev.usher.bridge;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** A configuration as it stood in its file at one time. Not a record: nothing of it may be printed, it holds passwords. */
public final class BridgeRevision {

    private static final String ROUTES = "routes";

    private final String text;
    private final BridgeConfig config;
    private final Map<String, Object> others;

    /**
     * @param text the whole file
     * @param config what was read from it
     * @param section the {@code bridge} section as it stands there: maps, lists and scalars
     */
    public BridgeRevision(String text, BridgeConfig config, Map<?, ?> section) {
        this.text = Objects.requireNonNull(text, "text");
        this.config = Objects.requireNonNull(config, "config");
        this.others = new LinkedHashMap<>();
        section.forEach((key, value) -> others.put(String.valueOf(key), value));
        others.remove(ROUTES);
    }

    public BridgeConfig config() {
        return config;
    }

    String text() {
        return text;
    }

    boolean hasRoutesOf(BridgeRevision other) {
        return config.routes().equals(other.config.routes());
    }

    /** Where the two differ apart from their routes: key paths, which are no secret, without values, which may be. */
    Set<String> keysThatDiffer(BridgeRevision other) {
        Set<String> paths = new TreeSet<>();
        collect("bridge", others, other.others, paths);
        return paths;
    }

    private static void collect(String path, Object one, Object two, Set<String> paths) {
        if (Objects.equals(one, two)) {
            return;
        }
        if (one instanceof Map<?, ?> a && two instanceof Map<?, ?> b) {
            Set<Object> keys = new LinkedHashSet<>(a.keySet());
            keys.addAll(b.keySet());
            keys.forEach(key -> collect(path + "." + key, a.get(key), b.get(key), paths));
        } else {
            paths.add(path);
        }
    }
}
