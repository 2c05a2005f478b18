package dev.usher.benchmarks;

import dev.usher.benchmarks.harness.RawWebSocket;
import dev.usher.benchmarks.harness.Role;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * MQTT clients over WebSocket that count what they get, each for itself, and see whether a message is missing, comes
 * twice or out of order. One thread reads for all.
 *
 * <p>Arguments: URI, how many, filter. Command {@code count}.
 */
final class FanoutClients extends Role {

    private static final int BUFFER = 256 * 1024;
    /** Of message delay; one bucket per 100 microseconds, the last one for everything longer. */
    private static final int BUCKETS = 20_000;

    private static final long BUCKET_NANOS = 100_000;

    private static final class Seat {
        final RawWebSocket socket;
        final ByteBuffer input = ByteBuffer.allocate(BUFFER);
        final ByteBuffer packets = ByteBuffer.allocate(2 * BUFFER);
        final AtomicLong count = new AtomicLong();
        final AtomicLong outOfOrder = new AtomicLong();
        long last = -1;

        Seat(RawWebSocket socket) {
            this.socket = socket;
        }
    }

    private final URI broker;
    private final int clients;
    private final String filter;
    private final List<Seat> seats = new ArrayList<>();
    private final long[] delays = new long[BUCKETS];

    private FanoutClients(URI broker, int clients, String filter) {
        this.broker = broker;
        this.clients = clients;
        this.filter = filter;
    }

    public static void main(String[] args) {
        new FanoutClients(URI.create(args[0]), Integer.parseInt(args[1]), args[2]).serve();
    }

    @Override
    protected void start(JsonObject ready) throws IOException {
        Selector selector = Selector.open();
        for (int i = 0; i < clients; i++) {
            RawWebSocket socket = RawWebSocket.open(broker, "mqtt");
            socket.send(MqttClientPackets.connect("fan-" + i));
            socket.receive(MqttClientPackets.CONNACK);
            socket.send(MqttClientPackets.subscribe(filter));
            socket.receive(MqttClientPackets.suback(1));
            Seat seat = new Seat(socket);
            seats.add(seat);
            socket.channel().configureBlocking(false);
            socket.channel().register(selector, SelectionKey.OP_READ, seat);
        }
        Thread reader = new Thread(() -> readAll(selector), "reads");
        reader.setDaemon(true);
        reader.start();
    }

    private void readAll(Selector selector) {
        try {
            while (true) {
                selector.select(key -> read((Seat) key.attachment()));
            }
        } catch (IOException | RuntimeException e) {
            say("failed", new JsonObject().put("cause", e.toString()));
        }
    }

    private void read(Seat seat) {
        try {
            if (seat.socket.channel().read(seat.input) < 0) {
                throw new IllegalStateException("closed by the broker");
            }
        } catch (IOException e) {
            throw new IllegalStateException("connection lost", e);
        }
        seat.input.flip();
        seat.socket.unframe(seat.input, seat.packets);
        seat.input.compact();
        seat.packets.flip();
        long now = System.nanoTime();
        while (packet(seat, now)) {
            // The next one.
        }
        seat.packets.compact();
    }

    private boolean packet(Seat seat, long now) {
        ByteBuffer in = seat.packets;
        int at = in.position() + 1;
        int length = 0;
        for (int shift = 0; at < in.limit(); shift += 7) {
            int digit = in.get(at++);
            length |= (digit & 0x7f) << shift;
            if (digit >= 0) {
                if (in.limit() - at < length) {
                    return false;
                }
                if ((in.get(in.position()) & 0xf0) == 0x30) {
                    message(seat, now, at + 2 + in.getShort(at));
                }
                in.position(at + length);
                return true;
            }
        }
        return false;
    }

    private void message(Seat seat, long now, int payload) {
        long number = seat.packets.getLong(payload);
        if (number != seat.last + 1) {
            seat.outOfOrder.incrementAndGet();
        }
        seat.last = number;
        seat.count.incrementAndGet();
        long delay = now - seat.packets.getLong(payload + Long.BYTES);
        delays[(int) Math.max(0, Math.min(BUCKETS - 1, delay / BUCKET_NANOS))]++;
    }

    @Override
    protected void command(String command, JsonObject answer) {
        long[] seen = delays.clone();
        answer.put("total", seats.stream().mapToLong(s -> s.count.get()).sum())
                .put(
                        "fewest",
                        seats.stream().mapToLong(s -> s.count.get()).min().orElse(0))
                .put("most", seats.stream().mapToLong(s -> s.count.get()).max().orElse(0))
                .put(
                        "outOfOrder",
                        seats.stream().mapToLong(s -> s.outOfOrder.get()).sum())
                .put("p50Millis", percentile(seen, 0.5))
                .put("p99Millis", percentile(seen, 0.99));
    }

    private static double percentile(long[] buckets, double share) {
        long wanted = (long) (Arrays.stream(buckets).sum() * share);
        long seen = 0;
        for (int i = 0; i < buckets.length; i++) {
            seen += buckets[i];
            if (seen > wanted) {
                return (i + 1) * BUCKET_NANOS / 1e6;
            }
        }
        return 0;
    }
}
