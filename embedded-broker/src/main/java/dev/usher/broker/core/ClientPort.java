package dev.usher.broker.core;

/** The network side of one client. Called on any thread, also with broker locks held: it must neither block nor call back. */
public interface ClientPort {

    /**
     * Hands a message over for sending.
     *
     * @param discardIndication earlier messages were dropped (SMF carries this bit; MQTT has none)
     * @return false if the client's egress is full: the message was not taken, the core counts it as discarded
     */
    boolean deliver(Message message, boolean discardIndication);

    /**
     * Hands a QoS 1 message over for sending, which is always taken; only MQTT clients get any.
     *
     * @param duplicate it was sent before, under the same packet id, and is not acknowledged
     */
    default void deliverGuaranteed(Message message, int packetId, boolean duplicate) {
        throw new UnsupportedOperationException("guaranteed delivery");
    }

    /** Ends the connection from the broker's side. The client is already gone from the core. */
    void disconnect(String reason);
}
