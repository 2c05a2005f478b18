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

    /** Ends the connection from the broker's side. The client is already gone from the core. */
    void disconnect(String reason);
}
