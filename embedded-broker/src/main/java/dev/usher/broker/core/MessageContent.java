package dev.usher.broker.core;

/** A message in the form its protocol gave it, read when somebody asks: routing does not. Immutable, thread-safe. */
public interface MessageContent {

    /** The binary attachment of an SMF message (without one: its XML), or the MQTT payload. */
    byte[] payload();

    /** What an MQTT client gets as payload. */
    byte[] mqttPayload();

    /** Never fails: what cannot be read is left out, and the body is {@link MessageBody.Type#UNREADABLE}. */
    MessageDetails details();
}
