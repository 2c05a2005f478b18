package dev.usher.broker.smf;

import java.util.Optional;

/**
 * The extended header parameters of a login, as JCSMP 10.29.1 writes them: 16 bits (one flag, three for the format, twelve for
 * the type), the length where the format does not give it, the value.
 *
 * @param issuer empty if there is none
 */
record ExtendedParameters(Optional<String> accessToken, String issuer) {

    static final ExtendedParameters NONE = new ExtendedParameters(Optional.empty(), "");

    private static final int TYPE = 0x0fff;
    private static final int ISSUER = 0x02f;
    private static final int ACCESS_TOKEN = 0x031;

    static ExtendedParameters parse(ByteReader in) {
        Optional<String> token = Optional.empty();
        String issuer = "";
        while (in.hasMore()) {
            int head = (int) in.uint(2);
            byte[] value = in.take(length(in, head >> 12 & 0x07));
            ByteReader text = new ByteReader(value, 0, value.length);
            switch (head & TYPE) {
                case ACCESS_TOKEN -> token = Optional.of(text.string());
                case ISSUER -> issuer = text.string();
                default -> {
                    // An ID token, a trace context, ...: not needed to log in here.
                }
            }
        }
        return new ExtendedParameters(token, issuer);
    }

    /** Formats 0 to 4 are 0, 1, 2, 4 and 8 bytes; 5 and 6 say the length, in one byte and in two, with what came before. */
    private static int length(ByteReader in, int format) {
        return switch (format) {
            case 0 -> 0;
            case 1, 2, 3, 4 -> 1 << (format - 1);
            case 5 -> in.length(in.u8(), 3);
            case 6 -> in.length((int) in.uint(2), 4);
            default -> throw new MalformedFrameException("extended parameter of format " + format);
        };
    }
}
