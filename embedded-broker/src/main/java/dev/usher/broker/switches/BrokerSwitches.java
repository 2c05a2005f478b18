package dev.usher.broker.switches;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * The behaviours of PubSub+ that no public text settles, one switch each, by area. Immutable: a method with a value
 * returns a changed copy. Tests that show that nothing leaks should pass with {@link #defaults()} and with
 * {@link #pessimistic()}.
 *
 * <p>A new switch is one block in the interface of its area; nothing else has to know it.
 */
public final class BrokerSwitches
        implements LoginSwitches, AclSwitches, OboSwitches, MqttSwitches, MessageSwitches, SempSwitches {

    public enum SameName {
        /** The older connection is closed. */
        TAKE_OVER,
        /** The newer login is refused. */
        REFUSE
    }

    public enum GreaterThanForMqtt {
        /** A level that is the character {@code >}: matches nothing useful. */
        LITERAL,
        REFUSED,
        /** Like for an SMF target. */
        WORKS
    }

    public enum MqttSpelling {
        /** {@code +} and {@code #}. */
        MQTT,
        /** {@code *}, and a last level of the byte 0x03 for {@code #}. */
        SMF
    }

    public enum OwnerlessSession {
        /** The first client username that connects becomes its owner. */
        ADOPTED,
        /** Every client username may; it stays without an owner. */
        OPEN,
        /** Nobody, until management sets an owner. */
        REFUSED
    }

    private static final List<Switch<?>> ALL = declared();
    private static final BrokerSwitches DEFAULTS = new BrokerSwitches(Map.of());
    private static final BrokerSwitches PESSIMISTIC = hardest();

    private final Map<Switch<?>, Object> changed;

    private BrokerSwitches(Map<Switch<?>, Object> changed) {
        this.changed = Map.copyOf(changed);
    }

    /** What is thought most likely. */
    public static BrokerSwitches defaults() {
        return DEFAULTS;
    }

    /** Each fact the way that is hardest for a product that has to prove that nobody is sent what they may not see. */
    public static BrokerSwitches pessimistic() {
        return PESSIMISTIC;
    }

    /** Every switch there is. */
    public static List<Switch<?>> all() {
        return List.copyOf(ALL);
    }

    // Only values of a key's own type are put.
    @SuppressWarnings("unchecked")
    @Override
    public <T> T get(Switch<T> key) {
        Object value = changed.get(key);
        return value == null ? key.likely() : (T) value;
    }

    @Override
    public <T> BrokerSwitches with(Switch<T> key, T value) {
        Map<Switch<?>, Object> copy = new HashMap<>(changed);
        copy.put(key, Objects.requireNonNull(value, key.name()));
        return new BrokerSwitches(copy);
    }

    /** A copy with some of them changed: {@code defaults().with(s -> s.sameName(SameName.REFUSE))}. */
    public BrokerSwitches with(UnaryOperator<BrokerSwitches> change) {
        return change.apply(this);
    }

    private static BrokerSwitches hardest() {
        Map<Switch<?>, Object> values = new HashMap<>();
        ALL.forEach(key -> values.put(key, key.hardest()));
        return new BrokerSwitches(values);
    }

    /** The constants of all areas, in the order they are declared. */
    private static List<Switch<?>> declared() {
        List<Switch<?>> all = new ArrayList<>();
        for (Class<?> area : BrokerSwitches.class.getInterfaces()) {
            for (Field field : area.getDeclaredFields()) {
                try {
                    all.add((Switch<?>) field.get(null));
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(area.getSimpleName() + "." + field.getName(), e);
                }
            }
        }
        return List.copyOf(all);
    }

    /** Every switch with its value, one a line. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        ALL.forEach(key -> text.append(key.name()).append('=').append(get(key)).append('\n'));
        return text.toString();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof BrokerSwitches other && ALL.stream().allMatch(key -> get(key).equals(other.get(key)));
    }

    @Override
    public int hashCode() {
        return ALL.stream().map(this::get).toList().hashCode();
    }
}
