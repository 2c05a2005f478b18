package dev.usher.broker.smf;

import dev.usher.broker.fuzz.FuzzRandom;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Makes frames by the rules of SMF, and breaks a rule now and then. */
final class SmfGrammar {

    /** Names and topics that exist, may exist, or should not. */
    private static final List<String> TEXTS = List.of(
            "t/a/b",
            "t/>",
            ">",
            "*",
            "a/*/c",
            "x*/y",
            "t/\u0003",
            "",
            "/",
            "//",
            "a//b",
            "#P2P/v:usher-broker/raw/>",
            "#P2P/QUE/q1",
            "#LOG/INFO/x",
            "$SYS/client/client-name",
            "#share/g/t/>",
            "#noexport/t",
            "other-client",
            "alice",
            "default",
            "\u00e4\u20ac\ud83d\ude00/x",
            "x".repeat(250),
            "x".repeat(251),
            "a/".repeat(127) + "a",
            "a/".repeat(128) + "a",
            "y".repeat(160),
            "y".repeat(300));

    private final FuzzRandom random;

    SmfGrammar(FuzzRandom random) {
        this.random = random;
    }

    /** One to five frames; often a subscription to everything and a flow come first, so that more of the broker takes part. */
    byte[] session() {
        ByteWriter out = new ByteWriter(512);
        if (random.chance(30)) {
            out.raw(RawSmf.subscribe(">"));
        }
        if (random.chance(50)) {
            out.raw(frame(
                    SmfFrame.ASSURED_CTRL,
                    tag(),
                    new ByteWriter(16)
                            .u8(3)
                            .u8(AssuredMessages.OPEN_FLOW)
                            .u32(9)
                            .u8(3)
                            .u8(3)
                            .u8(random.below(256))
                            .toBytes()));
        }
        int frames = random.between(1, 3);
        for (int i = 0; i < frames; i++) {
            out.raw(frame());
        }
        return out.toBytes();
    }

    private byte[] frame() {
        return switch (random.below(16)) {
            case 0, 1, 2, 3, 4, 5, 6 -> message();
            case 7, 8, 9 -> frame(SmfFrame.SMP, tag(), subscription());
            case 10, 11 -> frame(SmfFrame.ASSURED_CTRL, tag(), assured());
            case 12, 13 -> frame(SmfFrame.CLIENT_CTRL, parameters(), clientControl());
            case 14 -> RawSmf.keepAlive();
            default ->
                frame(
                        random.chance(50) ? SmfFrame.TR_MSG : random.below(256),
                        parameters(),
                        random.bytes(random.below(40)));
        };
    }

    private byte[] frame(int protocol, byte[] parameters, byte[] body) {
        return frame(0, protocol, parameters, body);
    }

    private byte[] frame(int flags, int protocol, byte[] parameters, byte[] body) {
        int header = SmfFrame.FIXED_HEADER + parameters.length;
        boolean lies = random.chance(6);
        int first = random.chance(2) ? random.below(256) : 0x03 | flags | random.pick(0, 0, 0, 0x40, 0x20, 0x80, 0x08);
        return new ByteWriter(header + body.length)
                .u8(first)
                .u8(protocol | random.pick(0, 0, 0x80, 0xc0))
                .u8(random.pick(0, 0x10, 0x20, 0xff))
                .u8(random.pick(1, 0xff))
                .u32(lies ? random.nearly(header) : header)
                .u32(lies ? random.nearly(header + body.length) : header + body.length)
                .raw(parameters)
                .raw(body)
                .toBytes();
    }

    private byte[] tag() {
        return random.chance(80) ? new byte[] {0x23, 0, 0, 7} : parameters();
    }

    private byte[] message() {
        byte[] attachment = random.bytes(random.pick(0, 1, 5, 40, 300));
        byte[] metadata = random.chance(70) ? new SdtGrammar(random).metadata() : random.bytes(random.below(20));
        ByteWriter parameters = new ByteWriter(64);
        if (random.chance(95)) {
            parameter(parameters, 0x98, text(random.pick(TEXTS)));
        }
        if (random.chance(80)) {
            ByteWriter summary = new ByteWriter(16);
            element(summary, random.pick(2, 2, 2, 1), attachment.length);
            element(summary, random.chance(95) ? 4 : random.below(16), metadata.length);
            parameter(parameters, 0x96, summary.toBytes());
        }
        boolean guaranteed = random.chance(30);
        if (guaranteed) {
            parameter(
                    parameters,
                    0x17,
                    new ByteWriter(4)
                            .u32(random.chance(80) ? 1 : random.below(4))
                            .toBytes());
            parameter(parameters, 0x91, new ByteWriter(8).u64(id()).toBytes());
            parameter(parameters, 0x92, new ByteWriter(8).u64(id()).toBytes());
        }
        parameters.raw(parameters());
        return frame(
                guaranteed ? 0x10 : 0,
                SmfFrame.TR_MSG,
                parameters.toBytes(),
                new ByteWriter(400).raw(attachment).raw(metadata).toBytes());
    }

