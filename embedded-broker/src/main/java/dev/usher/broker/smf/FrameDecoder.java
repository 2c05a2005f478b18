package dev.usher.broker.smf;

import java.util.Arrays;

/** Cuts a byte stream into frames, however it was split on the way. */
final class FrameDecoder {

    private final int maxFrame;
    private byte[] pending = new byte[0];
    private int from;
    private int to;

    FrameDecoder(int maxFrame) {
        this.maxFrame = maxFrame;
    }

    void feed(byte[] input) {
        if (from == to) {
            pending = input;
            from = 0;
            to = input.length;
            return;
        }
        int have = to - from;
        if (to + input.length > pending.length) {
            byte[] larger = from >= input.length && have + input.length <= pending.length
                    ? pending
                    : new byte[Math.max(pending.length * 2, have + input.length)];
            System.arraycopy(pending, from, larger, 0, have);
            pending = larger;
            from = 0;
            to = have;
        }
        System.arraycopy(input, 0, pending, to, input.length);
        to += input.length;
    }

    /**
     * The next complete frame, or null if more input is needed.
     *
     * @throws MalformedFrameException if this is not SMF version 3 or the lengths make no sense
     */
    SmfFrame next() {
        if (to - from > 0 && (pending[from] & 0x07) != 3) {
            throw new MalformedFrameException("not SMF version 3");
        }
        if (to - from < SmfFrame.FIXED_HEADER) {
            return null;
        }
        ByteReader reader = new ByteReader(pending, from + 4, to);
        long headerLength = reader.u32();
        long length = reader.u32();
        if (headerLength < SmfFrame.FIXED_HEADER || length < headerLength || length > maxFrame) {
            throw new MalformedFrameException("header length " + headerLength + ", message length " + length);
        }
        if (to - from < length) {
            return null;
        }
        byte[] frame = Arrays.copyOfRange(pending, from, from + (int) length);
        from += (int) length;
        return new SmfFrame(frame, (int) headerLength);
    }
}
