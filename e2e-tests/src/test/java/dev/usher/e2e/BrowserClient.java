package dev.usher.e2e;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A real client library of a browser, connected over WebSocket. It subscribes to nothing unless told to. */
interface BrowserClient extends AutoCloseable {

    /**
     * One message as it reached the application.
     *
     * @param properties the user properties, where the protocol has them
     * @param discarded whether the broker says that it dropped earlier ones, where the protocol has that
     */
    record Received(String topic, byte[] payload, Map<String, Object> properties, boolean discarded) {
        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }

    /**
     * The broker's answer to the client's own subscribe request.
     *
     * @param reason the words or the code by which the broker refused it; empty if it did not
     */
    record Subscribed(boolean granted, String reason) {}

    /** Subscribes of its own accord. Fails if there is no answer. */
    Subscribed subscribeTo(String smfFilter);

    void publish(String topic, byte[] payload);

    /** Cuts the network under the client. */
    void drop();

    /** Connects again under the same name; for a client that does not do so by itself. */
    void reconnect();

    /** Everything received so far, in order. */
    List<Received> received();

    default long count(Predicate<Received> wanted) {
        return received().stream().filter(wanted).count();
    }

    /** How often the client has connected. */
    int connects();

    /** How often the client has noticed that its connection was lost. */
    int losses();

    @Override
    void close();
}
