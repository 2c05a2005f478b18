package dev.usher.broker.core;

import java.util.Optional;
import javax.net.ssl.SSLSession;

/** The network side of one client. Called on any thread, also with broker locks held: it must neither block nor call back. */
public interface ClientPort {

    /**
     * Hands a message over for sending.
     *
     * @return how many messages had to be discarded for it, oldest first, because the client is too slow; the next one sent
     *     says so where the protocol can
     */
    int deliver(Message message);

    /**
     * Hands a QoS 1 message over for sending, which is always taken; only MQTT clients get any.
     *
     * @param duplicate it was sent before, under the same packet id, and is not acknowledged
     */
    default void deliverGuaranteed(Message message, int packetId, boolean duplicate) {
        throw new UnsupportedOperationException("guaranteed delivery");
    }

    /** Sends the first half of this message's bytes and ends the connection. The client is already gone from the core. */
    default void cutInside(Message message) {
        disconnect("fault");
    }

    /** What was held back by a fault may go on. */
    default void faultsChanged() {}

    /** What TLS agreed on with this client; empty where its connection speaks plain text. */
    default Optional<SSLSession> tls() {
        return Optional.empty();
    }

    /** Ends the connection from the broker's side. The client is already gone from the core. */
    void disconnect(String reason);
}
