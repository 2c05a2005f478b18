package dev.usher.broker.smf;

import dev.usher.benchmarks.bridge.Arrivals;
import dev.usher.benchmarks.harness.Role;
import dev.usher.broker.net.Binding;
import dev.usher.broker.net.Egress;
import dev.usher.broker.net.Listener;
import dev.usher.broker.net.Transport;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the broker is measured against: the same listener and the same {@link FrameDecoder}, and nothing behind them. It
 * answers just enough for JCSMP to connect, counts data frames, and acknowledges guaranteed ones. In this package because
 * the decoder is of no other.
 *
 * <p>Commands: {@code count}: how many data frames have come; {@code expect …} and {@code found}: see {@link Arrivals};
 * {@code ackDelay MILLIS}: acknowledgements are as late as that; {@code deaf} and {@code hear}: reads nothing until it does again.
 */
public final class DecodeServer extends Role {

    private final Arrivals arrivals = new Arrivals(Role::say);
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile int ackDelay;
    private volatile boolean deaf;
    private Vertx vertx;
    private final AtomicInteger flows = new AtomicInteger();

    public static void main(String[] args) {
        new DecodeServer().serve();
    }

    @Override
    protected void start(JsonObject ready) {
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(1));
        int port = Listener.tcp(vertx, Binding.plain("127.0.0.1", 0), t -> new Connection(t).start())
                .listen()
                .await();
        ready.put("smf", "tcp://127.0.0.1:" + port);
    }

    @Override
    protected void command(String command, JsonObject answer) {
        String[] words = command.split(" ", -1);
        switch (words[0]) {
            case "count" -> answer.put("count", arrivals.count());
            case "expect" -> arrivals.expect(command);
            case "found" -> arrivals.found(answer);
            case "ackDelay" -> ackDelay = Integer.parseInt(words[1]);
            case "deaf", "hear" -> {
                deaf = words[0].equals("deaf");
                connections.forEach(Connection::listenOrNot);
            }
            default -> throw new IllegalArgumentException(command);
        }
    }

    private final class Connection {
        private final FrameDecoder decoder = new FrameDecoder(MessageLimits.STANDARD.maxFrame());
        private final Transport transport;
        private final Egress egress;
        private PublisherFlow flow;
        private int version;
        private long lastId;
        private int unacknowledged;

        Connection(Transport transport) {
            this.transport = transport;
            this.egress = new Egress(transport);
        }

        void start() {
            connections.add(this);
            transport.listen(this::received, reason -> transport.close(), () -> connections.remove(this));
        }

        /** A deaf server still lets clients log in: it goes deaf with the first message. */
        void listenOrNot() {
            transport.execute(() -> {
                if (!deaf) {
                    transport.resume();
                }
            });
        }

        private void received(Buffer buffer) {
            decoder.feed(buffer.getBytes());
            long messages = 0;
            for (SmfFrame frame = decoder.next(); frame != null; frame = decoder.next()) {
                if (frame.protocol() != SmfFrame.TR_MSG) {
                    control(frame);
                } else {
                    messages++;
                    arrivals.message(frame.bytes());
                    if (frame.isGuaranteed()) {
                        guaranteed(frame);
                    }
                }
            }
            arrivals.came(messages);
            acknowledge();
            if (deaf && messages > 0) {
                transport.pause();
            }
        }

        private void control(SmfFrame frame) {
            byte[] tag = HeaderParameters.parse(frame).correlationTag();
            switch (frame.protocol()) {
                case SmfFrame.CLIENT_CTRL -> answer(frame, tag, welcome(LoginMessages.parse(frame)));
                case SmfFrame.SMP -> answer(frame, tag, frame.body().rest());
                case SmfFrame.KEEP_ALIVE -> egress.control(Response.keepAlive());
                case SmfFrame.ASSURED_CTRL -> assured(frame, tag);
                default -> throw new MalformedFrameException("protocol " + frame.protocol());
            }
        }

        private void answer(SmfFrame frame, byte[] tag, byte[] body) {
            egress.control(Response.of(frame.protocol(), tag, 200, "OK", body));
        }

        private byte[] welcome(LoginMessages.Request request) {
            return LoginMessages.accepted(new LoginMessages.Welcome(
                    request.clientName(),
                    "default",
                    "#P2P/v:decoder/" + request.clientName(),
                    "decoder",
                    false,
                    true,
                    false,
                    false,
                    MessageLimits.STANDARD));
        }

        private void assured(SmfFrame frame, byte[] tag) {
            AssuredMessages.Request request = AssuredMessages.parse(frame);
            if (request.type() == AssuredMessages.OPEN_FLOW) {
                int id = flows.incrementAndGet();
                version = request.version();
                flow = new PublisherFlow("flow/" + id, "", id, request.window(), 0);
                answer(frame, tag, AssuredMessages.opened(request.version(), flow));
            } else {
                answer(frame, tag, AssuredMessages.closed(request.version(), request.flowId()));
            }
        }

        private void guaranteed(SmfFrame frame) {
            lastId = HeaderParameters.parse(frame).messageId();
            unacknowledged++;
            if (unacknowledged >= Math.max(1, flow.window() / 3)) {
                acknowledge();
            }
        }

        /** At a third of the window, and when there is no more input: as the broker does. */
        private void acknowledge() {
            if (unacknowledged > 0) {
                unacknowledged = 0;
                long id = lastId;
                if (ackDelay == 0) {
                    acknowledge(id);
                } else {
                    vertx.setTimer(ackDelay, timer -> transport.execute(() -> acknowledge(id)));
                }
            }
        }

        private void acknowledge(long id) {
            byte[] body = AssuredMessages.ack(version, flow, id);
            egress.control(Response.of(SmfFrame.ASSURED_CTRL, new byte[0], 200, "OK", body));
        }
    }
}
