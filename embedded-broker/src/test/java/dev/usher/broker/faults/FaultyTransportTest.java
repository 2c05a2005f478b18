package dev.usher.broker.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.core.ArmedFault;
import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.core.Faults;
import dev.usher.broker.core.SlowFault;
import dev.usher.broker.core.VpnState;
import dev.usher.broker.net.MemoryTransport;
import dev.usher.broker.switches.BrokerSwitches;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultyTransportTest {

    private static final Vertx VERTX = Vertx.vertx();

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final MemoryTransport line = new MemoryTransport(tasks::add, false);
    private final BrokerCore core = new BrokerCore(
            new VpnState("default", BrokerSwitches.defaults()), BrokerSwitches.defaults(), Clock.systemUTC());
    private final Faults faults = core.faults();
    private final FaultyTransport transport = new FaultyTransport(line, VERTX, core);
    private final List<String> handled = new ArrayList<>();
    private Runnable onHandled = () -> {};

    @AfterAll
    static void end() {
        VERTX.close().await();
    }

    @BeforeEach
    void listen() {
        transport.listen(
                bytes -> {
                    handled.add(bytes.toString());
                    onHandled.run();
                },
                reason -> handled.add("failed"),
                () -> handled.add("closed"));
    }

    private void turn() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    private void send(String text) {
        line.receive(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatComesAfterAThawStaysBehindWhatCameInTheFreeze() {
        faults.freeze();
        send("a");
        faults.thaw();
        send("b");
        turn();
        send("c");
        assertThat(handled).containsExactly("a", "b", "c");
    }

    @Test
    void aFreezeHoldsWhatIsNotHandledYet() {
        faults.freeze();
        send("a");
        send("b");
        faults.thaw();
        onHandled = faults::freeze;
        turn();
        assertThat(handled).containsExactly("a");
        assertThat(line.isPaused()).isTrue();

        onHandled = () -> {};
        faults.thaw();
        turn();
        assertThat(handled).containsExactly("a", "b");
        assertThat(line.isPaused()).isFalse();
    }

    @Test
    void whoRestsGoesOnWhenNothingMakesItSlowAnyMore() {
        ArmedFault slow = faults.arm(SlowFault.bytesPerSecond(1));
        turn();
        send("x".repeat(100_000));
        send("late");
        assertThat(handled).hasSize(1);
        assertThat(line.isPaused()).isTrue();

        slow.disarm();
        turn();
        assertThat(handled).hasSize(2).endsWith("late");
        assertThat(line.isPaused()).isFalse();
    }

    @Test
    void anotherSlowFaultDoesNotEndTheRest() {
        faults.arm(SlowFault.bytesPerSecond(1));
        turn();
        send("x".repeat(100_000));
        faults.arm(SlowFault.messagesPerSecond(1));
        turn();
        assertThat(line.isPaused()).isTrue();
        faults.clear();
        turn();
        assertThat(line.isPaused()).isFalse();
    }

    @Test
    void aResetDiscardsWhatWaitedInAFreezeAndEndsTheConnection() {
        VpnState.Saved configured = core.vpn().save();
        faults.freeze();
        send("a");
        core.reset(configured, () -> {});
        send("b");
        turn();
        send("c");
        assertThat(handled).isEmpty();
        assertThat(line.isClosedByBroker()).isTrue();
        line.clientCloses();
        assertThat(handled).containsExactly("closed");
    }

    @Test
    void aResetLeavesTheOthersAsTheyAre() {
        core.reset(core.vpn().save(), () -> {});
        send("a");
        turn();
        assertThat(handled).containsExactly("a");
        assertThat(line.isClosedByBroker()).isFalse();
    }

    @Test
    void aThawDoesNotResumeWhatTheConnectionPaused() {
        transport.pause();
        assertThat(line.isPaused()).isTrue();
        assertThat(transport.isHearing()).isFalse();
        faults.freeze();
        turn();
        faults.thaw();
        turn();
        assertThat(line.isPaused()).isTrue();
        transport.resume();
        turn();
        assertThat(line.isPaused()).isFalse();
        assertThat(transport.isHearing()).isTrue();
    }

    @Test
    void aConnectionDoesNotResumeWhatAFreezePaused() {
        transport.pause();
        faults.freeze();
        turn();
        transport.resume();
        turn();
        assertThat(line.isPaused()).isTrue();
        faults.thaw();
        turn();
        assertThat(line.isPaused()).isFalse();
    }

    @Test
    void whatCameBeforeAFreezeWasNoticedIsHeardFirst() {
        transport.pause();
        faults.freeze();
        send("a");
        turn();
        transport.resume();
        faults.thaw();
        assertThat(line.isPaused()).as("before its turn").isTrue();
        turn();
        send("b");
        assertThat(handled).containsExactly("a", "b");
    }
}
