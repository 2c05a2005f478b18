package dev.usher.bridge.solace;

import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPSession;
import dev.usher.runtime.solace.SolaceConnection;
import dev.usher.runtime.solace.SolaceSession;
import dev.usher.runtime.solace.SolaceState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;

/** Keeps a {@link SolacePublisher} supplied with a session that is up. */
public final class SolaceLink {

    private final SolaceSession session;

    public SolaceLink(Vertx vertx, SolaceConnection connection, SolacePublisher publisher) {
        this.session = new SolaceSession(vertx, "bridge", connection, new SolaceSession.Listener() {
            @Override
            public void up(JCSMPSession up, long epoch) throws JCSMPException {
                publisher.up(up);
            }

            @Override
            public void down(long epoch, String reason) {
                publisher.down();
            }
        });
    }

    /** Begins to connect, for as long as it takes. */
    public void open() {
        session.start();
    }

    /** Why nothing can be sent; empty while the session is up. Safe on any thread. */
    public Optional<String> problem() {
        SolaceState state = session.state();
        return state.isUp() ? Optional.empty() : Optional.of(state.status() + ": " + state.reason());
    }

    /** Does not fail. */
    public Future<Void> close() {
        return session.close();
    }
}
