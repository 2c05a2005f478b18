package dev.usher.semp;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which objects of a collection are wanted; conditions are ANDed. Immutable. The attributes are those of the record that is listed,
 * by their SEMP names; any other is refused when the list is asked for.
 *
 * <p>The broker takes {@code *} in a value for a wildcard and offers no escape, so what it returns for {@link #is} may be too much:
 * the client compares again, exactly.
 */
public final class Where {
    private static final Where EVERYTHING = new Where(List.of());

    private final List<Condition> conditions;

    private Where(List<Condition> conditions) {
        this.conditions = conditions;
    }

    public static Where everything() {
        return EVERYTHING;
    }

    /** The attribute equals the value, which must not be empty. */
    public static Where is(String attribute, String value) {
        return EVERYTHING.andIs(attribute, value);
    }

    /** The attribute matches a pattern in which {@code *} stands for any number of characters. */
    public static Where like(String attribute, String pattern) {
        return EVERYTHING.andLike(attribute, pattern);
    }

    /** The attribute is true, or false. */
    public static Where is(String attribute, boolean value) {
        return EVERYTHING.andIs(attribute, value);
    }

    public Where andIs(String attribute, String value) {
        return and(attribute, SempEncoding.value(nonEmpty(attribute, value)), value::equals);
    }

    public Where andIs(String attribute, boolean value) {
        return and(
                attribute,
                Boolean.toString(value),
                found -> Boolean.valueOf(value).equals(found));
    }

    public Where andLike(String attribute, String pattern) {
        String encoded = SempEncoding.value(nonEmpty(attribute, pattern)).replace("%2A", "*");
        return and(attribute, encoded, found -> true);
    }

    /** {@code where=a==x,b==y}, or the empty string: the commas between conditions are raw, those inside values are not. */
    String query() {
        return conditions.isEmpty()
                ? ""
                : conditions.stream()
                        .map(condition -> condition.attribute + "==" + condition.encoded)
                        .collect(Collectors.joining(",", "where=", ""));
    }

    void requireAttributesOf(Set<String> known) {
        for (Condition condition : conditions) {
            if (!known.contains(condition.attribute)) {
                throw new IllegalArgumentException("no condition is possible on " + condition.attribute);
            }
        }
    }

    boolean admits(JsonObject object) {
        return conditions.stream().allMatch(condition -> condition.exact.test(object.getValue(condition.attribute)));
    }

    @Override
    public String toString() {
        return conditions.isEmpty() ? "everything" : query();
    }

    private Where and(String attribute, String encoded, Predicate<Object> exact) {
        List<Condition> more = new ArrayList<>(conditions);
        more.add(new Condition(attribute, encoded, exact));
        return new Where(List.copyOf(more));
    }

    private static String nonEmpty(String attribute, String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("the condition on " + attribute + " compares with nothing");
        }
        return value;
    }

    private record Condition(String attribute, String encoded, Predicate<Object> exact) {}
}
