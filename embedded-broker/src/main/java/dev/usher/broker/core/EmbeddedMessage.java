package dev.usher.broker.core;

/**
 * A message inside a structured message, as C clients may write it.
 *
 * @param frame its bytes; nobody may change them
 */
// Never compared.
@SuppressWarnings("ArrayRecordComponent")
public record EmbeddedMessage(byte[] frame) {}
