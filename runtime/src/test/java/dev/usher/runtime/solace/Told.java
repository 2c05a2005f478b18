package dev.usher.runtime.solace;

import static org.assertj.core.api.Assertions.assertThat;

import com.solacesystems.jcsmp.JCSMPSession;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what a supervisor tells. */
final class Told implements SolaceSession.Listener {
    final List<String> said = new CopyOnWriteArrayList<>();
    final List<JCSMPSession> sessions = new CopyOnWriteArrayList<>();
    final List<String> threads = new CopyOnWriteArrayList<>();
    volatile int failures;
    volatile Error error;

    @Override
    public void up(JCSMPSession session, long epoch) {
        sessions.add(session);
        say("up " + epoch);
        if (epoch <= failures) {
            throw new IllegalStateException("no");
        }
        Error now = error;
        if (now != null) {
            error = null;
            throw now;
        }
    }

    @Override
    public void down(long epoch, String reason) {
        say("down " + epoch + " " + reason);
    }

    private void say(String what) {
        threads.add(Thread.currentThread().getName());
        said.add(what);
    }

    void await(String... expected) {
        org.awaitility.Awaitility.await().untilAsserted(() -> assertThat(said).containsExactly(expected));
    }
}
