package dev.usher.topics;

/** {@code default 'XNAS'}: what stands for a value that is missing, null or empty. */
record DefaultFilter(String text) implements ValueFilter {
    DefaultFilter {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("default stands for an empty value and cannot be empty itself");
        }
    }

    @Override
    public String apply(String value, boolean numeric) {
        return value == null || value.isEmpty() ? text : value;
    }
}
