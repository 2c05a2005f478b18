package dev.usher.runtime.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads one map of the configuration tree into typed values and collects <em>every</em> problem on the way, so that a start
 * that fails names all that is wrong at once.
 *
 * <p>The methods with a key alone demand a value; those with a default, {@code optional…} and the maps and nodes do not. After
 * a problem a method returns a stand-in and reading goes on; the stand-ins never get out, because {@link #read} throws. A key
 * that is present but never asked for is a problem, too.
 *
 * <p>Each scalar, list of text and map of text can be overridden by an environment variable: {@code USHER_} and the key path
 * in upper case with an underscore at every dot, hyphen, bracket and hump: {@code a.b.cD} is {@code USHER_A_B_C_D},
 * {@code brokers[0].vpn} is {@code USHER_BROKERS_0_VPN}. In a variable a list is {@code a,b} and a map {@code a=1,b=2},
 * without any values that have commas.
 * Variables may create nodes that the file lacks, but no elements of lists of nodes. An empty variable is an empty value.
 *
 * <p>Used by one thread, inside the function given to {@link #read}.
 */
public final class ConfigReader {

    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final Reading reading;
    private final String path;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Set<String> known = new TreeSet<>();
    private final ConfigReader parent;
    /** Whether there is a problem here or below. */
    private boolean flawed;

    private ConfigReader(Reading reading, ConfigReader parent, String path, Map<?, ?> values) {
        this.reading = reading;
        this.parent = parent;
        this.path = path;
        values.forEach((key, value) -> this.values.put(String.valueOf(key), value));
        reading.opened(this);
    }

    /**
     * Reads a whole configuration, and checks that every {@code USHER_…} variable of the environment sets a known key.
     *
     * @param root the parsed file: maps, lists and scalars
     * @param environment usually {@link System#getenv()}
     * @throws ConfigException naming all problems
     */
    public static <T> T read(Map<String, ?> root, Map<String, String> environment, Function<ConfigReader, T> reader) {
        return read(root, environment::get, environment.keySet(), reader);
    }

    /** As the other {@code read}, with an environment that cannot be listed: unknown variables go unnoticed. */
    public static <T> T read(
            Map<String, ?> root, Function<String, String> environment, Function<ConfigReader, T> reader) {
        return read(root, environment, Set.of(), reader);
    }

    /** Reads a file into which no environment variable reaches; messages do not offer one as the way out. */
    public static <T> T readFileAlone(Map<String, ?> root, Function<ConfigReader, T> reader) {
        return read(root, new Reading(variable -> null, false), Set.of(), reader);
    }

    private static <T> T read(
            Map<String, ?> root,
            Function<String, String> environment,
            Set<String> variables,
            Function<ConfigReader, T> reader) {
        return read(root, new Reading(environment, true), variables, reader);
    }

    private static <T> T read(
            Map<String, ?> root, Reading reading, Set<String> variables, Function<ConfigReader, T> reader) {
        ConfigReader top = new ConfigReader(reading, null, "", root);
        T result;
        try {
            result = reader.apply(top);
        } catch (RuntimeException e) {
            if (reading.problems().isEmpty()) {
                throw e;
            }
            // A stand-in was too much for the caller's code. Keys not reached yet would look unknown: do not report
            // those.
            throw new ConfigException(reading.problems());
        }
        reading.reportUnknownKeys();
        reading.reportUnknownVariables(variables);
        if (!reading.problems().isEmpty()) {
            throw new ConfigException(reading.problems());
        }
        return result;
    }

    /** Text that is not blank. */
    public String string(String key) {
        return required(key, Kind.text());
    }

    public String string(String key, String whenAbsent) {
        return orElse(key, Kind.text(), whenAbsent);
    }

    public Optional<String> optionalString(String key) {
        return optional(key, Kind.text());
    }

    /** A whole number within the bounds, both included. */
    public int integer(String key, int min, int max) {
        return Math.toIntExact(required(key, Kind.number(min, max)));
    }

    public int integer(String key, int whenAbsent, int min, int max) {
        return Math.toIntExact(orElse(key, Kind.number(min, max), (long) whenAbsent));
    }

    public long longInteger(String key, long whenAbsent, long min, long max) {
        return orElse(key, Kind.number(min, max), whenAbsent);
    }

    /** A TCP port to listen on; 0 lets the system choose. */
    public int port(String key, int whenAbsent) {
        return integer(key, whenAbsent, 0, 65_535);
    }

    public boolean bool(String key) {
        return required(key, Kind.bool());
    }

    public boolean bool(String key, boolean whenAbsent) {
        return orElse(key, Kind.bool(), whenAbsent);
    }

    /** A number and one unit: {@code 200ms}, {@code 5s}, {@code 1m}, {@code 1h}, {@code 1d}. Longer than nothing. */
    public Duration duration(String key) {
        return required(key, Kind.duration(Duration.ofMillis(1), LONGEST));
    }

    public Duration duration(String key, Duration whenAbsent) {
        return duration(key, whenAbsent, Duration.ofMillis(1), LONGEST);
    }

    /** A duration within the bounds, both included; with a {@code min} of zero it may be {@code 0s}. */
    public Duration duration(String key, Duration whenAbsent, Duration min, Duration max) {
        return orElse(key, Kind.duration(min, max), whenAbsent);
    }

    /** An absolute URI with a host (or opaque, as {@code mailto:x}). */
    public URI uri(String key) {
        return required(key, Kind.uri());
    }

    public URI uri(String key, URI whenAbsent) {
        return orElse(key, Kind.uri(), whenAbsent);
    }

    public Optional<URI> optionalUri(String key) {
        return optional(key, Kind.uri());
    }

    public Optional<Path> optionalPath(String key) {
        return optional(key, Kind.parsed(Path::of));
    }

    /**
     * A secret, either under the key itself or, in production, in the file that the key {@code <key>File} names; one
     * line end at the end of the file is not part of it. Given both ways in one place it is a problem; variables win over the
     * file, whichever way they say it.
     */
    public Secret secret(String key) {
        return secrets(key).find().orElseGet(() -> {
            problem(
                    key,
                    "is missing; give it, or a file that holds it as " + key + "File"
                            + reading.orSet(pathOf(key), "[_FILE]"));
            return Kind.secret().standIn();
        });
    }

    public Optional<Secret> optionalSecret(String key) {
        return secrets(key).find();
    }

    /** An enum constant in kebab case: {@code AT_LEAST_ONCE} is written {@code at-least-once}. */
    public <E extends Enum<E>> E oneOf(String key, Class<E> type) {
        return required(key, Kind.oneOf(type));
    }

    public <E extends Enum<E>> E oneOf(String key, Class<E> type, E whenAbsent) {
        return orElse(key, Kind.oneOf(type), whenAbsent);
    }

    /** At least one text. */
    public List<String> strings(String key) {
        return required(key, Kind.texts());
    }

    public List<String> strings(String key, List<String> whenAbsent) {
        return orElse(key, Kind.texts(), whenAbsent);
    }

    /** Names and texts as they stand there (numbers and booleans are taken as text), in their order; empty when absent. */
    public Map<String, String> stringMap(String key) {
        return orElse(key, Kind.textMap(), Map.of());
    }

    /** As {@link #stringMap}, for maps some of whose values are secrets, such as the properties of a client library. */
    public Map<String, Secret> secretMap(String key) {
        Map<String, Secret> secrets = new LinkedHashMap<>();
        stringMap(key).forEach((name, value) -> {
            if (value.isEmpty()) {
                problem(key, "has an entry " + name + " that is empty");
            } else {
                secrets.put(name, Secret.of(value));
            }
        });
        return secrets;
    }

    /**
     * Text made into a value by a parser, say {@code TopicFilter::parse}; what it throws becomes a problem of this key. Not
     * for secrets: the text is part of the message. The stand-in is null.
     */
    public <T> T parsed(String key, Function<String, ? extends T> parser) {
        return required(key, Kind.<T>parsed(parser));
    }

    public <T> Optional<T> optionalParsed(String key, Function<String, ? extends T> parser) {
        return optional(key, Kind.<T>parsed(parser));
    }

    /** At least one text, each made into a value by a parser. */
    public <T> List<T> parsedList(String key, Function<String, ? extends T> parser) {
        return required(key, Kind.<T>parsedList(parser));
    }

    public <T> List<T> parsedList(String key, Function<String, ? extends T> parser, List<T> whenAbsent) {
        return orElse(key, Kind.<T>parsedList(parser), whenAbsent);
    }

    /** The map below the key; an empty one when absent, so that its own required keys are named as missing. */
    public ConfigReader node(String key) {
        known.add(key);
        return child(pathOf(key), values.get(key));
    }

    /** The map below the key, if the file has the key. A variable alone does not bring it into being. */
    public Optional<ConfigReader> optionalNode(String key) {
        known.add(key);
        return values.get(key) == null ? Optional.empty() : Optional.of(node(key));
    }

    /** The maps in the list below the key, in order; empty when absent. */
    public List<ConfigReader> nodes(String key) {
        known.add(key);
        Object value = values.get(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            problem(key, "is not a list; write one \"- name: value\" group a line below it");
            return List.of();
        }
        List<ConfigReader> nodes = new ArrayList<>();
        for (Object element : list) {
            nodes.add(child(pathOf(key) + "[" + nodes.size() + "]", element));
        }
        return nodes;
    }

    /** The maps below the key by their names, for sections whose keys are names the user chose; empty when absent. */
    public Map<String, ConfigReader> namedNodes(String key) {
        ConfigReader parent = node(key);
        Map<String, ConfigReader> nodes = new LinkedHashMap<>();
        parent.values.keySet().forEach(name -> nodes.put(name, parent.node(name)));
        return nodes;
    }

    /** Whether the file gives this key a value, or a variable does. */
    public boolean has(String key) {
        return values.get(key) != null || reading.variable(pathOf(key)).isPresent();
    }

    /** The key path of this node, empty at the root. */
    public String path() {
        return path;
    }

    /**
     * Runs a constructor that validates and names what it throws as {@link IllegalArgumentException} as a problem of this
     * node; the result is then null. With a problem here or below already, the constructor saw a stand-in and what it throws
     * is not told.
     */
    public <T> T check(Supplier<T> constructor) {
        try {
            return constructor.get();
        } catch (RuntimeException e) {
            if (flawed) {
                return null;
            }
            if (!(e instanceof IllegalArgumentException)) {
                throw e;
            }
            add(path.isEmpty() ? e.getMessage() : path + ": " + e.getMessage());
            return null;
        }
    }

    /** States a problem with the value of a key, for rules that span keys. */
    public void problem(String key, String text) {
        add(pathOf(key) + ": " + text);
    }

    private void add(String problem) {
        reading.problem(problem);
        for (ConfigReader node = this; node != null; node = node.parent) {
            node.flawed = true;
        }
    }

    /** The section below the key, and variables for it, belong to somebody else: they are neither read nor unknown. */
    public void ignore(String key) {
        known.add(key);
        reading.ignoreVariablesBelow(pathOf(key));
    }

    /** This variable is known although it sets no key, say one that the launcher script reads. */
    public void ignoreVariable(String name) {
        reading.ignoreVariable(name);
    }

    void reportUnknownKeys() {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                String meant = Nearest.to(key, known)
                        .map(near -> "; did you mean " + near + "?")
                        .orElse(
                                known.isEmpty()
                                        ? "; nothing is expected here"
                                        : "; known here: " + String.join(", ", known));
                problem(key, "is not a known key" + meant);
            }
        }
    }

    private ConfigReader child(String childPath, Object value) {
        if (value != null && !(value instanceof Map)) {
            add(childPath + ": is not a map; write name: value below it");
        }
        return new ConfigReader(reading, this, childPath, value instanceof Map<?, ?> map ? map : Map.of());
    }

    private SecretSource secrets(String key) {
        return new SecretSource(key, this::lookUp, this::problem);
    }

    private <T> T required(String key, Kind<T> kind) {
        return value(key, kind, () -> {
            problem(key, "is missing; give " + kind.written() + reading.orSet(pathOf(key), ""));
            return kind.standIn();
        });
    }

    private <T> T orElse(String key, Kind<T> kind, T whenAbsent) {
        Objects.requireNonNull(whenAbsent, "whenAbsent");
        return value(key, kind, () -> whenAbsent);
    }

    private <T> Optional<T> optional(String key, Kind<T> kind) {
        return Optional.ofNullable(value(key, kind, () -> null));
    }

    private <T> T value(String key, Kind<T> kind, Supplier<T> whenAbsent) {
        Optional<Kind.Raw> raw = lookUp(key);
        if (raw.isEmpty()) {
            return whenAbsent.get();
        }
        try {
            return kind.parser().parse(raw.get());
        } catch (Kind.InvalidValue e) {
            problem(key, e.getMessage());
            return kind.standIn();
        }
    }

    private Optional<Kind.Raw> lookUp(String key) {
        known.add(key);
        Optional<String> variable = reading.variable(pathOf(key));
        if (variable.isPresent()) {
            return variable.map(text -> new Kind.Raw(text, true));
        }
        return Optional.ofNullable(values.get(key)).map(value -> new Kind.Raw(value, false));
    }

    private String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
