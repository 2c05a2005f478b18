package dev.usher.broker.core;

/**
 * How much of what clients published is kept for tests.
 *
 * @param messages the newest so many; 0 keeps nothing
 * @param bytes of data, together
 */
public record JournalLimits(int messages, long bytes) {

    /** 10,000 messages, 32 MB. */
    public static final JournalLimits STANDARD = new JournalLimits(10_000, 32_000_000);

    /** Nothing is kept; what is accepted is counted all the same. */
    public static final JournalLimits OFF = new JournalLimits(0, 0);

    public JournalLimits {
        if (messages < 0 || bytes < 0) {
            throw new IllegalArgumentException(
                    "journal of " + messages + " messages and " + bytes + " bytes: use 0 or more");
        }
        if (messages == Integer.MAX_VALUE || bytes > Runtime.getRuntime().maxMemory() / 2) {
            throw new IllegalArgumentException(
                    "journal of " + messages + " messages and " + bytes
                            + " bytes: more than half of the heap, which it would fill; give a smaller number or a larger -Xmx");
        }
    }

    boolean isOff() {
        return messages == 0 || bytes == 0;
    }
}
