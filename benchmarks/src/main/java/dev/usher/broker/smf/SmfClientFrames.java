package dev.usher.broker.smf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The frames that a client of these benchmarks sends. */
public final class SmfClientFrames {

    private static final byte[] CREDENTIAL = Base64.getEncoder().encode("bench".getBytes(StandardCharsets.UTF_8));

    /** So many bytes of a frame tell how long it is. */
    public static final int LENGTH_KNOWN = SmfFrame.FIXED_HEADER;

    private SmfClientFrames() {}

    /** @param begin at least {@link #LENGTH_KNOWN} bytes of a frame */
    public static int lengthOf(byte[] begin) {
        return ByteBuffer.wrap(begin).getInt(8);
    }

    /** A login like that of solclientjs: without a correlation tag. */
    public static byte[] login(String clientName) {
        byte[] name = new ByteWriter(16).string(clientName).toBytes();
        byte[] body = new ByteWriter(32)
                .u8(1)
                .u8(0)
                .u32(6L + 5 + name.length)
                .u8(5)
                .u32(5L + name.length)
                .raw(name)
                .toBytes();
        byte[] parameters = new ByteWriter(64)
                .u8(0x06)
                .u8(2 + CREDENTIAL.length)
                .raw(CREDENTIAL)
                .u8(0x07)
                .u8(2 + CREDENTIAL.length)
                .raw(CREDENTIAL)
                .toBytes();
        return SmfFrame.of(SmfFrame.CLIENT_CTRL, parameters, body);
    }

    /** A subscription that wants an answer. */
    public static byte[] subscribe(String topic) {
        byte[] name = new ByteWriter(16).string(topic).toBytes();
        byte[] body = new ByteWriter(32)
                .u8(0x80)
                .u32(6L + name.length)
                .u8(0x0c)
                .raw(name)
                .toBytes();
        return SmfFrame.of(SmfFrame.SMP, new byte[] {0x23, 0, 0, 1}, body);
    }
}
