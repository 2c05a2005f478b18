package dev.usher.benchmarks;

import dev.usher.benchmarks.harness.Child;
import dev.usher.benchmarks.harness.ProcessStat;
import dev.usher.benchmarks.harness.Session;
import dev.usher.benchmarks.harness.Table;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Memory of a broker in a JVM of its own that many idle clients are connected to, over WebSocket. */
final class Seats implements Benchmark {

    private static final List<String> BROKER_FLAGS = List.of("-Xmx512m");
    private static final List<String> CLIENT_FLAGS = List.of("-Xmx1g");
    private static final int SMOKE = 20;
    private static final int QUICK = 500;
    private static final int SEATS = 10_000;
    private static final double MIB = 1 << 20;

    @Override
    public String name() {
        return "seats";
    }

    @Override
    public String about() {
        return "memory of the broker with 10,000 idle WebSocket clients, two subscriptions each";
    }

    @Override
    public void run(Session session) throws IOException {
        int seats = session.scale().choose(SMOKE, QUICK, SEATS);
        session.report()
                .line("broker: a JVM with " + BROKER_FLAGS + "; %,d clients of another process".formatted(seats));
        Table table = new Table(
                "clients",
                "connected",
                "heap in use, MiB",
                "RSS, MiB",
                "largest RSS, MiB",
                "RSS before, MiB",
                "connected in, s",
                "CPU s while idle for 5 s");
        for (String protocol : List.of("mqtt", "smf")) {
            JsonObject found = measure(session, protocol, seats);
            session.report().raw(found);
            table.row(
                    protocol.toUpperCase(Locale.ROOT) + " over WebSocket",
                    found.getInteger("clients"),
                    "%.0f".formatted(found.getLong("heapBytes") / MIB),
                    "%.0f".formatted(found.getLong("rssBytes") / MIB),
                    "%.0f".formatted(found.getLong("peakRssBytes") / MIB),
                    "%.0f".formatted(found.getLong("rssBeforeBytes") / MIB),
                    "%.1f".formatted(found.getDouble("seconds")),
                    "%.2f".formatted(found.getDouble("idleCpuSeconds")));
        }
        session.report().table(table);
    }

    private static JsonObject measure(Session session, String protocol, int seats) throws IOException {
        Child broker = session.start(BROKER_FLAGS, BrokerRole.class);
        Child clients = session.start(
                CLIENT_FLAGS, SeatClients.class, protocol, broker.ready().getString(protocol + "WebSocket"));
        long before = broker.stat().rssBytes();
        long begin = System.nanoTime();
        clients.send("connect " + seats);
        clients.await("connect", Duration.ofSeconds(100));
        double seconds = (System.nanoTime() - begin) / 1e9;
        // Before the collection that the next question begins with, which would flatter it.
        ProcessStat stat = broker.stat();
        long heap = broker.ask("heap").getLong("heapBytes");
        double cpu = broker.stat().cpuSeconds();
        Session.pause(session.scale().choose(1, 500, 5_000));
        double idle = broker.stat().cpuSeconds() - cpu;
        int connected = broker.ask("count").getInteger("clients");
        session.stop(clients);
        session.stop(broker);
        return new JsonObject()
                .put("protocol", protocol)
                .put("clients", connected)
                .put("heapBytes", heap)
                .put("rssBytes", stat.rssBytes())
                .put("peakRssBytes", stat.peakRssBytes())
                .put("rssBeforeBytes", before)
                .put("seconds", seconds)
                .put("idleCpuSeconds", idle);
    }
}
