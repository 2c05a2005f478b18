package dev.usher.entitlements.core;

/** The one rule for names of products, groups, users and brokers. */
final class Ids {
    private static final int MAX_LENGTH = 128;

    private Ids() {}

    static void check(String kind, String id) {
        if (id == null || id.isBlank()) {
            throw new IllegalArgumentException("a " + kind + " needs a name");
        }
        int length = id.codePointCount(0, id.length());
        if (length > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    kind + " name of " + length + " characters is longer than " + MAX_LENGTH);
        }
        if (id.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(kind + " name contains a control character");
        }
        if (id.equals(".") || id.equals("..")) {
            // A path with such a segment means another path, however it is encoded (RFC 3986, section 5.2.4).
            throw new IllegalArgumentException(kind + " name " + id + " cannot stand in a path");
        }
    }
}
