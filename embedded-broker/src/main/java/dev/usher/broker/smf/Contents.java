package dev.usher.broker.smf;

import java.util.Optional;

/** The parts of a data message's body, as the contents summary lists them. Of several parts of a kind the last counts. */
final class Contents {

    static final int XML_PAYLOAD = 1;
    static final int ATTACHMENT = 2;
    static final int METADATA = 4;

    private ByteReader xml;
    private ByteReader attachment;
    private ByteReader metadata;

    private Contents() {}

    static Contents of(SmfFrame frame, HeaderParameters parameters) {
        Contents contents = new Contents();
        if (!parameters.hasSummary()) {
            contents.attachment = frame.body();
            return contents;
        }
        ByteReader body = frame.body();
        ByteReader summary = parameters.summary();
        while (summary.hasMore()) {
            int element = summary.u8();
            ByteReader part = body.slice(length(summary, element, body));
            switch (element >> 4) {
                case XML_PAYLOAD -> contents.xml = part;
                case ATTACHMENT -> contents.attachment = part;
                case METADATA -> contents.metadata = part;
                default -> {
                    // XML metadata, consumer ids: nothing to show.
                }
            }
        }
        return contents;
    }

    /** Whether the summary's parts fit into the body, without taking it apart. */
    static void check(SmfFrame frame, HeaderParameters parameters) {
        if (parameters.hasSummary()) {
            ByteReader body = frame.body();
            ByteReader summary = parameters.summary();
            while (summary.hasMore()) {
                body.skip(length(summary, summary.u8(), body));
            }
        }
    }

    private static int length(ByteReader summary, int element, ByteReader body) {
        int size = (element & 0x0f) - 1;
        if (size < 0 || size > 4) {
            throw new MalformedFrameException("contents summary");
        }
        return body.length(summary.uint(size), 0);
    }

    Optional<ByteReader> attachment() {
        return Optional.ofNullable(attachment).map(ByteReader::copy);
    }

    Optional<ByteReader> metadata() {
        return Optional.ofNullable(metadata).map(ByteReader::copy);
    }

    /** The binary attachment, or else the XML payload. */
    byte[] payload() {
        ByteReader part = attachment != null ? attachment : xml;
        return part == null ? new byte[0] : part.copy().rest();
    }
}
