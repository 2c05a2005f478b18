package dev.usher.bridge.core;

/** Which facts about a record travel with the event as user properties {@code k_topic}, {@code k_partition}, … */
public record RecordProperties(boolean topic, boolean partition, boolean offset, boolean timestamp) {

    public static final RecordProperties ALL = new RecordProperties(true, true, true, true);
    public static final RecordProperties NONE = new RecordProperties(false, false, false, false);

    public boolean any() {
        return topic || partition || offset || timestamp;
    }
}
