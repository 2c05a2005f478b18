package dev.usher.semp;

import java.util.Objects;

/**
 * One exception of a topic or share-name control.
 *
 * @param value a topic filter or share name, 1..250 characters, stored by the broker as written
 */
public record AclExceptionEntry(AclSyntax syntax, String value) {

    public AclExceptionEntry {
        Objects.requireNonNull(syntax, "syntax");
        Objects.requireNonNull(value, "value");
    }

    public static AclExceptionEntry smf(String value) {
        return new AclExceptionEntry(AclSyntax.SMF, value);
    }

    public static AclExceptionEntry mqtt(String value) {
        return new AclExceptionEntry(AclSyntax.MQTT, value);
    }
}
