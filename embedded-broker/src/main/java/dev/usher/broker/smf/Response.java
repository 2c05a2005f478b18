package dev.usher.broker.smf;

/** Control frames from broker to client: correlation tag, code and text, body. */
final class Response {

    private static final int REJECT_IF_UNKNOWN = 0x80;

    private Response() {}

    static byte[] of(int protocol, byte[] correlationTag, int code, String text, byte[] body) {
        return SmfFrame.of(protocol | REJECT_IF_UNKNOWN, parameters(correlationTag, code, text), body);
    }

    /** A refused direct message: a data frame that holds nothing but the reason (and the topic, for the text). */
    static byte[] rejectedMessage(int code, String text) {
        return SmfFrame.of(SmfFrame.TR_MSG, parameters(new byte[0], code, text), new byte[0]);
    }

    static byte[] keepAlive() {
        return SmfFrame.of(SmfFrame.KEEP_ALIVE | REJECT_IF_UNKNOWN, new byte[0], new byte[0]);
    }

    private static byte[] parameters(byte[] correlationTag, int code, String text) {
        ByteWriter out = new ByteWriter(64);
        if (correlationTag.length > 0) {
            out.u8(0x20 | correlationTag.length).raw(correlationTag);
        }
        byte[] phrase = new ByteWriter(text.length()).text(text).toBytes();
        return out.u8(0x08).u8(2 + 4 + phrase.length).u32(code).raw(phrase).toBytes();
    }
}
