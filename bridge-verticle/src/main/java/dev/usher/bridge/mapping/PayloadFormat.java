package dev.usher.bridge.mapping;

import java.util.List;

/** How the payloads of a Kafka topic are written. Nothing else of the mapping, and nothing of the pump, knows. */
@FunctionalInterface
public interface PayloadFormat {

    /**
     * A decoder for these fields.
     *
     * @param fields names as in a template, dots leading into nested fields; each once
     */
    PayloadDecoder decoderFor(List<String> fields);
}
