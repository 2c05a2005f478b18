package dev.usher.broker.smf;

/**
 * The largest messages that SMF clients may publish. They are told at the login, and larger ones are refused. What counts is everything
 * behind the header: payload, user properties and metadata.
 *
 * @param guaranteed bytes
 * @param direct bytes
 */
public record MessageLimits(int guaranteed, int direct) {

    /** 10,000,000 bytes each. */
    public static final MessageLimits STANDARD = new MessageLimits(10_000_000, 10_000_000);

    private static final int MOST = 64_000_000;
    private static final int HEADER = 100_000;

    public MessageLimits {
        if (guaranteed < 1 || direct < 1 || guaranteed > MOST || direct > MOST) {
            throw new IllegalArgumentException("messages of up to " + guaranteed + " bytes guaranteed and " + direct
                    + " bytes direct: use 1 to " + MOST);
        }
    }

    boolean allow(SmfFrame message) {
        int size = message.bytes().length - message.headerLength();
        return size <= (message.isGuaranteed() ? guaranteed : direct);
    }

    /** What is larger than this is not read to its end, so not refused politely either. */
    int maxFrame() {
        return Math.max(Math.max(guaranteed, direct), STANDARD.guaranteed) + HEADER;
    }
}
