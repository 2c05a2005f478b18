package dev.usher.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.e2e.Guide.Block;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Runs a document's {@code sh} blocks in order, in a folder of their own, and compares what they answer with what is shown. */
final class Transcript {
    private final Path folder;
    private final Map<String, String> environment;
    private final BiConsumer<String, JsonObject> browser;
    private final Shown shown = new Shown();
    private final List<String> wrong = new ArrayList<>();
    private JsonObject lastSeat = new JsonObject();

    /**
     * @param environment of the commands
     * @param browser connects a client of this library with this seat (or nobody any more), and returns when the seat's filters are on it
     */
    Transcript(Path folder, Map<String, String> environment, BiConsumer<String, JsonObject> browser)
            throws IOException {
        this.folder = folder;
        this.environment = environment;
        this.browser = browser;
        Files.createDirectories(folder.resolve("samples"));
        try (Stream<Path> samples = Files.list(Sample.FOLDER)) {
            for (Path sample : samples.toList()) {
                Path copy = folder.resolve("samples").resolve(sample.getFileName());
                Files.copy(sample, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Path usher = folder.resolve("usher");
        Files.writeString(usher, "#!/bin/sh\nexec java -cp \"$USHER_CLASS_PATH\" dev.usher.app.Main \"$@\"\n");
        assertThat(usher.toFile().setExecutable(true)).isTrue();
    }

    /** Runs all of them; fails with every answer that is not as shown. */
    void run(List<Block> blocks) throws IOException {
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            if (block.language().equals("sh")) {
                block.said("connects").ifPresent(library -> browser.accept(library, lastSeat));
                String answer = run(block);
                Block next = i + 1 < blocks.size() ? blocks.get(i + 1) : block;
                compare(block, next, answer);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private String run(Block block) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", shown.real(block.text()))
                .directory(folder.toFile());
        builder.environment().putAll(environment);
        Sample.Ran ran = Sample.ran(builder);
        assertThat(ran.exit())
                .as("line %s: %s%s", block.line(), ran.out(), ran.err())
                .isEqualTo(block.said("exits").map(Integer::parseInt).orElse(0));
        return ran.out();
    }

    private void compare(Block commands, Block next, String answer) {
        List<String> differences = switch (next.language()) {
            case "json" -> {
                JsonObject real = new JsonObject(answer);
                lastSeat = real.containsKey("noticeTopic") ? real : lastSeat;
                yield shown.differences(new JsonObject(next.text()), real);
            }
            case "text", "yaml" -> shown.differences(lines(next.text()), lines(answer));
            default -> answer.contains("urn:usher:problem:") ? List.of("a problem") : List.of();
        };
        if (!differences.isEmpty()) {
            wrong.add("line %d: %s%nThe real answer:%n%s%n"
                    .formatted(commands.line(), String.join("\n", differences), answer));
        }
    }

    private static JsonArray lines(String text) {
        return new JsonArray(text.strip().lines().map(String::stripTrailing).toList());
    }
}
