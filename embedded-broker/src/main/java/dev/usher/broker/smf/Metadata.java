package dev.usher.broker.smf;

import java.util.List;
import java.util.Map;

/**
 * The binary metadata of a message: its type, and two maps with headers and user properties.
 *
 * @param type of the message, as on the wire
 * @param headers by their two-letter keys
 */
record Metadata(int type, boolean reply, Map<String, Object> headers, Map<String, Object> userProperties) {

    static final int TEXT = 0x07;
    static final int MAP = 0x0A;
    static final int STREAM = 0x0B;
    static final int BYTES = 0x80;
    static final int XML = 0x81;

    private static final int STRUCTURED = 0;
    private static final int REPLY = 0x80;
    private static final String HEADERS = "h";
    private static final String USER_PROPERTIES = "p";

    /** One block, SDT: a stream that holds the bytes 80 00, "bytes message, no flags". */
    private static final byte[] BYTES_MESSAGE = {1, 0, 0, 0, 9, 0x2f, 0, 0, 0, 9, 0x18, 4, (byte) 0x80, 0};

    /** That of a bytes message about which nothing else is said. */
    static byte[] ofBytesMessage() {
        return BYTES_MESSAGE.clone();
    }

    /** Reads the first block of structured data; blocks of other types are skipped. */
    static Metadata parse(ByteReader in) {
        int blocks = in.u8();
        for (int i = 0; i < blocks; i++) {
            int type = in.u8();
            ByteReader block = in.slice(in.length(in.uint(3), 0));
            if (type == STRUCTURED) {
                return ofBlock(Sdt.decode(block));
            }
        }
        throw new MalformedFrameException("metadata without structured data");
    }

    private static Metadata ofBlock(Object block) {
        if (!(block instanceof List<?> stream)
                || stream.isEmpty()
                || !(stream.get(0) instanceof byte[] preamble)
                || preamble.length < 2) {
            throw new MalformedFrameException("metadata without a message type");
        }
        Map<String, Object> maps = stream.size() > 1 ? map(stream.get(1)) : Map.of();
        return new Metadata(
                preamble[0] & 0xff, (preamble[1] & REPLY) != 0, entry(maps, HEADERS), entry(maps, USER_PROPERTIES));
    }

    private static Map<String, Object> entry(Map<String, Object> maps, String key) {
        return maps.containsKey(key) ? map(maps.get(key)) : Map.of();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        if (value instanceof Map) {
            return (Map<String, Object>) value;
        }
        throw new MalformedFrameException("metadata: no map");
    }
}
