package dev.usher.broker.core;

/** Where a message goes, or where its publisher wants the reply. */
public record Destination(Kind kind, String name) {

    public enum Kind {
        TOPIC,
        QUEUE
    }

    public static Destination topic(String name) {
        return new Destination(Kind.TOPIC, name);
    }

    public static Destination queue(String name) {
        return new Destination(Kind.QUEUE, name);
    }
}
