package dev.usher.benchmarks.bridge;

import java.nio.charset.StandardCharsets;

/**
 * The records of these benchmarks: JSON of 200 bytes, always laid out alike, so that who receives one can check it where it
 * stands. Which number in its partition it has, and when it was made, is text in it.
 *
 * <p>The symbols of a partition come in turn, which is the worst order for a cache that does not hold them all; a symbol is always
 * in the same partition.
 */
public final class Quotes {

    public static final int SIZE = 200;
    public static final int PARTITIONS = 3;

    private static final String TEXT = "{\"countryCode\":\"US\",\"exchange\":\"NASDAQ\",\"tickerSymbol\":\"S0000000\","
            + "\"partition\":\"0\",\"number\":\"000000000\",\"made\":\"0000000000000000000\",\"bid\":101.25,\"ask\":101.5,\"note\":\"\"}";
    private static final int SYMBOL = TEXT.indexOf("S0000000") + 1;
    private static final int SYMBOL_DIGITS = 7;
    private static final int PARTITION = after("\"partition\":\"");
    private static final int NUMBER = after("\"number\":\"");
    private static final int NUMBER_DIGITS = 9;
    private static final int MADE = after("\"made\":\"");
    private static final int MADE_DIGITS = 19;
    private static final byte[] TEMPLATE = (TEXT.substring(0, TEXT.length() - 2)
                    + ".".repeat(SIZE - TEXT.length())
                    + TEXT.substring(TEXT.length() - 2))
            .getBytes(StandardCharsets.US_ASCII);

    private Quotes() {}

    private static int after(String key) {
        return TEXT.indexOf(key) + key.length();
    }

    /** @param made {@link System#nanoTime}, which counts the same for all processes of one Linux machine */
    static byte[] payload(int symbol, int partition, long number, long made) {
        byte[] payload = TEMPLATE.clone();
        write(payload, SYMBOL, SYMBOL_DIGITS, symbol);
        write(payload, PARTITION, 1, partition);
        write(payload, NUMBER, NUMBER_DIGITS, number);
        write(payload, MADE, MADE_DIGITS, made);
        return payload;
    }

    /** The symbol of the number-th record of a partition, when there are so many symbols in all. */
    static int symbol(int partition, long number, int symbols) {
        if (symbols < PARTITIONS) {
            return 0;
        }
        int own = (symbols - partition + PARTITIONS - 1) / PARTITIONS;
        return partition + PARTITIONS * (int) (number % own);
    }

    private static void write(byte[] payload, int at, int digits, long value) {
        long rest = value;
        for (int i = at + digits - 1; i >= at; i--) {
            payload[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** Whether a quote begins there. */
    public static boolean isAt(byte[] bytes, int begin) {
        return begin >= 0
                && begin + SIZE <= bytes.length
                && bytes[begin] == '{'
                && bytes[begin + SIZE - 1] == '}'
                && bytes[begin + NUMBER - 2] == ':';
    }

    public static int symbolAt(byte[] bytes, int begin) {
        return (int) read(bytes, begin + SYMBOL, SYMBOL_DIGITS);
    }

    public static int partitionAt(byte[] bytes, int begin) {
        return (int) read(bytes, begin + PARTITION, 1);
    }

    public static int numberAt(byte[] bytes, int begin) {
        return (int) read(bytes, begin + NUMBER, NUMBER_DIGITS);
    }

    public static long madeAt(byte[] bytes, int begin) {
        return read(bytes, begin + MADE, MADE_DIGITS);
    }

    private static long read(byte[] bytes, int at, int digits) {
        long value = 0;
        for (int i = at; i < at + digits; i++) {
            value = value * 10 + bytes[i] - '0';
        }
        return value;
    }
}
