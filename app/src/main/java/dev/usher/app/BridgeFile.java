package dev.usher.app;

import dev.usher.bridge.BridgeConfig;
import dev.usher.bridge.BridgeRevision;
import dev.usher.bridge.RevisionSource;
import java.nio.file.Path;
import java.util.Map;

/** The configuration file of a bridge, which is read again while the bridge runs. */
final class BridgeFile implements RevisionSource {
    private static final String NODE = "bridge";

    private final Path file;
    private final Map<String, String> environment;
    private final BridgeRevision started;

    /** @throws dev.usher.runtime.config.ConfigException naming all problems there are now */
    BridgeFile(Path file, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
        this.started = parse(text());
    }

    /** As it was when this was made. */
    BridgeRevision started() {
        return started;
    }

    @Override
    public String text() {
        return ConfigFile.text(file);
    }

    @Override
    public BridgeRevision parse(String text) {
        Map<String, Object> root = ConfigFile.parse(file, text);
        BridgeConfig config = ConfigFile.read(root, environment, NODE, BridgeConfig::from);
        return new BridgeRevision(text, config, root.get(NODE) instanceof Map<?, ?> section ? section : Map.of());
    }
}
