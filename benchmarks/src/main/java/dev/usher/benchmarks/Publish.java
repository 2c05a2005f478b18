package dev.usher.benchmarks;

import dev.usher.benchmarks.harness.Child;
import dev.usher.benchmarks.harness.Median;
import dev.usher.benchmarks.harness.Scale;
import dev.usher.benchmarks.harness.Session;
import dev.usher.benchmarks.harness.Table;
import dev.usher.broker.smf.CountingSubscriber;
import dev.usher.broker.smf.DecodeServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One JCSMP publisher, alternately to a server that only decodes and discards, to the broker with one JCSMP subscriber,
 * and to a broker with one subscriber that only counts. All that take part in a round are JVMs of their own, and all
 * live through all rounds, so that every round but the first is of warm code.
 */
final class Publish implements Benchmark {

    static final List<String> FLAGS = List.of("-Xms256m", "-Xmx512m");

    private static final String FILTER = "bench/>";
    private static final int BATCH = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** One of the sides that are compared. */
    private record Side(String name, Child publisher, Child server, Child subscriber) {}

    private final boolean guaranteed;

    /** @param guaranteed persistent messages, each acknowledged, instead of direct ones */
    Publish(boolean guaranteed) {
        this.guaranteed = guaranteed;
    }

    @Override
    public String name() {
        return guaranteed ? "guaranteed" : "publish";
    }

    @Override
    public String about() {
        return guaranteed
                ? "rate of one JCSMP publisher of persistent messages, broker against a server that decodes and acknowledges"
                : "rate of one JCSMP publisher of direct messages, broker against a server that decodes and discards";
    }

    @Override
    public void run(Session session) throws IOException {
        session.report().line("one publisher, 200 bytes, 100 topics in turn; every process a JVM with " + FLAGS);
        List<Side> sides = new ArrayList<>();
        sides.add(decoder(session));
        sides.add(broker(session, "broker, counting subscriber", CountingSubscriber.class));
        if (session.scale() != Scale.SMOKE) {
            sides.add(broker(session, "broker, JCSMP subscriber", JcsmpSubscriber.class));
        }
        for (int batch : guaranteed ? new int[] {1} : new int[] {1, BATCH}) {
            compare(session, sides, batch);
        }
    }

    private Side decoder(Session session) throws IOException {
        Child server = session.start(FLAGS, DecodeServer.class);
        return new Side(
                guaranteed ? "decode and acknowledge" : "decode and discard", publisher(session, server), server, null);
    }

    private static Side broker(Session session, String name, Class<?> subscriber) throws IOException {
        Child server = session.start(FLAGS, BrokerRole.class);
        Child subscribed = session.start(FLAGS, subscriber, smf(server), FILTER);
        return new Side(name, publisher(session, server), server, subscribed);
    }

    private static Child publisher(Session session, Child server) throws IOException {
        return session.start(FLAGS, JcsmpPublisher.class, smf(server), "publisher");
    }

    private static String smf(Child server) {
        return server.ready().getString("smf");
    }

    private void compare(Session session, List<Side> sides, int batch) {
        int rounds = session.quick() ? 1 : 5;
        // Of cold code nobody learns anything.
        int cold = session.scale() == Scale.SMOKE ? 0 : 1;
        Map<String, List<JsonObject>> results = new LinkedHashMap<>();
        for (int round = 1 - cold; round <= rounds; round++) {
            for (Side side : sides) {
                JsonObject result = measure(side, batch, session.scale().choose(20, 500, 1_500));
                if (round > 0) {
                    session.report().raw(result.put("round", round));
                    results.computeIfAbsent(side.name(), k -> new ArrayList<>()).add(result);
                }
            }
        }
        session.report()
                .line(
                        batch == 1
                                ? "One message a call (send), medians of " + rounds + " rounds in alternation:"
                                : batch + " messages a call (sendMultiple), medians of " + rounds
                                        + " rounds in alternation:");
        double base = median(results.get(sides.get(0).name()), "rate");
        Table table = new Table(
                "server",
                "messages/s",
                "of the first",
                "delivered",
                "CPU us per message: publisher",
                "server",
                "subscriber");
        results.forEach((name, r) -> table.row(
                name,
                "%,.0f".formatted(median(r, "rate")),
                "%.0f %%".formatted(100 * median(r, "rate") / base),
                r.get(0).containsKey("delivered") ? "%.2f %%".formatted(100 * median(r, "delivered")) : "-",
                "%.2f".formatted(median(r, "publisherMicros")),
                "%.2f".formatted(median(r, "serverMicros")),
                "%.2f".formatted(median(r, "subscriberMicros"))));
        session.report().table(table);
    }

    private static double median(List<JsonObject> results, String key) {
        return Median.of(results.stream().map(r -> r.getDouble(key)).toList());
    }

    private JsonObject measure(Side side, int batch, int millis) {
        long serverBefore = count(side.server());
        long receivedBefore = side.subscriber() == null ? 0 : count(side.subscriber());
        double publisherCpu = cpu(side.publisher());
        double serverCpu = cpu(side.server());
        double subscriberCpu = cpu(side.subscriber());
        long begin = System.nanoTime();
        String kind = guaranteed ? " guaranteed" : "";
        side.publisher().send("send " + millis + " " + batch + kind);
        JsonObject published = side.publisher().await("send");
        long sent = published.getLong("sent");
        awaitCount(side.server(), serverBefore + sent);
        double seconds = (System.nanoTime() - begin) / 1e9;
        JsonObject result = new JsonObject()
                .put("server", side.name())
                .put("batch", batch)
                .put("sent", sent)
                .put("acknowledged", published.getLong("acknowledged"))
                .put("rate", sent / seconds);
        if (side.subscriber() != null) {
            result.put("delivered", (double) settled(side.subscriber(), receivedBefore, sent) / sent);
        }
        return result.put("publisherMicros", (cpu(side.publisher()) - publisherCpu) * 1e6 / sent)
                .put("serverMicros", (cpu(side.server()) - serverCpu) * 1e6 / sent)
                .put("subscriberMicros", (cpu(side.subscriber()) - subscriberCpu) * 1e6 / sent);
    }

    private static long count(Child child) {
        return child.ask("count").getLong("count");
    }

    private static void awaitCount(Child server, long expected) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        long counted = count(server);
        while (counted < expected) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("the server counted " + counted + " messages instead of " + expected);
            }
            Session.pause(2);
            counted = count(server);
        }
    }

    private static double cpu(Child child) {
        return child == null ? 0 : child.stat().cpuSeconds();
    }

    /** How many the subscriber has got once it gets no more. */
    private static long settled(Child subscriber, long before, long sent) {
        long got = count(subscriber) - before;
        long known = -1;
        while (got < sent && got != known) {
            Session.pause(100);
            known = got;
            got = count(subscriber) - before;
        }
        return got;
    }
}
