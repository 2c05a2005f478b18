package dev.usher.topics;

import java.util.Locale;

/** {@code upper} and {@code lower}. */
enum CaseFilter implements ValueFilter {
    UPPER,
    LOWER;

    @Override
    public String apply(String value, boolean numeric) {
        if (value == null) {
            return null;
        }
        return this == UPPER ? value.toUpperCase(Locale.ROOT) : value.toLowerCase(Locale.ROOT);
    }
}
