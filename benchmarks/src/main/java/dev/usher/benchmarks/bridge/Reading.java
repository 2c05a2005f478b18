package dev.usher.benchmarks.bridge;

import dev.usher.benchmarks.Benchmark;
import dev.usher.benchmarks.harness.Child;
import dev.usher.benchmarks.harness.Median;
import dev.usher.benchmarks.harness.Session;
import dev.usher.benchmarks.harness.Table;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The ways to read Kafka, in alternation; all read the same records and do the same small work with each. */
public final class Reading implements Benchmark {

    private static final List<String> FLAGS = List.of("-Xms512m", "-Xmx512m");
    private static final String TOPIC = "READING";
    private static final int SYMBOLS = 500;

    /** One of the ways, in a JVM of its own. */
    private record Way(String name, String command, Child child) {}

    @Override
    public String name() {
        return "reading";
    }

    @Override
    public String about() {
        return "rate of reading Kafka: plain consumer, vertx-kafka-client as it comes, and as the bridge uses it";
    }

    @Override
    public void run(Session session) throws IOException {
        int records = session.scale().choose(2_000, 200_000, 1_000_000);
        session.report()
                .line("%,d records of 200 bytes, %d partitions; readers with %s"
                        .formatted(records, Quotes.PARTITIONS, FLAGS));
        Child kafka = session.start(List.of("-Xms1g", "-Xmx1g"), KafkaRole.class);
        String servers = kafka.ready().getString("bootstrapServers");
        Child producer = session.start(FLAGS, QuoteProducer.class, servers);
        kafka.ask("topic " + TOPIC);
        producer.ask("fill " + TOPIC + " " + records + " " + SYMBOLS);
        List<Way> ways = List.of(
                way(session, "plain KafkaConsumer, one thread", "plain", servers),
                way(session, "vertx-kafka-client, batch handler", "stream", servers),
                way(session, "the bridge", "bridge", servers),
                way(
                        session,
                        "plain KafkaConsumer, max.poll.records as the bridge",
                        "plain",
                        servers,
                        "max.poll.records=2000"),
                way(session, "vertx-kafka-client, the same", "stream", servers, "max.poll.records=2000"),
                way(session, "the bridge, max.poll.records=500", "bridge", servers, "max.poll.records=500"));
        measure(session, ways, records);
    }

    private static Way way(Session session, String name, String command, String servers, String... properties)
            throws IOException {
        List<Object> args = new ArrayList<>(List.of(servers));
        args.addAll(List.of(properties));
        return new Way(name, command, session.start(FLAGS, ReadingRole.class, args.toArray()));
    }

    private static void measure(Session session, List<Way> ways, int records) {
        int rounds = session.quick() ? 1 : 5;
        Map<String, List<JsonObject>> results = new LinkedHashMap<>();
        // The first round is of cold code.
        for (int round = 0; round <= rounds; round++) {
            for (Way way : ways) {
                double cpu = way.child().stat().cpuSeconds();
                JsonObject read = way.child().ask("read " + way.command() + " " + TOPIC + " " + records);
                JsonObject result = new JsonObject()
                        .put("way", way.name())
                        .put("round", round)
                        .put("records", read.getLong("records"))
                        .put("rate", records / read.getDouble("seconds"))
                        .put("cpuMicros", (way.child().stat().cpuSeconds() - cpu) * 1e6 / records);
                if (round > 0) {
                    session.report().raw(result);
                    results.computeIfAbsent(way.name(), k -> new ArrayList<>()).add(result);
                }
            }
        }
        double plain = median(results.get(ways.get(0).name()), "rate");
        Table table = new Table("way", "records/s", "of the first", "CPU us per record");
        results.forEach((name, r) -> table.row(
                name,
                "%,.0f".formatted(median(r, "rate")),
                "%.0f %%".formatted(100 * median(r, "rate") / plain),
                "%.2f".formatted(median(r, "cpuMicros"))));
        session.report().line("medians of " + rounds + " rounds in alternation:");
        session.report().table(table);
    }

    private static double median(List<JsonObject> results, String key) {
        return Median.of(results.stream().map(r -> r.getDouble(key)).toList());
    }
}
