package dev.usher.broker.mqtt;

import dev.usher.broker.fuzz.FuzzRandom;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Makes packets by the rules of MQTT 3.1.1, and breaks a rule now and then. */
final class MqttGrammar {

    private static final int CONNECT = 1;
    private static final int PUBLISH = 3;
    private static final int SUBSCRIBE = 8;
    private static final int UNSUBSCRIBE = 10;

    private static final List<String> TEXTS = List.of(
            "t/a",
            "t/#",
            "#",
            "+",
            "+/+",
            "a/+/c",
            "a+/b",
            "a/#/b",
            "",
            "/",
            "//",
            "_P2P/v:usher-broker/x/#",
            "#P2P/x",
            "$SYS/client/client-name",
            "$SYS/client/other",
            "$share/g/t/#",
            "a/>",
            "a/\u0003",
            "nul\u0000",
            "\u00e4\u20ac\ud83d\ude00/x",
            "mqtt-client",
            "x".repeat(250),
            "x".repeat(251),
            "y".repeat(129),
            "a/".repeat(127) + "a",
            "a/".repeat(128) + "a");

    private final FuzzRandom random;

    MqttGrammar(FuzzRandom random) {
        this.random = random;
    }

    /** One to six packets; mostly with a CONNECT before them if {@code connect} says so. */
    byte[] session(boolean connect) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (connect && random.chance(90)) {
            out.writeBytes(connect());
        }
        if (random.chance(40)) {
            out.writeBytes(packet(SUBSCRIBE, 2, subscribe("#", random.below(3))));
        }
        int packets = random.between(1, 4);
        for (int i = 0; i < packets; i++) {
            out.writeBytes(packet());
        }
        return out.toByteArray();
    }

    private byte[] packet() {
        return switch (random.below(14)) {
            case 0, 1, 2, 3 -> publish();
            case 4, 5, 6 -> packet(SUBSCRIBE, flags(2), subscribe(filter(), random.below(3)));
            case 7, 8 -> packet(UNSUBSCRIBE, flags(2), unsubscribe());
            case 9, 10 -> packet(random.pick(4, 4, 6, 7), flags(0), id());
            case 11 -> packet(random.pick(12, 14), flags(0), new byte[0]);
            case 12 -> random.chance(20) ? connect() : publish();
            default ->
                packet(random.below(16), random.chance(50) ? 0 : random.below(16), random.bytes(random.below(30)));
        };
    }

    private int flags(int right) {
        return random.chance(95) ? right : random.below(16);
    }

    private byte[] packet(int type, int flags, byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(type << 4 | flags);
        long length = random.chance(96) ? body.length : random.nearly(body.length);
        do {
            int digit = (int) (length & 0x7f);
            length >>>= 7;
            out.write(digit | (length > 0 ? 0x80 : 0));
        } while (length > 0);
        out.writeBytes(body);
        return out.toByteArray();
    }

    private byte[] connect() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(text(random.chance(96) ? "MQTT" : random.pick("MQIsdp", "", "MQTX")));
        out.write(random.chance(95) ? 4 : random.pick(3, 5, 0, 0x84));
        int flags = random.pick(0x02, 0x02, 0x00, 0xc2, 0xc0, 0x06, 0x0e, 0x2e, 0xee, random.below(256));
        out.write(flags);
        out.writeBytes(number(random.pick(0, 60, 1, (int) random.lie())));
        out.writeBytes(text(random.chance(60) ? "mqtt-client" : random.pick(TEXTS)));
        if ((flags & 0x04) != 0) {
            out.writeBytes(text(random.pick(TEXTS)));
            out.writeBytes(text(random.pick(TEXTS)));
        }
        if ((flags & 0x80) != 0) {
            out.writeBytes(text(random.pick("alice", "bobby", "", random.pick(TEXTS))));
        }
        if ((flags & 0x40) != 0) {
            out.writeBytes(text(random.pick("alice", "pw", "")));
        }
        return packet(CONNECT, flags(0), out.toByteArray());
    }

    private byte[] publish() {
        int qos = random.chance(95) ? random.below(3) : 3;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(text(random.chance(80) ? random.pick("t/a", "b", "\u20ac/x") : random.pick(TEXTS)));
        if (qos > 0) {
            out.writeBytes(id());
        }
        out.writeBytes(random.bytes(random.pick(0, 1, 20, 300)));
        return packet(PUBLISH, random.pick(0, 0, 8) | qos << 1 | random.pick(0, 0, 1), out.toByteArray());
    }

    private byte[] subscribe(String filter, int qos) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(id());
        out.writeBytes(text(filter));
        out.write(random.chance(97) ? qos : random.below(256));
        int more = random.below(3);
        for (int i = 0; i < more; i++) {
            out.writeBytes(text(filter()));
            out.write(random.below(3));
        }
        return out.toByteArray();
    }

    private byte[] unsubscribe() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(id());
        int count = random.below(3);
        for (int i = 0; i < count; i++) {
            out.writeBytes(text(filter()));
        }
        return out.toByteArray();
    }

    private String filter() {
        return random.chance(70) ? random.pick("t/a", "t/#", "+", "#", "a/+/c") : random.pick(TEXTS);
    }

    private byte[] id() {
        return number(random.chance(90) ? random.between(1, 5) : (int) random.lie());
    }

    private byte[] text(String text) {
        byte[] bytes = random.chance(97) ? text.getBytes(StandardCharsets.UTF_8) : random.bytes(random.below(10));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(number(random.chance(97) ? bytes.length : (int) random.nearly(bytes.length)));
        out.writeBytes(bytes);
        return out.toByteArray();
    }

    private static byte[] number(int value) {
        return new byte[] {(byte) (value >> 8), (byte) value};
    }
}
