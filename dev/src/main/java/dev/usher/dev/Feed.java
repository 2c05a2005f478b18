package dev.usher.dev;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** A small market: a handful of instruments on two exchanges, each price a random walk, keyed by symbol. */
final class Feed implements AutoCloseable {
    private record Instrument(String symbol, String exchange) {}

    /** One has a slash in its name, as some have. */
    private static final List<Instrument> INSTRUMENTS = List.of(
            new Instrument("AAPL", "NASDAQ"),
            new Instrument("MSFT", "NASDAQ"),
            new Instrument("NVDA", "NASDAQ"),
            new Instrument("IBM", "NYSE"),
            new Instrument("GE", "NYSE"),
            new Instrument("BRK/A", "NYSE"));

    private static final double START = 100;
    private static final double SPREAD = 0.05;

    private final KafkaProducer<String, String> producer;
    private final ScheduledExecutorService timer;
    private final String topic;
    private final int rate;
    private final Random random = new Random();
    private final double[] prices = new double[INSTRUMENTS.size()];
    private int next;

    Feed(String bootstrapServers, String topic, int rate) {
        this.topic = topic;
        this.rate = rate;
        this.producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new StringSerializer(),
                new StringSerializer());
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "usher-feed"));
        Arrays.fill(prices, START);
    }

    void start() {
        if (rate > 0) {
            timer.scheduleAtFixedRate(this::tick, 0, TimeUnit.SECONDS.toNanos(1) / rate, TimeUnit.NANOSECONDS);
        }
    }

    private void tick() {
        int i = next++ % prices.length;
        prices[i] = Math.max(1, prices[i] + random.nextGaussian() * SPREAD);
        Instrument instrument = INSTRUMENTS.get(i);
        producer.send(new ProducerRecord<>(topic, instrument.symbol(), quote(instrument, prices[i])));
    }

    private String quote(Instrument instrument, double price) {
        return String.format(
                Locale.ROOT,
                "{\"tickerSymbol\":\"%s\",\"countryCode\":\"US\",\"exchange\":\"%s\",\"bidSize\":%.1f,\"askSize\":%.1f,"
                        + "\"bidPrice\":%.2f,\"askPrice\":%.2f}",
                instrument.symbol(),
                instrument.exchange(),
                (double) (1 + random.nextInt(50)),
                (double) (1 + random.nextInt(50)),
                price - SPREAD,
                price + SPREAD);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        producer.close(java.time.Duration.ofSeconds(2));
    }
}
