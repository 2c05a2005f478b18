package dev.usher.bridge.core;

/** Decides what becomes of the records of one Kafka topic. Used by one thread. */
@FunctionalInterface
public interface RecordMapper {

    /** Never throws for what a record holds; the outcome says what is wrong with it. */
    MapOutcome map(InboundRecord record);
}
