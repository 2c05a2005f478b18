package dev.usher.broker.smf;

/** One SMF frame as received: 12 bytes of fixed header, header parameters, body. */
final class SmfFrame {

    static final int FIXED_HEADER = 12;

    static final int ASSURED_CTRL = 0x09;
    static final int KEEP_ALIVE = 0x0B;
    static final int CLIENT_CTRL = 0x0C;
    static final int TR_MSG = 0x0D;
    static final int SMP = 0x0F;

    /** First byte: what a broker must forward or act on. */
    static final int DISCARD_INDICATION = 0x80;

    static final int ELIDING_ELIGIBLE = 0x40;
    static final int DELIVER_TO_ONE = 0x20;
    static final int GUARANTEED = 0x10;
    static final int DMQ_ELIGIBLE = 0x08;

    private final byte[] bytes;
    private final int headerLength;

    /** Takes over the array, which holds exactly one frame whose lengths were checked. */
    SmfFrame(byte[] bytes, int headerLength) {
        this.bytes = bytes;
        this.headerLength = headerLength;
    }

    int flags() {
        return bytes[0] & 0xff;
    }

    boolean has(int flag) {
        return (bytes[0] & flag) != 0;
    }

    /** Whether the first four bytes are these, and nothing but the class of service in the third. */
    boolean hasHeader(int flags, int protocolByte, int hopLimit) {
        return flags() == flags
                && (bytes[1] & 0xff) == protocolByte
                && (bytes[2] & 0x0f) == 0
                && (bytes[3] & 0xff) == hopLimit;
    }

    boolean isGuaranteed() {
        return (bytes[0] & GUARANTEED) != 0;
    }

    int protocol() {
        return bytes[1] & 0x3f;
    }

    /** Third byte: class of service in the high four bits. */
    int classOfService() {
        return bytes[2] & 0xf0;
    }

    int headerLength() {
        return headerLength;
    }

    ByteReader parameters() {
        return new ByteReader(bytes, FIXED_HEADER, headerLength);
    }

    ByteReader body() {
        return new ByteReader(bytes, headerLength, bytes.length);
    }

    byte[] bytes() {
        return bytes;
    }

    /** Builds a frame: class of service 1, hop TTL 255. */
    static byte[] of(int protocolByte, byte[] parameters, byte[] body) {
        int headerLength = FIXED_HEADER + parameters.length;
        return new ByteWriter(headerLength + body.length)
                .u8(0x03)
                .u8(protocolByte)
                .u8(0)
                .u8(0xff)
                .u32(headerLength)
                .u32((long) headerLength + body.length)
                .raw(parameters)
                .raw(body)
                .toBytes();
    }
}
