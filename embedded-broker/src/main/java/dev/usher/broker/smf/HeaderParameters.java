package dev.usher.broker.smf;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The header parameters of one frame that this broker knows; others are skipped. Parsing notes where things are and
 * copies nothing: most of it is not asked for.
 */
final class HeaderParameters {

    private static final int TYPE_MASK = 0x1f;
    private static final int LIGHTWEIGHT = 0x20;

    private static final String QUEUE_PREFIX = "#P2P/QUE/";
    private static final byte[] NOTHING = {};

    /** A range of the frame: its begin in the high half, its end in the low one. No range begins at 0. */
    private static final long NONE = 0;

    private final byte[] frame;
    private long correlationTag = NONE;
    private long topic = NONE;
    private long summary = NONE;
    private long username = NONE;
    private long password = NONE;
    private long userData = NONE;
    private long extended = NONE;
    private long messageId = -1;
    private long previousMessageId = -1;
    private long flowId = -1;
    private long timeToLive = -1;
    private int priority = -1;
    private int deliveryMode = -1;
    private boolean toQueue;
    private boolean ackNow;
    private int dropped;

    private HeaderParameters(byte[] frame) {
        this.frame = frame;
    }

    static HeaderParameters parse(SmfFrame frame) {
        HeaderParameters result = new HeaderParameters(frame.bytes());
        ByteReader in = frame.parameters();
        while (in.hasMore()) {
            int start = in.position();
            int first = in.u8();
            if (first != 0) {
                if ((first & LIGHTWEIGHT) != 0) {
                    result.lightweight((first & 0x1c) >> 2, in, first & 0x03);
                } else {
                    result.standard(first & TYPE_MASK, in, length(in));
                }
            }
            if (!isForwarded(first)) {
                result.dropped += in.position() - start;
            }
        }
        return result;
    }

    private static int length(ByteReader in) {
        int shortLength = in.u8();
        return shortLength != 0 ? in.length(shortLength, 2) : in.length(in.u32(), 6);
    }

    /** Topic, its offsets, priority, user data, contents summary and time to live go on to subscribers. */
    private static boolean isForwarded(int first) {
        if ((first & LIGHTWEIGHT) != 0) {
            return (first & 0x1c) >> 2 == 1;
        }
        return switch (first & TYPE_MASK) {
            case 0x03, 0x04, 0x16, 0x18, 0x1c -> true;
            default -> false;
        };
    }

    private void lightweight(int type, ByteReader in, int length) {
        switch (type) {
            case 0 -> correlationTag = range(in, length);
            case 2 -> toQueue = true;
            case 3 -> ackNow = true;
            default -> {
                // Topic offsets and header extensions change nothing here.
            }
        }
        in.skip(length);
    }

    private void standard(int type, ByteReader in, int length) {
        switch (type) {
            case 0x03 -> priority = in.peek(length).u8();
            case 0x04 -> userData = range(in, length);
            case 0x06 -> username = range(in, length);
            case 0x07 -> password = range(in, length);
            case 0x10 -> deliveryMode = in.peek(length).u8();
            case 0x11 -> messageId = in.peek(length).u64();
            case 0x12 -> previousMessageId = in.peek(length).u64();
            case 0x16 -> summary = range(in, length);
            case 0x17 -> flowId = in.peek(length).u32();
            case 0x18 -> topic = range(in, length);
            case 0x1c -> timeToLive = in.peek(length).u64();
            case 0x1f -> extended = range(in, length);
            default -> {
                // Publisher id, ...: nothing to act on.
            }
        }
        in.skip(length);
    }

    private static long range(ByteReader in, int length) {
        return (long) in.position() << 32 | (in.position() + length);
    }

    private ByteReader at(long range) {
        return new ByteReader(frame, (int) (range >>> 32), (int) range);
    }

    /** Empty or three bytes; to be sent back as they are. */
    byte[] correlationTag() {
        return correlationTag == NONE ? NOTHING : at(correlationTag).rest();
    }

    Optional<String> topic() {
        return topic == NONE ? Optional.empty() : Optional.of(at(topic).string());
    }

    boolean isToQueue() {
        return toQueue || (topic != NONE && at(topic).startsWith(QUEUE_PREFIX));
    }

    String username() {
        return base64(username);
    }

    String password() {
        return base64(password);
    }

    private String base64(long range) {
        if (range == NONE) {
            return "";
        }
        try {
            return new String(Base64.getDecoder().decode(at(range).rest()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new MalformedFrameException("credentials are not base64");
        }
    }

    /** The extended parameters, which only a login is asked for. */
    ExtendedParameters extended() {
        return extended == NONE ? ExtendedParameters.NONE : ExtendedParameters.parse(at(extended));
    }

    /** Without a summary of its contents, a body is all attachment. */
    boolean hasSummary() {
        return summary != NONE;
    }

    ByteReader summary() {
        return at(summary);
    }

    byte[] userData() {
        return userData == NONE ? NOTHING : at(userData).rest();
    }

    long messageId() {
        return messageId;
    }

    long previousMessageId() {
        return previousMessageId;
    }

    long flowId() {
        return flowId;
    }

    /** In milliseconds; -1 without one. */
    long timeToLive() {
        return timeToLive;
    }

    /** 0 to 255; -1 without one. */
    int priority() {
        return priority;
    }

    /** As on the wire: 0 non-persistent, 1 persistent, 2 direct; -1 where it is not said. */
    int deliveryMode() {
        return deliveryMode;
    }

    boolean isAckNow() {
        return ackNow;
    }

    /** Whether all of them go on to subscribers. */
    boolean isForwardedWhole() {
        return dropped == 0;
    }

    /** Bytes of those that go on to subscribers. */
    static int forwardedLength(SmfFrame frame, HeaderParameters parsed) {
        return frame.headerLength() - SmfFrame.FIXED_HEADER - parsed.dropped;
    }

    /** Writes those that go on to subscribers, verbatim. */
    static void forward(SmfFrame frame, ByteWriter out) {
        ByteReader in = frame.parameters();
        while (in.hasMore()) {
            int start = in.position();
            int first = in.u8();
            if (first != 0) {
                in.skip((first & LIGHTWEIGHT) != 0 ? first & 0x03 : length(in));
            }
            if (isForwarded(first)) {
                out.raw(frame.bytes(), start, in.position());
            }
        }
    }
}
