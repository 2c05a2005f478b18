package dev.usher.broker.smf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** The header parameters of one frame that this broker acts on; others are skipped. */
final class HeaderParameters {

    /** A delivery without a summary of its contents is all attachment. */
    private static final byte[] NO_SUMMARY = {};

    private byte[] correlationTag = {};
    private String topic;
    private boolean toQueue;
    private String username = "";
    private String password = "";
    private byte[] summary = NO_SUMMARY;
    private long messageId = -1;
    private long previousMessageId = -1;
    private long flowId = -1;
    private boolean ackNow;
    private final ByteWriter forwarded = new ByteWriter(64);

    private HeaderParameters() {}

    static HeaderParameters parse(SmfFrame frame) {
        HeaderParameters result = new HeaderParameters();
        ByteReader in = frame.parameters();
        while (in.hasMore()) {
            int start = in.position();
            int first = in.u8();
            if (first == 0) {
                continue;
            }
            boolean keep;
            if ((first & 0x20) != 0) {
                keep = result.lightweight((first & 0x1c) >> 2, in.slice(first & 0x03));
            } else {
                int shortLength = in.u8();
                int length = shortLength != 0 ? in.length(shortLength, 2) : in.length(in.u32(), 6);
                keep = result.standard(first & 0x1f, in.slice(length));
            }
            if (keep) {
                result.forwarded.raw(frame.bytes(), start, in.position());
            }
        }
        return result;
    }

    private boolean lightweight(int type, ByteReader value) {
        switch (type) {
            case 0 -> correlationTag = value.rest();
            case 1 -> {
                return true;
            }
            case 2 -> toQueue = true;
            case 3 -> ackNow = true;
            default -> {
                // Header extensions change nothing here.
            }
        }
        return false;
    }

    private boolean standard(int type, ByteReader value) {
        switch (type) {
            case 0x03, 0x04, 0x1c -> {
                return true;
            }
            case 0x06 -> username = base64(value);
            case 0x07 -> password = base64(value);
            case 0x11 -> messageId = value.u64();
            case 0x12 -> previousMessageId = value.u64();
            case 0x16 -> {
                summary = value.rest();
                return true;
            }
            case 0x17 -> flowId = value.u32();
            case 0x18 -> {
                topic = value.string();
                return true;
            }
            default -> {
                // Delivery mode, publisher id, extended parameters, ...: not needed to route a message.
            }
        }
        return false;
    }

    private static String base64(ByteReader value) {
        try {
            return new String(Base64.getDecoder().decode(value.rest()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new MalformedFrameException("credentials are not base64");
        }
    }

    /** Empty or three bytes; to be sent back as they are. */
    byte[] correlationTag() {
        return Arrays.copyOf(correlationTag, correlationTag.length);
    }

    Optional<String> topic() {
        return Optional.ofNullable(topic);
    }

    boolean isToQueue() {
        return toQueue || (topic != null && topic.startsWith("#P2P/QUE/"));
    }

    String username() {
        return username;
    }

    String password() {
        return password;
    }

    boolean hasSummary() {
        return summary != NO_SUMMARY;
    }

    ByteReader summary() {
        return new ByteReader(summary, 0, summary.length);
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

    boolean isAckNow() {
        return ackNow;
    }

    /** The parameters that go on to subscribers, verbatim. */
    byte[] forwarded() {
        return forwarded.toBytes();
    }
}
