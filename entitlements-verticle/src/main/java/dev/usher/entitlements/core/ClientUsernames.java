package dev.usher.entitlements.core;

/** What a broker takes for a client username. */
public final class ClientUsernames {
    private static final int LONGEST = 189;
    private static final int FIRST_PRINTABLE = 0x20;
    private static final int LAST_PRINTABLE = 0x7E;

    private ClientUsernames() {}

    /**
     * Checks a name: 1 to 189 printable ASCII characters without {@code ?} and {@code *} (SEMP v2 spec,
     * MsgVpnClientUsername.clientUsername).
     *
     * @throws IllegalArgumentException with the way out: a user may have any name, the client username of one may not
     */
    public static void check(String username) {
        if (username == null || username.isBlank()) {
            throw new IllegalArgumentException("a client username must not be empty");
        }
        if (username.length() > LONGEST) {
            throw new IllegalArgumentException("client username of " + username.length()
                    + " characters is longer than the broker's " + LONGEST + "; map the user to a shorter one");
        }
        username.chars()
                .filter(c -> c < FIRST_PRINTABLE || c > LAST_PRINTABLE || c == '?' || c == '*')
                .findFirst()
                .ifPresent(c -> {
                    throw new IllegalArgumentException("client username " + username
                            + " has a character that the broker does not take (" + String.format("U+%04X", c)
                            + "); map the user to one of printable ASCII without ? and *");
                });
        if (username.startsWith("#")) {
            throw new IllegalArgumentException(
                    "client username " + username + " starts with #, which is reserved by the broker");
        }
    }
}
