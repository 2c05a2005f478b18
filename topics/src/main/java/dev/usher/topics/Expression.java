package dev.usher.topics;

import java.util.List;
import java.util.Objects;

/**
 * What stands between two braces: a {@link Placeholder}, and the filters its value goes through from left to right.
 *
 * <pre>
 *   {strike | number '0.00'}    exact, rounded half up; '0.00' exact refuses what would be rounded
 *   {price | number}            all digits, without trailing zeros and exponent
 *   {tradeTime | date 'yyyyMMdd' 'America/New_York'}
 *   {seen | date 'HH' from seconds}
 *   {venue | default 'XNAS'}    for a value that is missing, null or empty
 *   {symbol | upper}  {symbol | lower}
 * </pre>
 *
 * Filters give the same text in every locale. What they do to different values is what they are for: with {@code upper},
 * {@code aapl} and {@code AAPL} meet in one topic, with a format all that is rounded or truncated to the same text, with {@code default}
 * the value itself and its absence. Only values without filters are promised to stay apart.
 */
public final class Expression {

    private final Placeholder placeholder;
    private final String text;
    private final List<ValueFilter> filters;
    private final boolean readsNumbers;

    Expression(Placeholder placeholder, String text, List<ValueFilter> filters) {
        this.placeholder = placeholder;
        this.text = text;
        this.filters = List.copyOf(filters);
        this.readsNumbers = filters.stream().anyMatch(ValueFilter::readsNumbers);
    }

    public Placeholder placeholder() {
        return placeholder;
    }

    /** Whether the value is shown as it is. */
    public boolean plain() {
        return filters.isEmpty();
    }

    /** Whether a filter turns a number, however it is written, into one spelling: then fractions and exponents are welcome. */
    public boolean readsNumbers() {
        return readsNumbers;
    }

    /**
     * What the template shows of a value.
     *
     * @param value null when the record has none
     * @return null when there is still none
     * @throws UnusableValueException when a filter can do nothing with the value
     */
    public String apply(String value) throws UnusableValueException {
        return apply(value, true);
    }

    /**
     * As {@link #apply(String)}, for values that have a type.
     *
     * @param mayBeNumber false for what is a text by its type, and therefore no number to {@code date} although it has digits alone;
     *     {@code number} in front of it reads such a text
     */
    public String apply(String value, boolean mayBeNumber) throws UnusableValueException {
        String result = value;
        boolean numeric = mayBeNumber;
        for (ValueFilter filter : filters) {
            // What stands for an empty value was written by whoever wrote the template.
            numeric |= result == null || result.isEmpty();
            result = filter.apply(result, numeric);
            numeric |= filter instanceof NumberFilter;
        }
        return result;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Expression that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(text);
    }

    /** As written, braces included. */
    @Override
    public String toString() {
        return text;
    }
}
