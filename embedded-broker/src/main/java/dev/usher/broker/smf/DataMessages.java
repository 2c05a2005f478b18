package dev.usher.broker.smf;

import dev.usher.broker.core.Message;
import dev.usher.broker.core.Protocol;

/** Data messages between their wire form and the core. */
final class DataMessages {

    /** One block, SDT: a stream that holds the bytes 80 00, "bytes message, no flags". */
    private static final byte[] BYTES_MESSAGE = {1, 0, 0, 0, 9, 0x2f, 0, 0, 0, 9, 0x18, 4, (byte) 0x80, 0};

    private static final int XML_PAYLOAD = 1;
    private static final int ATTACHMENT = 2;
    private static final int METADATA = 4;

    private DataMessages() {}

    /** The message in a frame that has a topic, with its delivery frame prepared. */
    static Message decode(SmfFrame frame, HeaderParameters parameters) {
        String topic = parameters.topic().orElseThrow(() -> new MalformedFrameException("no topic"));
        boolean guaranteed = frame.isGuaranteed();
        int flags = frame.flags() & ~SmfFrame.DISCARD_INDICATION;
        if (guaranteed) {
            flags &= ~(SmfFrame.GUARANTEED | SmfFrame.DMQ_ELIGIBLE);
        }
        byte[] payload = payload(frame, parameters);
        byte[] forwarded = parameters.forwarded();
        byte[] body = frame.body().rest();
        int headerLength = SmfFrame.FIXED_HEADER + forwarded.length;
        byte[] delivery = new ByteWriter(headerLength + body.length)
                .u8(flags)
                .u8(SmfFrame.TR_MSG)
                .u8(frame.classOfService())
                .u8(0xff)
                .u32(headerLength)
                .u32((long) headerLength + body.length)
                .raw(forwarded)
                .raw(body)
                .toBytes();
        boolean eliding = (flags & SmfFrame.ELIDING_ELIGIBLE) != 0;
        return Message.of(topic, payload, eliding, guaranteed).withWire(Protocol.SMF, delivery);
    }

    /** The binary attachment, or else the XML payload. */
    private static byte[] payload(SmfFrame frame, HeaderParameters parameters) {
        ByteReader body = frame.body();
        if (!parameters.hasSummary()) {
            return body.rest();
        }
        byte[] xml = {};
        byte[] attachment = null;
        ByteReader summary = parameters.summary();
        while (summary.hasMore()) {
            int element = summary.u8();
            int size = (element & 0x0f) - 1;
            if (size < 0 || size > 4) {
                throw new MalformedFrameException("contents summary");
            }
            byte[] part = body.take(body.length(summary.uint(size), 0));
            if (element >> 4 == ATTACHMENT) {
                attachment = part;
            } else if (element >> 4 == XML_PAYLOAD) {
                xml = part;
            }
        }
        return attachment != null ? attachment : xml;
    }

    /** The delivery frame of a message that was not born as SMF: a bytes message. */
    static byte[] encode(Message message) {
        byte[] payload = message.payload();
        ByteWriter parameters = new ByteWriter(300);
        byte[] topic = new ByteWriter(64).string(message.topic()).toBytes();
        parameters.u8(0x98).u8(2 + topic.length).raw(topic);
        ByteWriter summary = new ByteWriter(8);
        if (payload.length > 0) {
            summary.u8(ATTACHMENT << 4 | 5).u32(payload.length);
        }
        summary.u8(METADATA << 4 | 2).u8(BYTES_MESSAGE.length);
        parameters.u8(0x96).u8(2 + summary.size()).raw(summary.toBytes());
        byte[] body = new ByteWriter(payload.length + BYTES_MESSAGE.length)
                .raw(payload)
                .raw(BYTES_MESSAGE)
                .toBytes();
        return SmfFrame.of(SmfFrame.TR_MSG, parameters.toBytes(), body);
    }

    /** The delivery frame for one client. */
    static byte[] delivery(Message message, boolean discardIndication) {
        byte[] frame = message.wire(Protocol.SMF, DataMessages::encode);
        if (!discardIndication) {
            return frame;
        }
        byte[] flagged = frame.clone();
        flagged[0] |= (byte) SmfFrame.DISCARD_INDICATION;
        return flagged;
    }
}
