package dev.usher.benchmarks.bridge;

import dev.usher.benchmarks.harness.Child;
import dev.usher.benchmarks.harness.Session;
import dev.usher.broker.smf.DecodeServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Kafka, a producer, the server that only decodes and the contenders, each a JVM of its own. */
final class Rig {

    static final List<String> FLAGS = List.of("-Xms512m", "-Xmx512m");
    static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Session session;
    private final Child kafka;
    private final Child producer;
    private final Child server;
    private final Map<String, Child> contenders = new HashMap<>();
    private final Map<String, Records> filled = new HashMap<>();
    private int groups;

    /** A topic full of {@link Quotes}. */
    record Records(String topic, long count, int symbols) {}

    Rig(Session session) throws IOException {
        this.session = session;
        kafka = session.start(List.of("-Xms1g", "-Xmx1g"), KafkaRole.class);
        producer = session.start(FLAGS, QuoteProducer.class, kafka.ready().getString("bootstrapServers"));
        server = session.start(FLAGS, DecodeServer.class);
    }

    static String flags() {
        return "Kafka, server and contenders: a JVM each, " + FLAGS + ", Kafka [-Xms1g, -Xmx1g]; " + Quotes.PARTITIONS
                + " partitions, " + Quotes.SIZE + " bytes of JSON, three fields make the topic";
    }

    Child server() {
        return server;
    }

    Child producer() {
        return producer;
    }

    /** Each side has a JVM of its own, so that none is compiled for what another one does. */
    Child contender(Side side) throws IOException {
        Child known = contenders.get(side.name());
        if (known == null) {
            known = session.start(FLAGS, side.role());
            contenders.put(side.name(), known);
        }
        return known;
    }

    /** From now on contenders are other JVMs: one may have been compiled well or badly, and stays so for as long as it lives. */
    void renewContenders() {
        contenders.values().forEach(session::stop);
        contenders.clear();
    }

    String newTopic() {
        groups++;
        String topic = "quotes-" + groups;
        kafka.ask("topic " + topic);
        return topic;
    }

    /** Written once for each pair of numbers. */
    Records records(long count, int symbols) {
        return filled.computeIfAbsent(count + "/" + symbols, key -> {
            String topic = newTopic();
            producer.ask("fill " + topic + " " + count + " " + symbols, PATIENCE);
            return new Records(topic, count, symbols);
        });
    }

    /** @param smf where it shall send to */
    void begin(Child contender, Side side, String topic, String smf) {
        groups++;
        contender.ask("begin "
                + side.how()
                        .copy()
                        .put("bootstrapServers", kafka.ready().getString("bootstrapServers"))
                        .put("smf", smf)
                        .put("topic", topic)
                        .put("group", "bench-" + groups)
                        .encode());
    }

    void begin(Side side, String topic) throws IOException {
        begin(contender(side), side, topic, server.ready().getString("smf"));
    }

    void end(Side side) throws IOException {
        contender(side).ask("end");
        settle();
    }

    /** What an ended contender left in the sockets has gone. */
    private void settle() {
        long known = -1;
        long now = count();
        while (now != known) {
            Session.pause(50);
            known = now;
            now = count();
        }
    }

    long count() {
        return server.ask("count").getLong("count");
    }

    void expect(long from, long to, String mode, int symbols) {
        server.forget();
        server.ask("expect " + from + " " + to + " " + mode + " " + symbols);
    }

    /** CPU seconds of those that take part. */
    private record Cpu(double contender, double server, double kafka) {}

    private Cpu cpu(Side side) throws IOException {
        return new Cpu(
                contender(side).stat().cpuSeconds(),
                server.stat().cpuSeconds(),
                kafka.stat().cpuSeconds());
    }

    /** From the first tenth of its records to the last one, at the server; joining the group is not part of it. */
    JsonObject measure(Side side, Records records) throws IOException {
        long to = (long) (records.count() * side.share());
        long from = to / 10;
        expect(from, to, "count", records.symbols());
        begin(side, records.topic());
        JsonObject first = server.await("from", PATIENCE);
        Cpu before = cpu(side);
        JsonObject last = server.await("to", PATIENCE);
        Cpu after = cpu(side);
        end(side);
        long carried = last.getLong("count") - first.getLong("count");
        double nanos = last.getLong("nanos") - first.getLong("nanos");
        return new JsonObject()
                .put("side", side.name())
                .put("symbols", records.symbols())
                .put("records", carried)
                .put("rate", carried / nanos * 1e9)
                .put("contenderMicros", (after.contender() - before.contender()) * 1e6 / carried)
                .put("serverMicros", (after.server() - before.server()) * 1e6 / carried)
                .put("kafkaMicros", (after.kafka() - before.kafka()) * 1e6 / carried);
    }

    /** Not measured: every record is looked at. */
    JsonObject verify(Side side, Records records) throws IOException {
        expect(records.count(), records.count(), "verify", records.symbols());
        begin(side, records.topic());
        server.await("to", PATIENCE);
        end(side);
        JsonObject found = server.ask("found");
        found.remove("event");
        return new JsonObject()
                .put("verified", side.name())
                .put("records", records.count())
                .mergeIn(found)
                .put("missing", records.count() - found.getLong("different"));
    }
}
