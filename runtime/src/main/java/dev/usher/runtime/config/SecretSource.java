package dev.usher.runtime.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Finds one secret, inline or in a file of its own. No message it writes contains what it read. */
final class SecretSource {

    private final Function<String, Optional<Kind.Raw>> lookUp;
    private final String key;
    private final BiConsumer<String, String> problems;

    SecretSource(String key, Function<String, Optional<Kind.Raw>> lookUp, BiConsumer<String, String> problems) {
        this.lookUp = lookUp;
        this.key = key;
        this.problems = problems;
    }

    Optional<Secret> find() {
        Optional<Kind.Raw> inline = lookUp.apply(key);
        Optional<Kind.Raw> file = lookUp.apply(key + "File");
        if (inline.isPresent() && file.isPresent()) {
            boolean inlineSet = inline.get().fromEnvironment();
            boolean fileSet = file.get().fromEnvironment();
            if (inlineSet == fileSet) {
                problem(key, "is given here and as " + key + "File; give one of them");
                return standIn();
            }
            return inlineSet ? parse(inline.get()) : load(file.get());
        }
        if (file.isPresent()) {
            return load(file.get());
        }
        return inline.flatMap(this::parse);
    }

    private Optional<Secret> parse(Kind.Raw raw) {
        try {
            return Optional.of(Kind.secret().parser().parse(raw));
        } catch (Kind.InvalidValue e) {
            problem(key, e.getMessage());
            return standIn();
        }
    }

    private Optional<Secret> load(Kind.Raw raw) {
        String filePath = key + "File";
        if (!(raw.value() instanceof String name) || name.isBlank()) {
            problem(filePath, "is not the path of a file");
            return standIn();
        }
        try {
            String text = Files.readString(Path.of(name)).replaceFirst("\\r?\\n\\z", "");
            if (text.isEmpty()) {
                problem(filePath, "names " + name + ", which is empty; put the secret in it");
                return standIn();
            }
            return Optional.of(Secret.of(text));
        } catch (NoSuchFileException e) {
            problem(filePath, "names " + name + ", which does not exist");
        } catch (CharacterCodingException e) {
            problem(filePath, "names " + name + ", which is not UTF-8 text");
        } catch (InvalidPathException | IOException e) {
            problem(
                    filePath,
                    "names " + name + ", which cannot be read (" + e.getClass().getSimpleName() + ")");
        }
        return standIn();
    }

    private void problem(String where, String text) {
        problems.accept(where, text);
    }

    private static Optional<Secret> standIn() {
        return Optional.of(Kind.secret().standIn());
    }
}
