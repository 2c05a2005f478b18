package dev.usher.benchmarks;

import dev.usher.benchmarks.harness.Child;
import dev.usher.benchmarks.harness.Session;
import dev.usher.benchmarks.harness.Table;
import io.vertx.core.json.JsonObject;
import java.io.IOException;

/** Everything that one publisher sends at a steady rate goes to every one of many WebSocket clients; none may miss any. */
final class Fanout implements Benchmark {

    private static final int CLIENTS = 50;
    private static final int RATE = 10_000;
    private static final int SECONDS = 20;

    @Override
    public String name() {
        return "fanout";
    }

    @Override
    public String about() {
        return "10,000 messages a second from one JCSMP publisher to 50 MQTT clients over WebSocket, for 20 s";
    }

    @Override
    public void run(Session session) throws IOException {
        session.report()
                .line("100 bytes, 100 topics in turn; broker, publisher and clients are JVMs with " + Publish.FLAGS);
        Child broker = session.start(Publish.FLAGS, BrokerRole.class);
        Child clients = session.start(
                Publish.FLAGS, FanoutClients.class, broker.ready().getString("mqttWebSocket"), CLIENTS, "fan/#");
        Child publisher = session.start(
                Publish.FLAGS, PacedPublisher.class, broker.ready().getString("smf"));
        int rate = session.scale().choose(RATE / 50, RATE / 10, RATE);
        // Of cold code nobody learns anything.
        long warm = send(publisher, rate, session.scale().choose(0, 1, 5));
        settle(clients, warm);
        JsonObject before = clients.ask("count");
        double brokerCpu = broker.stat().cpuSeconds();
        double clientCpu = clients.stat().cpuSeconds();
        double publisherCpu = publisher.stat().cpuSeconds();
        publisher.send("send " + rate + " " + session.scale().choose(1, 2, SECONDS));
        JsonObject sent = publisher.await("send");
        JsonObject after = settle(clients, warm + sent.getLong("sent"));
        double seconds = sent.getLong("sent") / sent.getDouble("rate");
        long delivered = after.getLong("total") - before.getLong("total");
        JsonObject found = new JsonObject()
                .put("clients", CLIENTS)
                .put("offered", rate)
                .put("rate", sent.getDouble("rate"))
                .put("seconds", seconds)
                .put("sent", sent.getLong("sent"))
                .put("latestMillis", sent.getDouble("latestMillis"))
                .put("delivered", delivered)
                .put("missing", sent.getLong("sent") * CLIENTS - delivered)
                .put("outOfOrder", after.getLong("outOfOrder"))
                .put("discarded", broker.ask("count").getLong("discarded"))
                .put("p50Millis", after.getDouble("p50Millis"))
                .put("p99Millis", after.getDouble("p99Millis"))
                .put("brokerCpuSeconds", broker.stat().cpuSeconds() - brokerCpu)
                .put("clientCpuSeconds", clients.stat().cpuSeconds() - clientCpu)
                .put("publisherCpuSeconds", publisher.stat().cpuSeconds() - publisherCpu)
                .put("brokerPeakRssBytes", broker.stat().peakRssBytes());
        session.report().raw(found);
        session.report().table(table(found));
    }

    private static Table table(JsonObject found) {
        double seconds = found.getDouble("seconds");
        return new Table("", "")
                .row("offered, messages/s", "%,d".formatted(found.getInteger("offered")))
                .row("published, messages/s", "%,.0f".formatted(found.getDouble("rate")))
                .row("latest behind schedule, ms", "%.1f".formatted(found.getDouble("latestMillis")))
                .row("clients", found.getInteger("clients"))
                .row("deliveries", "%,d".formatted(found.getLong("delivered")))
                .row("missing", found.getLong("missing"))
                .row("out of order", found.getLong("outOfOrder"))
                .row("deliveries/s", "%,.0f".formatted(found.getLong("delivered") / seconds))
                .row("broker, CPU seconds", "%.2f".formatted(found.getDouble("brokerCpuSeconds")))
                .row(
                        "broker, share of one core",
                        "%.0f %%".formatted(100 * found.getDouble("brokerCpuSeconds") / seconds))
                .row("broker, largest RSS, MiB", found.getLong("brokerPeakRssBytes") >> 20)
                .row(
                        "clients, share of one core",
                        "%.0f %%".formatted(100 * found.getDouble("clientCpuSeconds") / seconds))
                .row(
                        "publisher, share of one core",
                        "%.0f %%".formatted(100 * found.getDouble("publisherCpuSeconds") / seconds))
                .row("delay, median, ms", "%.1f".formatted(found.getDouble("p50Millis")))
                .row("delay, 99 %, ms", "%.1f".formatted(found.getDouble("p99Millis")));
    }

    private static long send(Child publisher, int rate, int seconds) {
        publisher.send("send " + rate + " " + seconds);
        return publisher.await("send").getLong("sent");
    }

    /** Waits until every client has got everything, or until nobody gets more. */
    private static JsonObject settle(Child clients, long each) {
        JsonObject now = clients.ask("count");
        long known = -1;
        while (now.getLong("fewest") < each && now.getLong("total") != known) {
            known = now.getLong("total");
            Session.pause(1_000);
            now = clients.ask("count");
        }
        return now;
    }
}
