package dev.usher.broker.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Events of clients are in the order of what happened, whoever caused it. */
class ClientEventOrderTest {

    /** Remembers the events of one client name, as event and number of the connection. */
    private static final class Watcher implements ClientPort {
        private final List<String> seen = new CopyOnWriteArrayList<>();
        private volatile Consumer<String> before = event -> {};

        @Override
        public int deliver(Message message) {
            String event = message.topic().split("/")[4];
            String text = new String(message.payload(), StandardCharsets.UTF_8);
            before.accept(event);
            seen.add(event + text.replaceFirst("(?s).*Client (\\(\\d+\\)).*", "$1"));
            return 0;
        }

        @Override
        public void disconnect(String reason) {
            throw new AssertionError(reason);
        }
    }

    private final TestBroker broker = new TestBroker();
    private final Watcher watcher = new Watcher();

    ClientEventOrderTest() {
        LoginRequest login =
                new LoginRequest(Protocol.SMF, "alice", "alice", "w", "", "127.0.0.1:50001", "", "", "", true);
        Client client = broker.core.login(login, watcher).fold(c -> c, refused -> null);
        client.subscribe(Filter.smf("#LOG/INFO/CLIENT/>"));
        broker.vpn.updateSettings(s -> s.withClientEvents(true));
    }

    /** While an event is on its way, another thread does something, and gets as far as it can. */
    private Thread meanwhile(String event, Runnable action) {
        Thread other = new Thread(action, "other");
        watcher.before = e -> {
            if (e.equals(event) && other.getState() == Thread.State.NEW) {
                other.start();
                await().until(() -> !other.isAlive() || other.getState() == Thread.State.BLOCKED);
            }
        };
        return other;
    }

    @Test
    void theEndOfAConnectionComesBeforeItsSuccessor() throws Exception {
        Client first = broker.login("bob", "x");
        Thread other = meanwhile("CLIENT_CLIENT_DISCONNECT", () -> broker.login("bob", "x"));
        first.close("gone");
        other.join(10_000);
        assertThat(watcher.seen)
                .containsExactly("CLIENT_CLIENT_CONNECT(2)", "CLIENT_CLIENT_DISCONNECT(2)", "CLIENT_CLIENT_CONNECT(3)");
    }

    @Test
    void aConnectionThatIsTakenOverBeganBeforeItEnded() throws Exception {
        Thread other = meanwhile("CLIENT_CLIENT_CONNECT", () -> broker.login("bob", "x"));
        broker.login("bob", "x");
        other.join(10_000);
        assertThat(watcher.seen)
                .containsExactly("CLIENT_CLIENT_CONNECT(2)", "CLIENT_CLIENT_DISCONNECT(2)", "CLIENT_CLIENT_CONNECT(3)");
    }

    @Test
    void aNameIsFreeOnceItWasSaid() throws Exception {
        Client first = broker.login("bob", "x");
        Thread other = meanwhile("CLIENT_CLIENT_NAME_CHANGE", () -> broker.login("bob", "x"));
        first.rename("y");
        other.join(10_000);
        assertThat(watcher.seen)
                .containsExactly(
                        "CLIENT_CLIENT_CONNECT(2)", "CLIENT_CLIENT_NAME_CHANGE(2)", "CLIENT_CLIENT_CONNECT(3)");
    }
}
