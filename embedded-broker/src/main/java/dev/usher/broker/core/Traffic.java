package dev.usher.broker.core;

/**
 * Data messages counted.
 *
 * @param received from clients, those included that were then discarded
 * @param sent handed to connections
 * @param receivedDiscarded refused by an ACL, to an impossible topic, or matching no subscription
 * @param sentDiscarded dropped because a client was too slow
 */
public record Traffic(long received, long sent, long receivedDiscarded, long sentDiscarded) {

    static final Traffic NONE = new Traffic(0, 0, 0, 0);

    Traffic plus(Traffic other) {
        return new Traffic(
                received + other.received,
                sent + other.sent,
                receivedDiscarded + other.receivedDiscarded,
                sentDiscarded + other.sentDiscarded);
    }
}
