package dev.usher.semp;

import java.util.Objects;

/** A password or token on its way to the broker. Prints as stars. */
public final class SempSecret {
    private final String value;

    private SempSecret(String value) {
        this.value = value;
    }

    public static SempSecret of(String value) {
        Objects.requireNonNull(value, "secret");
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a secret must not be empty");
        }
        return new SempSecret(value);
    }

    String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SempSecret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "****";
    }
}
