package dev.usher.bridge.mapping;

import dev.usher.topics.Placeholder;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/**
 * Which records a route takes: {@code {type} == 'trade' and {size} >= 100}.
 *
 * <pre>
 *   {a} == 'text'   {a} != 'text'   {a} in ('x', 'y')   {a} not in ('x', 'y')
 *   {a} == 5        {a} != 5        {a} &lt; 5   &lt;=   &gt;   &gt;=       {a} == true
 *   exists {a}      not …           … and …   … or …    ( … )      not binds tightest, then and, then or
 * </pre>
 *
 * A text is compared with the value as it is written in the record, letter for letter: {@code '5'} equals the number 5 as well as
 * the text, but not 5.0. A number is compared as a number, exactly: {@code 5} equals 5.0 and 5e0, and never the JSON text "5";
 * only keys and headers, which know no types, are read as numbers. {@code true} and {@code false} equal just themselves.
 *
 * <p>A field that is missing or null, or is an object or an array, equals nothing and is in no order to anything. {@code !=} and
 * {@code not in} are always the opposite of {@code ==} and {@code in}, so they hold for such a field. A number that
 * has more than 1,000 characters, or digits more than 1,000 places from the decimal point, counts as no number. {@code exists} holds
 * for a field that is there and not null. Nothing in a record makes a condition fail.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class Condition {

    /** Takes every record. */
    public static final Condition ALWAYS = new Condition("", List.of(), binding -> slots -> true);

    /** A condition that has yet to learn where its values are. */
    @FunctionalInterface
    interface Unbound {
        BoundCondition bind(Binding binding);
    }

    /**
     * How a condition learns of its values.
     *
     * @param slotOf where they are
     * @param payload whether those of the payload are known
     * @param otherwise what a comparison with an unknown value counts as
     */
    record Binding(ToIntFunction<Placeholder> slotOf, boolean payload, boolean otherwise) {

        /** For what stands behind a {@code not}. */
        Binding opposite() {
            return new Binding(slotOf, payload, !otherwise);
        }

        /** A comparison with one value. */
        BoundCondition compare(Placeholder placeholder, IntFunction<BoundCondition> comparison) {
            return payload || placeholder.source() != Placeholder.Source.PAYLOAD
                    ? comparison.apply(slotOf.applyAsInt(placeholder))
                    : slots -> otherwise;
        }
    }

    private final String text;
    private final List<Placeholder> placeholders;
    private final Unbound unbound;

    Condition(String text, List<Placeholder> placeholders, Unbound unbound) {
        this.text = text;
        this.placeholders = List.copyOf(placeholders);
        this.unbound = unbound;
    }

    /**
     * The condition with this text.
     *
     * @throws IllegalArgumentException when it is none; the message says where, and what was expected
     */
    public static Condition parse(String text) {
        return new ConditionParser(text).parse();
    }

    /** What a record has to provide, each once. */
    public List<Placeholder> placeholders() {
        return placeholders;
    }

    /** Whether every record is taken without being looked at. */
    public boolean always() {
        return text.isEmpty();
    }

    BoundCondition bind(ToIntFunction<Placeholder> slotOf) {
        return unbound.bind(new Binding(slotOf, true, false));
    }

    /** Whether it could hold for a payload that is not there: each comparison with a field of it may turn out either way. */
    BoundCondition bindWithoutPayload(ToIntFunction<Placeholder> slotOf) {
        return unbound.bind(new Binding(slotOf, false, true));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Condition that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(text);
    }

    /** As it was written; empty for {@link #ALWAYS}. */
    @Override
    public String toString() {
        return text;
    }
}
