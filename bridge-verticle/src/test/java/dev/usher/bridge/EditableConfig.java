package dev.usher.bridge;

import dev.usher.runtime.config.ConfigException;
import dev.usher.runtime.config.ConfigReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A configuration file that a test edits. */
final class EditableConfig implements RevisionSource {

    private volatile Map<String, Object> settings;

    EditableConfig(Map<String, ?> settings) {
        this.settings = Map.copyOf(settings);
    }

    BridgeRevision revision() {
        return parse(text());
    }

    /** One key of the {@code bridge} section gets another value. */
    void set(String key, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(settings);
        changed.put(key, value);
        settings = changed;
    }

    /** Each given as Kafka topic and template. */
    void routes(String... fromAndTopic) {
        List<Map<String, Object>> routes = new ArrayList<>();
        for (int i = 0; i < fromAndTopic.length; i += 2) {
            routes.add(Map.of("from", fromAndTopic[i], "topic", fromAndTopic[i + 1]));
        }
        set("routes", routes);
    }

    void remove() {
        settings = null;
    }

    @Override
    public String text() {
        Map<String, Object> now = settings;
        if (now == null) {
            throw new ConfigException(List.of("file does not exist"));
        }
        return now.toString();
    }

    @Override
    public BridgeRevision parse(String text) {
        Map<String, Object> now = settings;
        return new BridgeRevision(text, ConfigReader.read(now, name -> null, BridgeConfig::from), now);
    }
}
