package dev.usher.broker.smf;

import static dev.usher.broker.fuzz.FuzzBroker.expect;

import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.core.Filter;
import dev.usher.broker.core.Message;
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

/** A whole SMF connection, from the bytes of the stream to the core and back, before and after login. */
public final class SmfFuzz implements FuzzTarget {

    /** Bits of the mode: who is logged in, how the stream is cut, whether the client reads. */
    private static final int LOGINS = 3;

    private static final int CUTS = 4;
    private static final String OTHER = "other-client";
    private static final Filter EVERYTHING = Filter.smf(">");

    private final Mutator mutator = new Mutator(Corpus.hex("smf.hex"), SmfFuzz::repaired, 4);
    private FuzzLoop loop;
    private FuzzBroker broker;
    private MemoryTransport other;

    @Override
    public String name() {
        return "smf";
    }

    @Override
    public void begin(FuzzLoop onLoop) {
        if (other != null) {
            other.clientCloses();
        }
        loop = onLoop;
        broker = new FuzzBroker();
        other = connect(false);
        other.receive(RawSmf.login("alice", OTHER));
    }

    @Override
    public FuzzInput input(FuzzRandom random, FuzzSource source) {
        byte[] data = source == FuzzSource.CAPTURE ? mutator.mutate(random) : new SmfGrammar(random).session();
        boolean logsIn = data.length > 1 && (data[1] & 0x3f) == SmfFrame.CLIENT_CTRL;
        int login = random.chance(logsIn ? 90 : 10) ? 0 : random.between(1, LOGINS - 1);
        int cut = random.chance(70) ? 0 : random.between(1, CUTS - 1);
        int full = random.chance(5) ? 1 : 0;
        return new FuzzInput(login + LOGINS * cut + LOGINS * CUTS * full, data);
    }

    /** Both lengths of the fixed header fit the frame; what is damaged is inside. */
    private static byte[] repaired(byte[] frame) {
        if (frame.length < SmfFrame.FIXED_HEADER) {
            return frame;
        }
        byte[] out = frame.clone();
        out[0] = (byte) (out[0] & 0xf8 | 0x03);
        ByteReader lengths = new ByteReader(out, 4, SmfFrame.FIXED_HEADER);
        long header = Math.max(SmfFrame.FIXED_HEADER, Math.min(lengths.u32(), out.length));
        byte[] right = new ByteWriter(8).u32(header).u32(out.length).toBytes();
        System.arraycopy(right, 0, out, 4, right.length);
        return out;
    }

    private MemoryTransport connect(boolean full) {
        MemoryTransport transport = new MemoryTransport(task -> loop.context().runOnContext(v -> task.run()), full);
        // Flows of its own: their numbers begin at 1, as in captures.
        new SmfConnection(loop.vertx(), broker.core(), new PublisherFlows(), transport).start();
        return transport;
    }

    @Override
    public Future<FuzzOutcome> run(FuzzInput input) {
        int login = input.mode() % LOGINS;
        int timersBefore = loop.timers();
        MemoryTransport transport = connect(input.mode() / LOGINS / CUTS == 1);
        if (login > 0) {
            transport.receive(RawSmf.login(login == 1 ? "alice" : "manager", "raw"));
        }
        for (byte[] piece : input.pieces(input.mode() / LOGINS % CUTS)) {
            transport.receive(piece);
        }
        return loop.afterTurns(2, () -> outcome(transport, login > 0)).compose(outcome -> {
            transport.clientCloses();
            return loop.afterTurns(2, () -> {
                gone(timersBefore);
                return outcome;
            });
        });
    }

    /** Everything the broker wrote must be SMF that it could read itself. */
    private static FuzzOutcome outcome(MemoryTransport transport, boolean loggedIn) {
        FrameDecoder decoder = new FrameDecoder(MessageLimits.STANDARD.maxFrame());
        byte[] written = transport.taken();
        decoder.feed(written);
        int read = 0;
        boolean refused = false;
        int frames = loggedIn ? -1 : 0;
        for (SmfFrame frame = decoder.next(); frame != null; frame = decoder.next()) {
            HeaderParameters.parse(frame);
            refused |= code(frame) >= 400;
            read += frame.bytes().length;
            frames++;
        }
        expect(read == written.length, "the broker wrote an incomplete frame");
        if (transport.isClosedByBroker()) {
            return FuzzOutcome.CLOSED;
        }
        return frames <= 0 ? FuzzOutcome.IGNORED : refused ? FuzzOutcome.REFUSED : FuzzOutcome.ANSWERED;
    }

    /** Of the response in a frame; 0 without one. */
    private static long code(SmfFrame frame) {
        ByteReader in = frame.parameters();
        while (in.hasMore()) {
            int first = in.u8();
            if ((first & 0x20) != 0) {
                in.slice(first & 0x03);
            } else if (first != 0) {
                int size = in.u8();
                ByteReader value = in.slice(size != 0 ? in.length(size, 2) : in.length(in.u32(), 6));
                if ((first & 0x1f) == 0x08) {
                    return value.u32();
                }
            }
        }
        return 0;
    }

    private void gone(int timersBefore) {
        BrokerCore core = broker.core();
        other.taken();
        // The name of the other client may be taken, its connection ended: allowed to whoever has its username.
        boolean left = other.isClosedByBroker();
        broker.checkGone(left ? 0 : 1);
        expect(loop.timers() <= timersBefore, "a timer of the connection is left");
        for (Message message : core.journal().matching(EVERYTHING)) {
            message.headers();
            message.userProperties();
            message.body();
            message.payload();
            message.content().mqttPayload();
        }
        core.journal().clear();
        if (left) {
            other = connect(false);
            other.receive(RawSmf.login("alice", OTHER));
        }
    }

    @Override
    public void check() {
        broker.check();
    }
}
