package dev.usher.broker.smf;

/** AssuredCtrl bodies: open and close of publisher flows, acknowledgements. Answers are in the version of the request. */
final class AssuredMessages {

    static final int OPEN_FLOW = 0;
    static final int ACK = 3;
    static final int CLOSE_FLOW = 7;

    /** From this version on, type and length have fields of their own. */
    private static final int WIDE = 3;

    private static final int PREFIX = 6;
    private static final int NARROW_PREFIX = 3;
    private static final int LAST_SENT = 0x01;
    private static final int LAST_ACKED = 0x02;
    private static final int WINDOW = 0x03;
    private static final int FLOW_ID = 0x06;
    private static final int FLOW_NAME = 0x0A;
    private static final int PUBLISHER_ID = 0x23;

    private AssuredMessages() {}

    /** @param lastAcked what the client heard of last; 0 where it does not say */
    record Request(int version, int type, String flowName, int window, long flowId, long lastAcked) {}

    static Request parse(SmfFrame frame) {
        ByteReader in = frame.body();
        int version = in.u8() & 0x3f;
        int type;
        if (version >= WIDE) {
            type = in.u8();
            if (in.u32() != in.remaining() + (long) PREFIX) {
                throw new MalformedFrameException("AssuredCtrl length");
            }
        } else if (version > 0) {
            int typeAndWords = (int) in.uint(2);
            type = typeAndWords >> 12;
            if (4 * (typeAndWords & 0xfff) != in.remaining() + NARROW_PREFIX) {
                throw new MalformedFrameException("AssuredCtrl length");
            }
        } else {
            throw new MalformedFrameException("AssuredCtrl version " + version);
        }
        String flowName = "";
        int window = 1;
        long flowId = -1;
        long lastAcked = 0;
        while (in.hasMore()) {
            int parameter = in.u8() & 0x3f;
            if (parameter == 0) {
                continue;
            }
            int shortLength = in.u8();
            int length = shortLength != 0 ? in.length(shortLength, 2) : in.length(in.u32(), 6);
            ByteReader value = in.slice(length);
            switch (parameter) {
                case FLOW_NAME -> flowName = value.string();
                case WINDOW -> window = value.u8();
                case FLOW_ID -> flowId = value.u32();
                case LAST_ACKED -> lastAcked = value.uint(8);
                default -> {
                    // What the client sent last matters only to itself: the broker's record decides.
                }
            }
        }
        return new Request(version, type, flowName, Math.max(1, window), flowId, lastAcked);
    }

    static byte[] opened(int version, PublisherFlow flow) {
        byte[] name = new ByteWriter(64).string(flow.name()).toBytes();
        ByteWriter out = new ByteWriter(128)
                .u8(FLOW_ID)
                .u8(6)
                .u32(flow.id())
                .u8(FLOW_NAME)
                .u8(2 + name.length)
                .raw(name)
                .u8(PUBLISHER_ID)
                .u8(6)
                .u32(1_000L + flow.id());
        id(out, LAST_ACKED, flow.acknowledgeable());
        id(out, LAST_SENT, flow.acknowledgeable());
        out.u8(WINDOW).u8(3).u8(flow.window());
        return body(version, OPEN_FLOW, out);
    }

    /** A refusal carries one parameter, because an empty list is more than some tools can read. */
    static byte[] refused(int version, int type) {
        return body(version, type, new ByteWriter(8).u8(WINDOW).u8(3).u8(0));
    }

    static byte[] closed(int version, long flowId) {
        return body(version, CLOSE_FLOW, new ByteWriter(8).u8(FLOW_ID).u8(6).u32(flowId));
    }

    /** @param version that the flow was opened in */
    static byte[] ack(int version, PublisherFlow flow, long messageId) {
        ByteWriter out = new ByteWriter(32).u8(FLOW_ID).u8(6).u32(flow.id());
        id(out, LAST_ACKED, messageId);
        out.u8(WINDOW).u8(3).u8(flow.window());
        return body(version, ACK, out);
    }

    private static void id(ByteWriter out, int parameter, long value) {
        out.u8(parameter).u8(10).u64(value);
    }

    private static byte[] body(int version, int type, ByteWriter parameters) {
        byte[] bytes = parameters.toBytes();
        if (version >= WIDE) {
            return new ByteWriter(PREFIX + bytes.length)
                    .u8(version)
                    .u8(type)
                    .u32((long) PREFIX + bytes.length)
                    .raw(bytes)
                    .toBytes();
        }
        // Type and length in words share two bytes; zeros fill the last word.
        int words = (NARROW_PREFIX + bytes.length + 3) / 4;
        ByteWriter out = new ByteWriter(4 * words)
                .u8(version)
                .u8(type << 4 | words >> 8)
                .u8(words)
                .raw(bytes);
        while (out.size() < 4 * words) {
            out.u8(0);
        }
        return out.toBytes();
    }
}
