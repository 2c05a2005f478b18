package dev.usher.broker.smf;

import dev.usher.benchmarks.harness.Role;
import dev.usher.broker.net.Binding;
import dev.usher.broker.net.Egress;
import dev.usher.broker.net.Listener;
import dev.usher.broker.net.Transport;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the broker is measured against: the same listener and the same {@link FrameDecoder}, and nothing behind them. It
 * answers just enough for JCSMP to connect, counts data frames, and acknowledges guaranteed ones. In this package because
 * the decoder is of no other.
 *
 * <p>Command {@code count}: how many data frames have come.
 */
public final class DecodeServer extends Role {

    private final AtomicLong count = new AtomicLong();
    private final AtomicInteger flows = new AtomicInteger();

    public static void main(String[] args) {
        new DecodeServer().serve();
    }

    @Override
    protected void start(JsonObject ready) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(1));
        int port = Listener.tcp(vertx, Binding.plain("127.0.0.1", 0), t -> new Connection(t).start())
                .listen()
                .await();
        ready.put("smf", "tcp://127.0.0.1:" + port);
    }

    @Override
    protected void command(String command, JsonObject answer) {
        answer.put("count", count.get());
    }

    private final class Connection {
        private final FrameDecoder decoder = new FrameDecoder(SmfConnection.MAX_FRAME);
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
            transport.listen(this::received, reason -> transport.close(), () -> {});
        }

        private void received(Buffer buffer) {
            decoder.feed(buffer.getBytes());
            long messages = 0;
            for (SmfFrame frame = decoder.next(); frame != null; frame = decoder.next()) {
                if (frame.protocol() != SmfFrame.TR_MSG) {
                    control(frame);
                } else {
                    messages++;
                    if (frame.isGuaranteed()) {
                        guaranteed(frame);
                    }
                }
            }
            count.addAndGet(messages);
            acknowledge();
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
                    SmfConnection.MAX_MESSAGE));
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
                byte[] body = AssuredMessages.ack(version, flow, lastId);
                egress.control(Response.of(SmfFrame.ASSURED_CTRL, new byte[0], 200, "OK", body));
            }
        }
    }
}
