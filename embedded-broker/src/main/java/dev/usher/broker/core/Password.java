package dev.usher.broker.core;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A client password; prints as stars. */
public final class Password {

    private final byte[] value;

    private Password(String value) {
        this.value = value.getBytes(StandardCharsets.UTF_8);
    }

    public static Password of(String value) {
        return new Password(value);
    }

    public boolean matches(String candidate) {
        return MessageDigest.isEqual(value, candidate.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "****";
    }
}
