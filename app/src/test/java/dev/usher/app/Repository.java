package dev.usher.app;

import java.nio.file.Files;
import java.nio.file.Path;

/** Files of this repository outside the module. */
public final class Repository {
    private Repository() {}

    /** Tests run in the module's folder, whether it is built alone or with the others. */
    public static Path file(String path) {
        Path file = Path.of("..").resolve(path);
        if (!Files.exists(file)) {
            throw new IllegalStateException(file.toAbsolutePath().normalize() + " does not exist");
        }
        return file;
    }
}
