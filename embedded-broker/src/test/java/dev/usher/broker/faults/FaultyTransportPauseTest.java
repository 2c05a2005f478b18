package dev.usher.broker.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.core.Faults;
import dev.usher.broker.fuzz.FuzzBroker;
import dev.usher.broker.net.MemoryTransport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultyTransportPauseTest {

    private final FuzzBroker broker = new FuzzBroker();
    private final Faults faults = broker.core().faults();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final MemoryTransport inner = new MemoryTransport(tasks::add, false);
    // Only a rate needs a timer.
    private final FaultyTransport transport = new FaultyTransport(inner, null, broker.core());
    private final StringBuilder heard = new StringBuilder();

    @BeforeEach
    void listen() {
        transport.listen(bytes -> heard.append(bytes), reason -> {}, () -> {});
    }

    private void turn() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    @Test
    void aThawDoesNotResumeWhatTheConnectionPaused() {
        transport.pause();
        assertThat(inner.isPaused()).isTrue();
        assertThat(transport.isHearing()).isFalse();
        faults.freeze();
        turn();
        faults.thaw();
        turn();
        assertThat(inner.isPaused()).isTrue();
        transport.resume();
        turn();
        assertThat(inner.isPaused()).isFalse();
        assertThat(transport.isHearing()).isTrue();
    }

    @Test
    void aConnectionDoesNotResumeWhatAFreezePaused() {
        transport.pause();
        faults.freeze();
        turn();
        transport.resume();
        turn();
        assertThat(inner.isPaused()).isTrue();
        faults.thaw();
        turn();
        assertThat(inner.isPaused()).isFalse();
    }

    @Test
    void whatCameBeforeAFreezeWasNoticedIsHeardFirst() {
        transport.pause();
        faults.freeze();
        inner.receive("a".getBytes(StandardCharsets.UTF_8));
        turn();
        transport.resume();
        faults.thaw();
        assertThat(inner.isPaused()).as("before its turn").isTrue();
        turn();
        inner.receive("b".getBytes(StandardCharsets.UTF_8));
        assertThat(heard).hasToString("ab");
    }
}
