package dev.usher.topics;

/** What may follow the listed levels of a filter. */
enum Tail {
    NONE,
    /** SMF {@code >}. */
    ONE_OR_MORE,
    /** MQTT {@code #}, inside the broker a last level that is the one byte 0x03. */
    ZERO_OR_MORE;

    /** The fewest levels this stands for. */
    int least() {
        return this == ONE_OR_MORE ? 1 : 0;
    }
}
