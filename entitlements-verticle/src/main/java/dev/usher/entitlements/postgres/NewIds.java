package dev.usher.entitlements.postgres;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Names for seats and changes that nobody can guess. */
final class NewIds {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 16;

    private NewIds() {}

    /** 128 random bits in hexadecimal. */
    static String next() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
