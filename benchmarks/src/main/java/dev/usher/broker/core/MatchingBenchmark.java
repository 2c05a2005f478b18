package dev.usher.broker.core;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One topic, one filter that matches it, and any number that do not. In this package because the table is of no other. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MatchingBenchmark {

    /** How the filters look: the one that matches, and the i-th that does not. */
    public enum Shape {
        LITERALS("market/us/nasdaq/AAPL/trade") {
            @Override
            String other(int i) {
                return "market/us/nasdaq/S" + i + "/trade";
            }
        },
        LEVELS("market/*/nasdaq/*/trade") {
            @Override
            String other(int i) {
                return "market/*/x" + i + "/*/trade";
            }
        },
        PREFIXES("market/us/nasdaq/AA*/trade") {
            @Override
            String other(int i) {
                return "market/us/nasdaq/" + Integer.toString(i, Character.MAX_RADIX) + "*/trade";
            }
        },
        REST("market/us/nasdaq/>") {
            @Override
            String other(int i) {
                return "market/us/x" + i + "/>";
            }
        },
        /** Every filter goes along with the topic up to the last level. */
        LAST_LEVEL("*/*/*/*/trade") {
            @Override
            String other(int i) {
                return "*/*/*/*/x" + i;
            }
        },
        /** Every beginning that can match the topic without a prefix, sixteen, is there and has to be followed. */
        BRANCHES("*/*/*/*/trade") {
            @Override
            String other(int i) {
                String[] levels = TOPIC.split("/", -1);
                for (int level = 0; level < 4; level++) {
                    levels[level] = (i >> level & 1) == 0 ? "*" : levels[level];
                }
                levels[4] = "x" + i / 16;
                return String.join("/", levels);
            }
        },
        /** As many subscribers of one filter that does not match. */
        SAME_FILTER("*/*/*/*/trade") {
            @Override
            String other(int i) {
                return "*/*/*/*/x";
            }
        };

        private final String matching;

        Shape(String matching) {
            this.matching = matching;
        }

        abstract String other(int i);
    }

    private static final String TOPIC = "market/us/nasdaq/AAPL/trade";
    private static final int MANY = 10_000;

    @Param
    public Shape shape;

    @Param({"1", "1000", "1000000"})
    public int others;

    /** Whether one client has all the other filters, or ten thousand have them in turn (of one filter: each its own). */
    @Param({"false", "true"})
    public boolean manyClients;

    private SubscriptionTable<Object> table;

    @Setup
    public void subscribe() {
        int count = shape == Shape.SAME_FILTER ? others : manyClients ? MANY : 1;
        Object[] clients = IntStream.range(0, count).mapToObj(i -> new Object()).toArray();
        table = new SubscriptionTable<>();
        table.put(Filter.smf(shape.matching), new Object(), 0);
        for (int i = 0; i < others; i++) {
            table.put(Filter.smf(shape.other(i)), clients[i % count], 0);
        }
        if (table.match(TOPIC).direct().size() != 1) {
            throw new IllegalStateException("one subscriber matches");
        }
    }

    @Benchmark
    public Object match() {
        return table.match(TOPIC);
    }
}
