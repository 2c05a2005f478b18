package dev.usher.benchmarks.bridge;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * What a server finds out about the {@link Quotes} that reach it, over all its connections. It always counts; it says {@code from}
 * and {@code to}, with its clock, when so many have come since {@link #expect}.
 */
public final class Arrivals {

    /** What is done with each message beside counting it. */
    private enum Mode {
        COUNT,
        /** Which ones came, how often and in what order. */
        VERIFY,
        /** How long ago it was made. */
        DELAY
    }

    private final BiConsumer<String, JsonObject> say;
    private final AtomicLong count = new AtomicLong();
    private volatile Mode mode = Mode.COUNT;
    private volatile long base;
    private volatile long from = Long.MAX_VALUE;
    private volatile long to = Long.MAX_VALUE;

    private BitSet[] seen;
    private int[] next;
    private int[] lastOfSymbol;
    private long twice;
    private long strange;
    private long outOfOrder;
    private long outOfOrderOfSymbol;
    private long[] delays;
    private int delayed;

    /** @param say how the events are told */
    public Arrivals(BiConsumer<String, JsonObject> say) {
        this.say = say;
    }

    public long count() {
        return count.get();
    }

    /** Command {@code expect FROM TO count|verify|delay SYMBOLS}: all that came before is forgotten. */
    public synchronized void expect(String command) {
        String[] words = command.split(" ", -1);
        mode = Mode.COUNT;
        int symbols = Integer.parseInt(words[4]);
        seen = new BitSet[] {new BitSet(), new BitSet(), new BitSet()};
        next = new int[Quotes.PARTITIONS];
        lastOfSymbol = new int[symbols];
        Arrays.fill(lastOfSymbol, -1);
        twice = 0;
        strange = 0;
        outOfOrder = 0;
        outOfOrderOfSymbol = 0;
        delayed = 0;
        base = count.get();
        from = Long.parseLong(words[1]);
        to = Long.parseLong(words[2]);
        mode = Mode.valueOf(words[3].toUpperCase(java.util.Locale.ROOT));
        delays = mode == Mode.DELAY ? new long[(int) to] : new long[0];
    }

    /** These messages came together, of which {@link #message} has seen each. Any event loop. */
    public void came(long messages) {
        long after = count.addAndGet(messages) - base;
        long before = after - messages;
        if (before < from && after >= from) {
            tell("from", after);
        }
        if (before < to && after >= to) {
            tell("to", after);
        }
    }

    private void tell(String event, long number) {
        say.accept(event, new JsonObject().put("nanos", System.nanoTime()).put("count", number));
    }

    /** @param frame with the payload somewhere; what describes it and the user properties are of any length */
    public void message(byte[] frame) {
        if (mode != Mode.COUNT) {
            int begin = frame.length - Quotes.SIZE;
            while (begin > 0 && !Quotes.isAt(frame, begin)) {
                begin--;
            }
            look(frame, begin);
        }
    }

    private synchronized void look(byte[] frame, int begin) {
        if (!Quotes.isAt(frame, begin)) {
            strange++;
        } else if (mode == Mode.VERIFY) {
            verify(Quotes.partitionAt(frame, begin), Quotes.numberAt(frame, begin), Quotes.symbolAt(frame, begin));
        } else if (delayed < delays.length) {
            delays[delayed] = System.nanoTime() - Quotes.madeAt(frame, begin);
            delayed++;
        }
    }

    private void verify(int partition, int number, int symbol) {
        if (seen[partition].get(number)) {
            twice++;
        }
        seen[partition].set(number);
        if (number != next[partition]) {
            outOfOrder++;
        }
        next[partition] = number + 1;
        if (number <= lastOfSymbol[symbol]) {
            outOfOrderOfSymbol++;
        }
        lastOfSymbol[symbol] = number;
    }

    /** Command {@code found}: what was verified, or the delays in microseconds. */
    public synchronized void found(JsonObject answer) {
        if (mode == Mode.DELAY) {
            long[] sorted = Arrays.copyOf(delays, delayed);
            Arrays.sort(sorted);
            answer.put("p50", percentile(sorted, 0.5))
                    .put("p95", percentile(sorted, 0.95))
                    .put("p99", percentile(sorted, 0.99))
                    .put("max", percentile(sorted, 1))
                    .put("firstTenth", median(0, delayed / 10))
                    .put("lastTenth", median(delayed - delayed / 10, delayed));
        }
        answer.put(
                        "different",
                        Arrays.stream(seen).mapToLong(BitSet::cardinality).sum())
                .put("twice", twice)
                .put("strange", strange)
                .put("outOfOrder", outOfOrder)
                .put("outOfOrderOfSymbol", outOfOrderOfSymbol);
    }

    private double median(int begin, int end) {
        long[] sorted = Arrays.copyOfRange(delays, begin, end);
        Arrays.sort(sorted);
        return percentile(sorted, 0.5);
    }

    private static double percentile(long[] sorted, double share) {
        if (sorted.length == 0) {
            return 0;
        }
        return sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * share))] / 1e3;
    }
}
