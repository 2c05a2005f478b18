package dev.usher.broker.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.core.ArmedFault;
import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.core.Faults;
import dev.usher.broker.core.SlowFault;
import dev.usher.broker.core.VpnState;
import dev.usher.broker.net.Transport;
import dev.usher.broker.switches.BrokerSwitches;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultyTransportTest {

    /** A socket whose event loop turns when told. */
    private static final class Line implements Transport {
        private final Queue<Runnable> tasks = new ArrayDeque<>();
        private Handler<Buffer> received;
        private Runnable gone;
        private boolean paused;
        private boolean closed;

        void turn() {
            for (int due = tasks.size(); due > 0; due--) {
                tasks.remove().run();
            }
        }

        void send(String text) {
            received.handle(Buffer.buffer(text));
        }

        @Override
        public void listen(Handler<Buffer> handler, Handler<String> failed, Runnable whenClosed) {
            received = handler;
            gone = whenClosed;
        }

        @Override
        public void write(Buffer bytes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public void onDrain(Handler<Void> next) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            closed = true;
        }

        @Override
        public void pause() {
            paused = true;
        }

        @Override
        public void resume() {
            paused = false;
        }

        @Override
        public String address() {
            return "192.0.2.1:50000";
        }

        @Override
        public Optional<SSLSession> tls() {
            return Optional.empty();
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }
    }

    private static final Vertx VERTX = Vertx.vertx();

    private final Line line = new Line();
    private final BrokerCore core = new BrokerCore(
            new VpnState("default", BrokerSwitches.defaults()), BrokerSwitches.defaults(), Clock.systemUTC());
    private final Faults faults = core.faults();
    private final List<String> handled = new ArrayList<>();
    private Runnable onHandled = () -> {};

    @AfterAll
    static void end() {
        VERTX.close().await();
    }

    @BeforeEach
    void listen() {
        new FaultyTransport(line, VERTX, core)
                .listen(
                        bytes -> {
                            handled.add(bytes.toString());
                            onHandled.run();
                        },
                        reason -> handled.add("failed"),
                        () -> handled.add("closed"));
    }

    @Test
    void whatComesAfterAThawStaysBehindWhatCameInTheFreeze() {
        faults.freeze();
        line.send("a");
        faults.thaw();
        line.send("b");
        line.turn();
        line.send("c");
        assertThat(handled).containsExactly("a", "b", "c");
    }

    @Test
    void aFreezeHoldsWhatIsNotHandledYet() {
        faults.freeze();
        line.send("a");
        line.send("b");
        faults.thaw();
        onHandled = faults::freeze;
        line.turn();
        assertThat(handled).containsExactly("a");
        assertThat(line.paused).isTrue();

        onHandled = () -> {};
        faults.thaw();
        line.turn();
        assertThat(handled).containsExactly("a", "b");
        assertThat(line.paused).isFalse();
    }

    @Test
    void whoRestsGoesOnWhenNothingMakesItSlowAnyMore() {
        ArmedFault slow = faults.arm(SlowFault.bytesPerSecond(1));
        line.turn();
        line.send("x".repeat(100_000));
        line.send("late");
        assertThat(handled).hasSize(1);
        assertThat(line.paused).isTrue();

        slow.disarm();
        line.turn();
        assertThat(handled).hasSize(2).endsWith("late");
        assertThat(line.paused).isFalse();
    }

    @Test
    void anotherSlowFaultDoesNotEndTheRest() {
        faults.arm(SlowFault.bytesPerSecond(1));
        line.turn();
        line.send("x".repeat(100_000));
        faults.arm(SlowFault.messagesPerSecond(1));
        line.turn();
        assertThat(line.paused).isTrue();
        faults.clear();
        line.turn();
        assertThat(line.paused).isFalse();
    }

    @Test
    void aResetDiscardsWhatWaitedInAFreezeAndEndsTheConnection() {
        VpnState.Saved configured = core.vpn().save();
        faults.freeze();
        line.send("a");
        core.reset(configured, () -> {});
        line.send("b");
        line.turn();
        line.send("c");
        assertThat(handled).isEmpty();
        assertThat(line.closed).isTrue();
        line.gone.run();
        assertThat(handled).containsExactly("closed");
    }

    @Test
    void aResetLeavesTheOthersAsTheyAre() {
        core.reset(core.vpn().save(), () -> {});
        line.send("a");
        line.turn();
        assertThat(handled).containsExactly("a");
        assertThat(line.closed).isFalse();
    }
}
