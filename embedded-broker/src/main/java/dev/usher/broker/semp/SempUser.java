package dev.usher.broker.semp;

/**
 * Somebody who may use SEMP.
 *
 * @param readOnly global access level {@code read-only}; otherwise {@code admin}
 */
record SempUser(String name, boolean readOnly) {
    String globalAccessLevel() {
        return readOnly ? "read-only" : "admin";
    }

    String vpnAccessLevel() {
        return readOnly ? "read-only" : "read-write";
    }
}
