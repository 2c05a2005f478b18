package dev.usher.entitlements.core;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How a seat's client calls itself. An MQTT client chooses its client id; the broker then makes a client name of it that
 * ends in a number nobody can predict, so the name is looked up and never cached across a disconnect.
 */
public sealed interface ClientRef {
    /** Leaves room for what the broker puts around an MQTT client id in its 160 bytes of client name. */
    int MAX_BYTES = 128;

    /** True if a client of this name on the broker is the one meant. */
    boolean names(String clientName);

    /** The text the client itself has to use. */
    String value();

    /** {@code mqtt} or {@code smf}. */
    String kind();

    /** Rebuilds a reference from {@link #kind()} and {@link #value()}. */
    static ClientRef of(String kind, String value) {
        return switch (kind) {
            case "mqtt" -> new Mqtt(value);
            case "smf" -> new Smf(value);
            default -> throw new IllegalArgumentException("client kind " + kind + " is neither mqtt nor smf");
        };
    }

    /** How the client of this broker-side name calls itself; empty for a name no seat can have. */
    static Optional<ClientRef> ofClientName(String clientName) {
        if (clientName.startsWith(Mqtt.PREFIX)) {
            int end = clientName.lastIndexOf('/');
            if (end <= Mqtt.PREFIX.length()) {
                return Optional.empty();
            }
            return usable(clientName.substring(Mqtt.PREFIX.length(), end)).map(Mqtt::new);
        }
        return usable(clientName).filter(name -> !name.startsWith("#")).map(Smf::new);
    }

    /**
     * An MQTT client, known by its client id.
     *
     * @param value the MQTT client id, at most 128 bytes
     */
    record Mqtt(String value) implements ClientRef {
        static final String PREFIX = "#mqtt/";

        public Mqtt {
            checkLength("MQTT client id", value);
        }

        /** PubSub+ names an MQTT client {@code #mqtt/<client id>/<number>}. */
        @Override
        public boolean names(String clientName) {
            String start = PREFIX + value + "/";
            return clientName.startsWith(start)
                    && clientName.length() > start.length()
                    && clientName.chars().skip(start.length()).allMatch(c -> c >= '0' && c <= '9');
        }

        @Override
        public String kind() {
            return "mqtt";
        }
    }

    /**
     * An SMF client (solclientjs, JCSMP), known by its client name.
     *
     * @param value the client name, at most 128 bytes, well inside the 160 of SEMP v2 (MsgVpnClient.clientName)
     */
    record Smf(String value) implements ClientRef {
        public Smf {
            checkLength("client name", value);
            if (value.startsWith("#")) {
                throw new IllegalArgumentException("client name must not start with #: that is reserved by the broker");
            }
        }

        @Override
        public boolean names(String clientName) {
            return value.equals(clientName);
        }

        @Override
        public String kind() {
            return "smf";
        }
    }

    private static Optional<String> usable(String value) {
        boolean odd = value.isBlank()
                || value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES
                || value.chars().anyMatch(ClientRef::unusable);
        return odd ? Optional.empty() : Optional.of(value);
    }

    private static boolean unusable(int c) {
        return Character.isISOControl(c) || c == '*' || c == '?';
    }

    private static void checkLength(String what, String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(what + " must not be empty");
        }
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException(what + " of " + bytes + " bytes is longer than " + MAX_BYTES);
        }
        if (value.chars().anyMatch(ClientRef::unusable)) {
            throw new IllegalArgumentException(what + " contains a control character, * or ?");
        }
    }
}
