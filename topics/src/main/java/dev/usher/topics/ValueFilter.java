package dev.usher.topics;

/** One step between a value of a record and what a template shows of it. Immutable, the same in every locale. */
sealed interface ValueFilter permits CaseFilter, DateFilter, DefaultFilter, NumberFilter {

    /**
     * @param value null when the record has none
     * @param numeric whether digits are a number, and not just a text
     * @return null when there is still none
     * @throws UnusableValueException when this filter can do nothing with it
     */
    String apply(String value, boolean numeric) throws UnusableValueException;

    /** Whether a number with a fraction or an exponent, or {@code -0}, is a number to this filter, and not just the text it was written with. */
    default boolean readsNumbers() {
        return false;
    }
}
