package dev.usher.broker.smf;

import dev.usher.broker.fuzz.FuzzRandom;

/** Makes binary metadata and SDT items by their rules, and breaks a rule now and then. */
final class SdtGrammar {

    private static final int DEEPEST = 6;
    private static final int MOST_BYTES = 20_000;

    private final FuzzRandom random;

    SdtGrammar(FuzzRandom random) {
        this.random = random;
    }

    /** One block, mostly SDT. */
    byte[] metadata() {
        byte[] block = stream();
        ByteWriter out = new ByteWriter(block.length + 8)
                .u8((int) random.nearly(1))
                .u8(random.chance(95) ? 0 : random.below(256));
        long length = random.nearly(block.length);
        return out.u8((int) (length >>> 16))
                .u8((int) (length >>> 8))
                .u8((int) length)
                .raw(block)
                .toBytes();
    }

    private byte[] stream() {
        int type = random.pick(0x80, 7, 0x0a, 0x0b, 0x81, random.below(256));
        ByteWriter out = new ByteWriter(64);
        item(out, 6, new byte[] {(byte) type, (byte) (random.chance(80) ? 0 : 0x80)});
        if (random.chance(80)) {
            ByteWriter map = new ByteWriter(64);
            for (String key : new String[] {"h", "p"}) {
                item(map, 7, text(key));
                item(map, 10, key.equals("h") ? standardHeaders() : mapValue(1));
            }
            item(out, 10, map.toBytes());
        }
        ByteWriter whole = new ByteWriter(64);
        item(whole, 11, out.toBytes());
        return whole.toBytes();
    }

    private byte[] standardHeaders() {
        ByteWriter map = new ByteWriter(64);
        int count = random.below(5);
        for (int i = 0; i < count; i++) {
            item(map, 7, text(random.pick("ci", "mi", "mt", "si", "ts", "sn", "rt", "ct", "ce")));
            if (random.chance(60)) {
                item(map, 7, text("corr-1"));
            } else {
                value(map, 1);
            }
        }
        return map.toBytes();
    }

    private byte[] mapValue(int depth) {
        ByteWriter map = new ByteWriter(64);
        int count = random.below(4);
        for (int i = 0; i < count; i++) {
            item(map, 7, text(random.pick("a", "b", "", "k\u20acy")));
            value(map, depth + 1);
        }
        return map.toBytes();
    }

    /** One item of any type, containers included. */
    void value(ByteWriter out, int depth) {
        int type = random.chance(3) ? random.below(64) : random.below(depth < DEEPEST ? 12 : 9);
        byte[] value = switch (type) {
            case 0 -> new byte[0];
            case 1 -> new byte[] {(byte) random.below(3)};
            case 2, 3 -> random.bytes(random.pick(1, 2, 4, 8, 3, 0));
            case 4 -> random.bytes(random.pick(4, 8, 8, 2));
            case 5 -> random.bytes(2);
            case 7 -> text("s".repeat(random.pick(0, 1, 3, 300)));
            case 8 ->
                new ByteWriter(16).u8(random.pick(0, 1, 2)).raw(text("a/b")).toBytes();
            case 9 -> random.bytes(random.below(20));
            case 10, 11 -> type == 10 ? mapValue(depth) : listValue(depth);
            default -> random.bytes(random.below(12));
        };
        item(out, type, value);
    }

    private byte[] listValue(int depth) {
        ByteWriter list = new ByteWriter(64);
        int count = random.below(4);
        for (int i = 0; i < count; i++) {
            value(list, depth + 1);
        }
        return list.toBytes();
    }

    /** Containers in containers, as deep as {@code bytes} allow. */
    byte[] nested() {
        int depth = random.between(1, 3_000);
        byte[] inner = new byte[0];
        for (int i = 0; i < depth && inner.length < MOST_BYTES; i++) {
            ByteWriter out = new ByteWriter(inner.length + 8);
            item(out, 11, inner);
            inner = out.toBytes();
        }
        return inner;
    }

    private static byte[] text(String text) {
        return new ByteWriter(8).string(text).toBytes();
    }

    private void item(ByteWriter out, int type, byte[] value) {
        int bytes =
                value.length + 2 < 256 ? random.pick(1, 1, 1, 4, 2, 3) : value.length < 65_000 ? random.pick(2, 4) : 4;
        long length = random.nearly(1L + bytes + value.length);
        out.u8(type << 2 | (bytes - 1));
        for (int i = bytes - 1; i >= 0; i--) {
            out.u8((int) (length >>> (8 * i)));
        }
        out.raw(value);
    }
}
