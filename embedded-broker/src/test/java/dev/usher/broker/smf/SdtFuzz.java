package dev.usher.broker.smf;

import static dev.usher.broker.fuzz.FuzzBroker.expect;

import dev.usher.broker.fuzz.Corpus;
import dev.usher.broker.fuzz.FuzzInput;
import dev.usher.broker.fuzz.FuzzLoop;
import dev.usher.broker.fuzz.FuzzOutcome;
import dev.usher.broker.fuzz.FuzzRandom;
import dev.usher.broker.fuzz.FuzzSource;
import dev.usher.broker.fuzz.FuzzTarget;
import dev.usher.broker.fuzz.Mutator;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** Structured data and the metadata that holds it; what could be read can be written, and reads the same again. */
public final class SdtFuzz implements FuzzTarget {

    /** Modes: what the bytes are read as. */
    private static final int ITEM = 0;

    private static final int METADATA = 1;

    private final Corpus corpus = Corpus.hex("smf.hex");
    private final Mutator mutator = new Mutator(corpus, UnaryOperator.identity(), 1);

    @Override
    public String name() {
        return "sdt";
    }

    @Override
    public void begin(FuzzLoop loop) {
        // Nothing outlives an input.
    }

    @Override
    public FuzzInput input(FuzzRandom random, FuzzSource source) {
        if (source == FuzzSource.GRAMMAR) {
            return grammar(random);
        }
        byte[] session = random.chance(20) ? corpus.any(random) : mutator.mutate(random);
        // Metadata ends the frames of clients: what remains after a place near its beginning.
        int block = find(session);
        return block < 0
                ? new FuzzInput(random.below(2), session)
                : new FuzzInput(METADATA, Arrays.copyOfRange(session, block, session.length));
    }

    private static FuzzInput grammar(FuzzRandom random) {
        SdtGrammar grammar = new SdtGrammar(random);
        if (random.chance(50)) {
            return new FuzzInput(METADATA, grammar.metadata());
        }
        if (random.chance(3)) {
            return new FuzzInput(ITEM, grammar.nested());
        }
        ByteWriter out = new ByteWriter(64);
        grammar.value(out, 0);
        return new FuzzInput(ITEM, out.toBytes());
    }

    /** Where one block of SDT begins: {@code 01 00 xxxxxx 2f}. */
    private static int find(byte[] bytes) {
        for (int i = 0; i + 5 < bytes.length; i++) {
            if (bytes[i] == 1 && bytes[i + 1] == 0 && bytes[i + 2] == 0 && bytes[i + 5] == 0x2f) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public Future<FuzzOutcome> run(FuzzInput input) {
        ByteReader in = new ByteReader(input.data(), 0, input.data().length);
        try {
            if (input.mode() == METADATA) {
                Metadata metadata = Metadata.parse(in);
                again(metadata.headers());
                again(metadata.userProperties());
            } else {
                again(Sdt.decode(in));
            }
            return Future.succeededFuture(FuzzOutcome.ANSWERED);
        } catch (MalformedFrameException e) {
            return Future.succeededFuture(FuzzOutcome.REFUSED);
        }
    }

    /** Written and read again it writes the same: what was read is not changed by it. */
    private static void again(Object value) {
        byte[] written = Sdt.encode(value);
        Object read;
        try {
            read = Sdt.decode(new ByteReader(written, 0, written.length));
        } catch (MalformedFrameException e) {
            throw new AssertionError("what was written cannot be read: " + e.getMessage(), e);
        }
        expect(Arrays.equals(Sdt.encode(read), written), "what was written reads differently");
    }
}
