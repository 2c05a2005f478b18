package dev.usher.bridge.mapping;

import dev.usher.bridge.core.InboundRecord;
import dev.usher.bridge.core.MapOutcome;
import java.util.Optional;

/**
 * Reads the wanted fields out of the payloads of one Kafka topic. Prepared once by a {@link PayloadFormat}, then used for every record,
 * by one thread.
 *
 * <p>A decoder gets the whole record because some formats do not explain themselves: with a schema registry the Kafka topic, and for
 * some serializers a header, lead to the schema. What it puts into the slots need not be a piece of the payload: a format that
 * has numbers in binary writes their digits into a buffer of its own.
 */
public interface PayloadDecoder {

    /**
     * Reads one record. Never throws for what the record holds.
     *
     * @param record with a payload
     * @param slots all {@link FieldKind#MISSING}; the first ones belong to the fields the decoder was prepared for, in their order
     * @return empty when the whole payload is valid; otherwise why not, and what the slots hold then means nothing
     */
    Optional<MapOutcome.Unmappable> decode(InboundRecord record, FieldSlots slots);
}
