package dev.usher.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DatabindException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.usher.runtime.config.ConfigException;
import dev.usher.runtime.config.ConfigReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * The one YAML file that configures Usher: the node {@code bridge} and the node {@code entitlements}. Each command reads its
 * own node; the other may be there.
 */
public final class ConfigFile {
    private static final List<String> NODES = List.of("bridge", "entitlements");

    /** Read by the launcher script, and by the commands that call the control API. */
    private static final List<String> OTHERS_VARIABLES =
            List.of("USHER_JAVA_OPTS", "USHER_API_SERVER", "USHER_API_TOKEN", "USHER_API_TOKEN_FILE");

    /** Not from a factory builder: with that one a key without a value is empty text instead of absent. */
    private static final ObjectReader YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build()
            .readerFor(new TypeReference<Map<String, Object>>() {})
            // A second document would otherwise be left out without a word.
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private ConfigFile() {}

    /**
     * Reads one node of the file, overridden by the environment.
     *
     * @throws ConfigException naming every problem there is
     */
    public static <T> T read(
            Path file, Map<String, String> environment, String node, Function<ConfigReader, T> reader) {
        return read(parse(file, text(file)), environment, node, reader);
    }

    static <T> T read(
            Map<String, Object> root, Map<String, String> environment, String node, Function<ConfigReader, T> reader) {
        return ConfigReader.read(root, environment, top -> {
            NODES.stream().filter(other -> !other.equals(node)).forEach(top::ignore);
            OTHERS_VARIABLES.forEach(top::ignoreVariable);
            return reader.apply(top.node(node));
        });
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw problem(file, "does not exist; name one with --config");
        } catch (CharacterCodingException e) {
            throw problem(file, "is not UTF-8 text");
        } catch (IOException e) {
            throw problem(file, "cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** @param file for messages */
    static Map<String, Object> parse(Path file, String text) {
        try {
            JsonNode root = YAML.readTree(text);
            // A file of nothing but comments is an empty configuration: whatever it needs is then named as missing.
            return root.isMissingNode() || root.isNull() ? Map.of() : YAML.readValue(root);
        } catch (JsonProcessingException e) {
            throw problem(file, "is not valid YAML" + reason(e));
        } catch (IOException e) {
            throw problem(file, "cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** Says where and what, but never repeats the text of the file as the parser's own message does: it may be a password. */
    private static String reason(JsonProcessingException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MarkedYAMLException marked) {
                return at(
                                marked.getProblemMark() == null
                                        ? 0
                                        : marked.getProblemMark().getLine() + 1)
                        + (marked.getContext() == null ? "" : ", " + marked.getContext())
                        + "; look at quotes and indentation there and above";
            }
        }
        String where =
                at(failure.getLocation() == null ? 0 : failure.getLocation().getLineNr());
        if (failure instanceof DatabindException) {
            return where + "; it must be one map with the keys " + String.join(" and ", NODES);
        }
        // What is left is Jackson's own: a key given twice, which it names.
        return where + ": " + failure.getOriginalMessage();
    }

    private static String at(int line) {
        return line < 1 ? "" : " at line " + line;
    }

    private static ConfigException problem(Path file, String text) {
        return new ConfigException(List.of("file " + file + " " + text));
    }
}
