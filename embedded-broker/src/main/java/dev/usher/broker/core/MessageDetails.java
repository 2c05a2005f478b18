package dev.usher.broker.core;

import java.util.Map;

/**
 * All that a message says beside its topic.
 *
 * @param userProperties in the publisher's order; values as in {@link MessageBody}
 */
public record MessageDetails(MessageHeaders headers, Map<String, Object> userProperties, MessageBody body) {}
