package dev.usher.probes;

import com.solacesystems.jcsmp.BytesXMLMessage;
import java.util.List;
import java.util.Optional;

/**
 * A message that arrived.
 *
 * @param qos of an MQTT delivery; 0 for SMF
 * @param repeated marked as delivered before
 * @param smf the whole message, when it came by SMF
 */
public record Heard(String topic, String payload, int qos, boolean repeated, Optional<BytesXMLMessage> smf) {

    /** The payloads, in the order they came. */
    public static List<String> payloads(List<Heard> messages) {
        return messages.stream().map(Heard::payload).toList();
    }
}
