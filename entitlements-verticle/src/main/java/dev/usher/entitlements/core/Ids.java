package dev.usher.entitlements.core;

/** The one rule for names of products, groups, users and brokers. */
final class Ids {
    private static final int MAX_LENGTH = 128;

    private Ids() {}

    static void check(String kind, String id) {
        if (id == null || id.isBlank()) {
            throw new IllegalArgumentException("a " + kind + " needs a name");
        }
        if (id.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    kind + " name of " + id.length() + " characters is longer than " + MAX_LENGTH);
        }
        if (id.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(kind + " name contains a control character");
        }
    }
}