    private long id() {
        return random.chance(80) ? random.below(4) : random.chance(50) ? -random.below(3) : random.any64();
    }

    private void element(ByteWriter summary, int type, int length) {
        int bytes = random.chance(90) ? random.pick(2, 3, 4, 5) : random.below(16);
        summary.u8(type << 4 | bytes);
        long said = random.nearly(length);
        for (int i = Math.min(bytes, 5) - 2; i >= 0; i--) {
            summary.u8((int) (said >>> (8 * i)));
        }
    }

    private byte[] parameters() {
        ByteWriter out = new ByteWriter(64);
        int count = random.below(5);
        for (int i = 0; i < count; i++) {
            if (random.chance(25)) {
                int size = random.below(4);
                out.u8(0x20 | random.below(8) << 2 | size | random.pick(0, 0xc0))
                        .raw(random.bytes(size));
            } else if (random.chance(8)) {
                out.u8(0);
            } else {
                parameter(out, random.below(32) | random.pick(0, 0x80, 0xc0), value());
            }
        }
        return out.toBytes();
    }

    private byte[] value() {
        return switch (random.below(6)) {
            case 0 -> text(random.pick(TEXTS));
            case 1 -> Base64.getEncoder().encode(random.pick(TEXTS).getBytes(StandardCharsets.UTF_8));
            case 2 -> new ByteWriter(8).u64(random.any64()).toBytes();
            case 3 -> new ByteWriter(4).u32(random.lie()).toBytes();
            default -> random.bytes(random.below(20));
        };
    }

    /** Short form where it fits, sometimes long; the length is right, mostly. */
    private void parameter(ByteWriter out, int type, byte[] value) {
        if (value.length <= 253 && random.chance(93)) {
            out.u8(type).u8((int) random.nearly(2 + value.length)).raw(value);
        } else {
            out.u8(type).u8(0).u32(random.nearly(6 + value.length)).raw(value);
        }
    }

    private byte[] text(String text) {
        ByteWriter out = new ByteWriter(32).text(text);
        return random.chance(85)
                ? out.u8(0).toBytes()
                : out.raw(random.bytes(random.below(3))).toBytes();
    }

    private byte[] subscription() {
        ByteWriter rest = new ByteWriter(64).u8(random.pick(0x0c, 0x0c, 0x1c, 0x04, 0x08, 0xff, 0));
        int type = random.chance(95) ? random.below(6) : random.below(256);
        if (type < 4) {
            rest.raw(text(random.pick(TEXTS)));
        } else {
            counted(rest, text(random.chance(70) ? "other-client" : random.pick(TEXTS)));
            counted(rest, text(random.pick(TEXTS)));
        }
        return new ByteWriter(64)
                .u8(0x80 | type)
                .u32(random.nearly(5 + rest.size()))
                .raw(rest.toBytes())
                .toBytes();
    }

    private void counted(ByteWriter out, byte[] text) {
        out.u8((int) random.nearly(text.length)).raw(text);
    }

    private byte[] assured() {
        ByteWriter list = new ByteWriter(64);
        int count = random.below(5);
        for (int i = 0; i < count; i++) {
            byte[] value = random.pick(
                    new byte[] {(byte) random.below(256)},
                    new ByteWriter(4).u32(random.below(4)).toBytes(),
                    new ByteWriter(8).u64(id()).toBytes(),
                    text("pubflow/x"),
                    new byte[0]);
            parameter(list, random.pick(1, 2, 3, 6, 0x0a, 0x23, 0x0e, random.below(64)), value);
        }
        int version = random.chance(90) ? random.pick(3, 4) : random.below(64);
        return new ByteWriter(64)
                .u8(version)
                .u8(random.pick(0, 0, 3, 4, 7, 7, random.below(256)))
                .u32(random.nearly(6 + list.size()))
                .raw(list.toBytes())
                .toBytes();
    }

    private byte[] clientControl() {
        ByteWriter list = new ByteWriter(64);
        int count = random.below(6);
        for (int i = 0; i < count; i++) {
            byte[] value = value();
            list.u8(random.pick(4, 5, 5, 6, 7, 0x11, 0x17, 0x18, random.below(256)))
                    .u32(random.nearly(5 + value.length))
                    .raw(value);
        }
        return new ByteWriter(64)
                .u8(random.chance(95) ? 0x81 : random.below(256))
                .u8(random.chance(95) ? random.pick(0, 1, 1, 1) : random.below(256))
                .u32(random.nearly(6 + list.size()))
                .raw(list.toBytes())
                .toBytes();
    }
}
