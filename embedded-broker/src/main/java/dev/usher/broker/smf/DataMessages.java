package dev.usher.broker.smf;

import dev.usher.broker.core.Message;
import dev.usher.broker.core.Protocol;

/** Data messages between their wire form and the core. */
final class DataMessages {

    private static final int HOP_LIMIT = 0xff;

    private DataMessages() {}

    /**
     * The message in a frame that has a topic; the frame becomes the message's.
     *
     * @param textIsPlainForMqtt what MQTT clients get of a text message: the text, or its SDT bytes
     */
    static Message decode(SmfFrame frame, HeaderParameters parameters, boolean textIsPlainForMqtt) {
        String topic = parameters.topic().orElseThrow(() -> new MalformedFrameException("no topic"));
        Contents.check(frame, parameters);
        return Message.received(
                topic,
                new FrameContent(frame, isVerbatim(frame, parameters), textIsPlainForMqtt),
                new Message.Traits(
                        frame.has(SmfFrame.ELIDING_ELIGIBLE),
                        frame.isGuaranteed(),
                        frame.has(SmfFrame.DELIVER_TO_ONE),
                        classOfService(frame),
                        frame.bytes().length));
    }

    /** 1 to 3, as clients know it. */
    static int classOfService(SmfFrame frame) {
        return Math.min(3, (frame.classOfService() >> 4) + 1);
    }

    /** The delivery frame, the same for all clients. */
    static byte[] delivery(Message message) {
        return message.wire(Protocol.SMF, DataMessages::encode);
    }

    private static byte[] encode(Message message) {
        return message.content() instanceof FrameContent content
                ? forwarded(content)
                : bytesMessage(message.topic(), message.payload());
    }

    /** Body and most parameters verbatim; what belongs to the publisher's connection or flow is left out. */
    private static byte[] forwarded(FrameContent content) {
        SmfFrame frame = content.frame();
        if (content.isVerbatim()) {
            return frame.bytes();
        }
        HeaderParameters parameters = HeaderParameters.parse(frame);
        int flags = forwardedFlags(frame);
        int headerLength = SmfFrame.FIXED_HEADER + HeaderParameters.forwardedLength(frame, parameters);
        int length = frame.bytes().length - frame.headerLength() + headerLength;
        ByteWriter out = new ByteWriter(length)
                .u8(flags)
                .u8(SmfFrame.TR_MSG)
                .u8(frame.classOfService())
                .u8(HOP_LIMIT)
                .u32(headerLength)
                .u32(length);
        HeaderParameters.forward(frame, out);
        return out.raw(frame.bytes(), frame.headerLength(), frame.bytes().length)
                .toBytes();
    }

    /** Whether subscribers get the frame as it is, which spares a copy: nearly all direct messages of JCSMP. */
    private static boolean isVerbatim(SmfFrame frame, HeaderParameters parameters) {
        return parameters.isForwardedWhole() && frame.hasHeader(forwardedFlags(frame), SmfFrame.TR_MSG, HOP_LIMIT);
    }

    private static int forwardedFlags(SmfFrame frame) {
        int flags = frame.flags() & ~SmfFrame.DISCARD_INDICATION;
        return frame.isGuaranteed() ? flags & ~(SmfFrame.GUARANTEED | SmfFrame.DMQ_ELIGIBLE) : flags;
    }

    /** The delivery frame of a message that was not born as SMF. */
    private static byte[] bytesMessage(String topic, byte[] payload) {
        ByteWriter parameters = new ByteWriter(300);
        byte[] name = new ByteWriter(64).string(topic).toBytes();
        parameters.u8(0x98).u8(2 + name.length).raw(name);
        byte[] metadata = Metadata.ofBytesMessage();
        ByteWriter summary = new ByteWriter(8);
        if (payload.length > 0) {
            summary.u8(Contents.ATTACHMENT << 4 | 5).u32(payload.length);
        }
        summary.u8(Contents.METADATA << 4 | 2).u8(metadata.length);
        parameters.u8(0x96).u8(2 + summary.size()).raw(summary.toBytes());
        byte[] body = new ByteWriter(payload.length + metadata.length)
                .raw(payload)
                .raw(metadata)
                .toBytes();
        return SmfFrame.of(SmfFrame.TR_MSG, parameters.toBytes(), body);
    }
}
