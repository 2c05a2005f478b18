package dev.usher.broker.semp;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the official SEMP v2 specifications ({@code config.json}, {@code monitor.json}, {@code action.json}) are. They may
 * not be redistributed, so whoever has them names their folder.
 */
final class PublishedSpecification {
    static final String MISSING =
            "no SEMP v2 specifications: set -Dsemp.spec.dir or USHER_SEMP_SPEC_DIR to their folder";

    private PublishedSpecification() {}

    /** Empty when nobody named one. */
    static Optional<Path> folder() {
        return folder(System.getProperty("semp.spec.dir", System.getenv("USHER_SEMP_SPEC_DIR")));
    }

    /** @throws IllegalStateException when one is named that has not got all three files: nothing would be compared */
    static Optional<Path> folder(String named) {
        if (named == null) {
            return Optional.empty();
        }
        for (String api : List.of("config", "monitor", "action")) {
            Path file = Path.of(named, api + ".json");
            if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                throw new IllegalStateException("cannot read " + file
                        + ": give -Dsemp.spec.dir or USHER_SEMP_SPEC_DIR a folder with config.json, monitor.json and"
                        + " action.json, or set neither");
            }
        }
        return Optional.of(Path.of(named));
    }

    static JsonObject json(Path folder, String api) {
        try {
            return new JsonObject(Files.readString(folder.resolve(api + ".json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a part of a specification may not be used by clients of the public API. */
    static boolean isPrivate(JsonObject part) {
        return part.getString("description", "").contains("(private API only)");
    }
}
