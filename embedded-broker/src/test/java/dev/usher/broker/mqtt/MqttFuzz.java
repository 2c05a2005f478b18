package dev.usher.broker.mqtt;

import static dev.usher.broker.fuzz.FuzzBroker.expect;

import dev.usher.broker.fuzz.Corpus;
import dev.usher.broker.fuzz.FuzzBroker;
import dev.usher.broker.fuzz.FuzzInput;
import dev.usher.broker.fuzz.FuzzLoop;
import dev.usher.broker.fuzz.FuzzOutcome;
import dev.usher.broker.fuzz.FuzzRandom;
import dev.usher.broker.fuzz.FuzzSource;
import dev.usher.broker.fuzz.FuzzTarget;
import dev.usher.broker.fuzz.Mutator;
import dev.usher.broker.net.MemoryTransport;
import io.vertx.core.Future;
import java.util.HexFormat;

/** A whole MQTT connection, from the bytes of the stream to the core and back, before and after CONNECT. */
public final class MqttFuzz implements FuzzTarget {

    private static final int CUTS = 4;

    /** Client id {@code raw}, user {@code alice}: a durable session, and a clean one. */
    private static final byte[] CONNECT_DURABLE = connect("c0");

    private static final byte[] CONNECT_CLEAN = connect("c2");
    private static final int CONNACK_BYTES = 4;

    private final Mutator mutator = new Mutator(Corpus.hex("mqtt.hex"), MqttFuzz::repaired, 4);
    private FuzzLoop loop;
    private FuzzBroker broker;

    private static byte[] connect(String flags) {
        return HexFormat.of().parseHex("101d00044d51545404" + flags + "003c0003726177" + "0005616c696365".repeat(2));
    }

    @Override
    public String name() {
        return "mqtt";
    }

    @Override
    public void begin(FuzzLoop onLoop) {
        loop = onLoop;
        broker = new FuzzBroker();
    }

    /** Modes: 0 nothing was sent before, 1 a durable session is there, 2 a clean one. */
    @Override
    public FuzzInput input(FuzzRandom random, FuzzSource source) {
        byte[] data;
        int connected;
        if (source == FuzzSource.CAPTURE) {
            data = mutator.mutate(random);
            boolean connects = data.length > 0 && (data[0] & 0xf0) == 0x10;
            connected = random.chance(connects ? 90 : 10) ? 0 : random.between(1, 2);
        } else {
            connected = random.chance(30) ? 0 : random.between(1, 2);
            data = new MqttGrammar(random).session(connected == 0);
        }
        int cut = random.chance(70) ? 0 : random.between(1, CUTS - 1);
        int full = random.chance(5) ? 1 : 0;
        return new FuzzInput(connected + 3 * cut + 3 * CUTS * full, data);
    }

    /** The length in the fixed header fits the packet; what is damaged is inside. */
    private static byte[] repaired(byte[] packet) {
        int header = 1;
        while (header < packet.length && header < 4 && (packet[header] & 0x80) != 0) {
            header++;
        }
        header++;
        if (header > packet.length) {
            return packet;
        }
        int length = packet.length - header;
        byte[] prefix = length < 0x80
                ? new byte[] {packet[0], (byte) length}
                : new byte[] {packet[0], (byte) (length | 0x80), (byte) (length >> 7 | 0x80), (byte) (length >> 14)};
        byte[] out = new byte[prefix.length + length];
        System.arraycopy(prefix, 0, out, 0, prefix.length);
        System.arraycopy(packet, header, out, prefix.length, length);
        return out;
    }

    @Override
    public Future<FuzzOutcome> run(FuzzInput input) {
        int connected = input.mode() % 3;
        int timersBefore = loop.timers();
        boolean full = input.mode() / 3 / CUTS == 1;
        MemoryTransport transport = new MemoryTransport(task -> loop.context().runOnContext(v -> task.run()), full);
        new MqttConnection(loop.vertx(), broker.core(), transport).start();
        if (connected > 0) {
            transport.receive(connected == 1 ? CONNECT_DURABLE : CONNECT_CLEAN);
        }
        for (byte[] piece : input.pieces(input.mode() / 3 % CUTS)) {
            transport.receive(piece);
        }
        return loop.afterTurns(2, () -> outcome(transport, connected > 0)).compose(outcome -> {
            transport.clientCloses();
            return loop.afterTurns(2, () -> {
                gone(timersBefore);
                return outcome;
            });
        });
    }

    /** Everything the broker wrote must be packets that a broker may send. */
    private static FuzzOutcome outcome(MemoryTransport transport, boolean connected) {
        byte[] written = transport.taken();
        boolean refused = false;
        int at = 0;
        while (at < written.length) {
            int type = (written[at] & 0xff) >> 4;
            int start = at;
            int length = 0;
            int shift = 0;
            do {
                at++;
                expect(at < written.length && shift < 28, "the broker wrote an incomplete packet");
                length |= (written[at] & 0x7f) << shift;
                shift += 7;
            } while ((written[at] & 0x80) != 0);
            at += 1 + length;
            expect(at <= written.length, "the broker wrote an incomplete packet");
            switch (type) {
                case 2 -> refused |= written[at - 1] != 0;
                case 9 -> refused |= (written[at - 1] & 0x80) != 0;
                case 3, 4, 5, 7, 11, 13 -> {
                    // PUBLISH, its acknowledgements, UNSUBACK, PINGRESP.
                }
                default -> throw new AssertionError("the broker wrote a packet of type " + type + " at " + start);
            }
        }
        if (transport.isClosedByBroker()) {
            return FuzzOutcome.CLOSED;
        }
        int expected = connected ? CONNACK_BYTES : 0;
        return refused ? FuzzOutcome.REFUSED : written.length > expected ? FuzzOutcome.ANSWERED : FuzzOutcome.IGNORED;
    }

    private void gone(int timersBefore) {
        broker.checkGone(0);
        expect(loop.timers() <= timersBefore, "a timer of the connection is left");
        broker.core().journal().clear();
    }

    @Override
    public void check() {
        broker.check();
    }
}
