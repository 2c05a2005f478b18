package dev.usher.runtime.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One type of value: how it is written, how it is read, and what stands in for a bad one so that reading can go on and find
 * the next problem.
 */
record Kind<T>(String written, T standIn, Parser<T> parser) {

    /** A value as found, and where. A variable can only hold text, so lists and maps have a spelling of their own there. */
    record Raw(Object value, boolean fromEnvironment) {}

    interface Parser<T> {
        T parse(Raw raw) throws InvalidValue;
    }

    /** What is wrong with a value and what would be right, as the end of a sentence that begins with the key. */
    static final class InvalidValue extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidValue(String message) {
            super(message, null, false, false);
        }
    }

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,15})(ms|s|m|h|d)");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);
    private static final String DURATION_WRITTEN = "a duration such as 200ms, 5s, 1m, 1h or 1d";

    static Kind<String> text() {
        return new Kind<>("text", "unset", raw -> {
            String text = textOf(raw);
            if (text.isBlank()) {
                throw new InvalidValue("is blank; give some text or leave the key out");
            }
            return text;
        });
    }

    static Kind<Secret> secret() {
        return new Kind<>("a secret", Secret.of("unset"), raw -> {
            if (!(raw.value() instanceof String text)) {
                throw new InvalidValue("is not text; put the secret in quotes");
            }
            if (text.isEmpty()) {
                throw new InvalidValue("is empty; give the secret or leave the key out");
            }
            return Secret.of(text);
        });
    }

    static Kind<Long> number(long min, long max) {
        String range =
                max == Long.MAX_VALUE ? "a whole number, at least " + min : "a whole number from " + min + " to " + max;
        return new Kind<>(range, min, raw -> {
            long number;
            try {
                number = Long.parseLong(String.valueOf(raw.value()).strip());
            } catch (NumberFormatException e) {
                throw new InvalidValue("is " + shown(raw) + "; give " + range);
            }
            if (number < min || number > max) {
                throw new InvalidValue("is " + number + "; give " + range);
            }
            return number;
        });
    }

    static Kind<Boolean> bool() {
        return new Kind<>("true or false", false, raw -> {
            String text = String.valueOf(raw.value()).strip();
            if (!text.equals("true") && !text.equals("false")) {
                throw new InvalidValue("is " + shown(raw) + "; give true or false");
            }
            return text.equals("true");
        });
    }

    static Kind<Duration> duration(Duration min, Duration max) {
        return new Kind<>(DURATION_WRITTEN, min, raw -> {
            Matcher matcher = DURATION.matcher(String.valueOf(raw.value()).strip());
            if (!matcher.matches()) {
                throw new InvalidValue("is " + shown(raw) + "; give " + DURATION_WRITTEN);
            }
            Duration duration;
            try {
                duration = Duration.of(Long.parseLong(matcher.group(1)), UNITS.get(matcher.group(2)));
            } catch (ArithmeticException e) {
                throw new InvalidValue("is " + shown(raw) + ", which is too long; give at most " + write(max));
            }
            if (duration.compareTo(min) < 0) {
                throw new InvalidValue("is " + write(duration) + "; give at least " + write(min));
            }
            if (duration.compareTo(max) > 0) {
                throw new InvalidValue("is " + write(duration) + "; give at most " + write(max));
            }
            return duration;
        });
    }

    /** The duration in the spelling that {@link #duration} reads, in the largest unit that is exact. */
    static String write(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds % 60 != 0 || seconds == 0) {
            return seconds + "s";
        }
        return seconds % 3600 != 0 ? seconds / 60 + "m" : seconds / 3600 + "h";
    }

    static Kind<URI> uri() {
        return new Kind<>("a URI such as https://host:443", URI.create("unset:unset"), raw -> {
            // The text is not repeated: a URI is a usual place for a password.
            URI uri;
            try {
                uri = new URI(textOf(raw).strip());
            } catch (URISyntaxException e) {
                throw new InvalidValue("is not a URI (" + e.getReason() + " at character " + (e.getIndex() + 1)
                        + "); give one such as https://host:443");
            }
            if (uri.getScheme() == null || (uri.getHost() == null && !uri.isOpaque())) {
                throw new InvalidValue("lacks a scheme or a host; give a URI such as https://host:443");
            }
            return uri;
        });
    }

    static <E extends Enum<E>> Kind<E> oneOf(Class<E> type) {
        E[] constants = type.getEnumConstants();
        List<String> names = Arrays.stream(constants).map(Kind::kebab).toList();
        String allowed = "one of " + String.join(", ", names);
        return new Kind<>(allowed, constants[0], raw -> {
            int index = names.indexOf(String.valueOf(raw.value()).strip());
            if (index < 0) {
                String meant = Nearest.to(String.valueOf(raw.value()), names)
                        .map(name -> " (did you mean " + name + "?)")
                        .orElse("");
                throw new InvalidValue("is " + shown(raw) + "; give " + allowed + meant);
            }
            return constants[index];
        });
    }

    static Kind<List<String>> texts() {
        return new Kind<>("a list of text", List.of("unset"), raw -> {
            List<?> items = raw.fromEnvironment() ? splitAtCommas(raw) : listOf(raw);
            List<String> texts = new ArrayList<>();
            for (Object item : items) {
                if (!(item instanceof String text) || text.isBlank()) {
                    throw new InvalidValue("has an element, number " + (texts.size() + 1)
                            + ", that is blank or not text; put each element in quotes");
                }
                texts.add(text);
            }
            if (texts.isEmpty()) {
                throw new InvalidValue("is an empty list; give at least one element or leave the key out");
            }
            return List.copyOf(texts);
        });
    }

    static Kind<Map<String, String>> textMap() {
        return new Kind<>("a map of text to text", Map.of(), raw -> {
            Map<String, String> texts = new LinkedHashMap<>();
            if (raw.fromEnvironment()) {
                List<String> items = splitAtCommas(raw);
                for (String item : items) {
                    int equals = item.indexOf('=');
                    if (equals < 1 || (items.size() > 1 && leavesQuoteOpen(item))) {
                        throw new InvalidValue(
                                "is not of the form name=value,name=value; a variable cannot hold a value"
                                        + " that has a comma, so give the map in the file");
                    }
                    texts.put(
                            item.substring(0, equals).strip(),
                            item.substring(equals + 1).strip());
                }
                return texts;
            }
            if (!(raw.value() instanceof Map<?, ?> map)) {
                throw new InvalidValue("is not a map; give name: value below it");
            }
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                Object value = entry.getValue();
                // Values are not repeated: client properties are a usual place for a password.
                if (value == null || value instanceof Map || value instanceof List) {
                    throw new InvalidValue("has an entry " + entry.getKey() + " that is not text");
                }
                texts.put(String.valueOf(entry.getKey()), value.toString());
            }
            return texts;
        });
    }

    /** Text that some parser of the caller's turns into a value; what the parser throws becomes the problem. */
    static <T> Kind<T> parsed(Function<String, ? extends T> parser) {
        return new Kind<>("text", null, raw -> apply(parser, textOf(raw)));
    }

    static <T> Kind<List<T>> parsedList(Function<String, ? extends T> parser) {
        Kind<List<String>> texts = texts();
        return new Kind<>(texts.written(), List.of(), raw -> {
            List<T> values = new ArrayList<>();
            for (String text : texts.parser().parse(raw)) {
                values.add(apply(parser, text));
            }
            return List.copyOf(values);
        });
    }

    private static <T> T apply(Function<String, ? extends T> parser, String text) throws InvalidValue {
        try {
            return parser.apply(text);
        } catch (RuntimeException e) {
            throw new InvalidValue("is \"" + text + "\": " + e.getMessage());
        }
    }

    /** {@code AT_LEAST_ONCE} as {@code at-least-once}. */
    static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String textOf(Raw raw) throws InvalidValue {
        if (raw.value() instanceof String text) {
            return text;
        }
        // 0123 and 1.10 are numbers to YAML and come out as 83 and 1.1: guessing what was written would be wrong.
        throw new InvalidValue("is " + shown(raw) + ", which is not text; put it in quotes");
    }

    private static List<?> listOf(Raw raw) throws InvalidValue {
        if (raw.value() instanceof List<?> list) {
            return list;
        }
        throw new InvalidValue("is not a list; write one \"- element\" a line below it");
    }

    private static List<String> splitAtCommas(Raw raw) {
        String text = String.valueOf(raw.value());
        return text.isBlank()
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    /** As a piece of a quoted value would that has a comma. */
    private static boolean leavesQuoteOpen(String item) {
        int open = 0;
        for (int i = 0; i < item.length(); i++) {
            char c = item.charAt(i);
            if (open == 0 && (c == '"' || c == '\'')) {
                open = c;
            } else if (c == open) {
                open = 0;
            }
        }
        return open != 0;
    }

    private static String shown(Raw raw) {
        Object value = raw.value();
        if (value instanceof Map) {
            return "a map";
        }
        return value instanceof List ? "a list" : "\"" + value + "\"";
    }
}
