package dev.usher.dev;

import dev.usher.broker.switches.BrokerSwitches;
import dev.usher.broker.switches.Switch;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.TypeConversionException;

/** {@code name=value} of one of the {@link BrokerSwitches}. */
record SwitchSetting<T>(Switch<T> key, T value) {
    BrokerSwitches applyTo(BrokerSwitches switches) {
        return switches.with(key, value);
    }

    static SwitchSetting<?> parse(String text) {
        String[] parts = text.split("=", 2);
        Switch<?> key = BrokerSwitches.all().stream()
                .filter(s -> s.name().equals(parts[0]))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("there is no switch '" + parts[0] + "'; there are "
                        + BrokerSwitches.all().stream()
                                .map(Switch::name)
                                .sorted()
                                .collect(Collectors.joining(", "))));
        if (parts.length == 1) {
            throw new TypeConversionException(parts[0] + " needs a value: " + key.name() + "=" + choices(key.likely()));
        }
        return setting(key, parts[1]);
    }

    private static <T> SwitchSetting<T> setting(Switch<T> key, String text) {
        try {
            // The value is of the type of the one it is parsed like.
            @SuppressWarnings("unchecked")
            T value = (T) parseLike(key.likely(), text);
            return new SwitchSetting<>(key, value);
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new TypeConversionException(key.name() + " cannot be '" + text + "': give " + choices(key.likely()));
        }
    }

    private static Object parseLike(Object example, String text) {
        if (example instanceof Boolean) {
            if (!text.equals("true") && !text.equals("false")) {
                throw new IllegalArgumentException(text);
            }
            return Boolean.valueOf(text);
        }
        if (example instanceof Integer) {
            return Integer.valueOf(text);
        }
        if (example instanceof Duration) {
            return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
        }
        return Arrays.stream(constants(example))
                .filter(c -> c.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(text));
    }

    private static String choices(Object example) {
        if (example instanceof Boolean) {
            return "true or false";
        }
        if (example instanceof Integer) {
            return "a whole number";
        }
        if (example instanceof Duration) {
            return "a time like 0.2s";
        }
        return Arrays.stream(constants(example)).map(Enum::name).collect(Collectors.joining(", "));
    }

    private static Enum<?>[] constants(Object example) {
        return ((Enum<?>) example).getDeclaringClass().getEnumConstants();
    }
}
