package dev.usher.probes;

import dev.usher.broker.switches.BrokerSwitches;
import dev.usher.broker.switches.Switch;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The switches of the embedded broker by name: whatever is added there is asked for here. */
final class Switches {
    /** Longer than any probe takes however busy the machine is; those that wait until it is over end with their patience. */
    private static final Duration LAG = Duration.ofHours(1);

    private static final int LIMIT = 7;

    private Switches() {}

    static List<String> names() {
        return BrokerSwitches.all().stream().map(Switch::name).toList();
    }

    /** The default broker with the switch at each value it can have, or at two that differ. */
    static List<BrokerSwitches> each(String name) {
        return each(named(name));
    }

    private static <T> List<BrokerSwitches> each(Switch<T> key) {
        return values(key).stream()
                .map(value -> BrokerSwitches.defaults().with(key, value))
                .toList();
    }

    // The values made are of the type of the value they replace.
    @SuppressWarnings("unchecked")
    private static <T> List<T> values(Switch<T> key) {
        T likely = key.likely();
        if (likely instanceof Boolean) {
            return (List<T>) List.of(true, false);
        }
        if (likely instanceof Enum<?> constant) {
            return (List<T>) List.of(constant.getDeclaringClass().getEnumConstants());
        }
        if (likely instanceof Duration) {
            return (List<T>) List.of(Duration.ZERO, LAG);
        }
        if (likely instanceof Integer) {
            return List.of(likely, (T) Integer.valueOf(LIMIT));
        }
        throw new IllegalStateException("no second value is known for the switch " + key.name());
    }

    /** The answer that a broker with these switches gives. */
    static String answer(BrokerSwitches switches, String name) {
        Object value = switches.get(named(name));
        if (value instanceof Boolean yes) {
            return yes ? "yes" : "no";
        }
        if (value instanceof Duration lag) {
            return lag.isZero() ? "at once" : "later";
        }
        if (value instanceof Integer limit) {
            return limit > 50 ? "more than 50" : String.valueOf(limit);
        }
        return ((Enum<?>) value).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Object value(BrokerSwitches switches, String name) {
        return switches.get(named(name));
    }

    private static Switch<?> named(String name) {
        return BrokerSwitches.all().stream()
                .filter(key -> key.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no switch is called " + name));
    }
}
