package dev.usher.bridge.core;

/**
 * Which facts about a record travel with the event as user properties {@code k_topic}, {@code k_partition}, {@code k_offset},
 * {@code k_timestamp}, {@code k_key}, {@code k_header.<name>} and {@code k_route}.
 *
 * @param key the record's key, when it has one
 * @param headers every header of the record
 * @param route the name of the route it took; readers need it where several routes read one Kafka topic
 */
public record RecordProperties(
        boolean topic,
        boolean partition,
        boolean offset,
        boolean timestamp,
        boolean key,
        boolean headers,
        boolean route) {

    public static final RecordProperties ALL = new RecordProperties(true, true, true, true, true, true, true);
    public static final RecordProperties NONE = new RecordProperties(false, false, false, false, false, false, false);

    /**
     * Where and when the record stands in Kafka. Key and headers are the producer's own words, of any size and not written for whoever
     * may subscribe to the topic: a route has to ask for them.
     */
    public static final RecordProperties DEFAULT = new RecordProperties(true, true, true, true, false, false, false);

    public boolean any() {
        return topic || partition || offset || timestamp || key || headers || route;
    }
}
