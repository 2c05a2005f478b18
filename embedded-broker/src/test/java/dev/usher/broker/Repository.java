package dev.usher.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of this repository, wherever in it the tests run. */
final class Repository {
    private static final Path ROOT = root();

    private Repository() {}

    static Path path(String inRepository) {
        return ROOT.resolve(inRepository);
    }

    static String text(String inRepository) {
        try {
            return Files.readString(path(inRepository));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("embedded-broker/FIDELITY.md"))) {
            at = at.getParent();
            if (at == null) {
                throw new IllegalStateException(
                        "not inside the repository: " + Path.of("").toAbsolutePath());
            }
        }
        return at;
    }
}
