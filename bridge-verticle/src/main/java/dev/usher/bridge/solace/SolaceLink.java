package dev.usher.bridge.solace;

import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPProperties;
import com.solacesystems.jcsmp.JCSMPSession;
import dev.usher.runtime.solace.Backoff;
import dev.usher.runtime.solace.SolaceConnection;
import dev.usher.runtime.solace.SolaceSession;
import dev.usher.runtime.solace.SolaceState;
import dev.usher.runtime.solace.SolaceTokens;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** Keeps a {@link SolacePublisher} supplied with sessions that are up. */
public final class SolaceLink {

    private final List<SolaceSession> sessions;
    private final SolacePublisher publisher;

    public SolaceLink(Vertx vertx, SolaceConnection connection, SolacePublisher publisher) {
        this.publisher = publisher;
        int count = publisher.sessions();
        SolaceTokens tokens = SolaceTokens.of(vertx, "bridge", connection, Backoff.DEFAULT);
        String own = "usher-bridge-" + UUID.randomUUID().toString().substring(0, 8);
        sessions = IntStream.range(0, count)
                .mapToObj(i -> session(
                        vertx,
                        named(connection, own, i, count),
                        tokens,
                        count == 1 ? "bridge" : "bridge-" + i,
                        publisher,
                        i))
                .toList();
        publisher.use((index, session, why) -> sessions.get(index).giveUp(session, why));
    }

    private static SolaceSession session(
            Vertx vertx,
            SolaceConnection connection,
            SolaceTokens tokens,
            String name,
            SolacePublisher publisher,
            int index) {
        return new SolaceSession(
                vertx, name, connection, SolaceLink::tuned, tokens, Backoff.DEFAULT, new SolaceSession.Listener() {
                    @Override
                    public void up(JCSMPSession up, long epoch) throws JCSMPException {
                        publisher.up(index, up);
                    }

                    @Override
                    public void down(long epoch, String reason) {
                        publisher.down(index);
                    }
                });
    }

    /**
     * A broker has one client of a name. So a session that takes the place of another has its name, and the connection of the former, if
     * the broker still sees it, cannot go on beside it.
     *
     * @param own the start of the name where none is configured, another one for each start
     */
    private static SolaceConnection named(SolaceConnection connection, String own, int index, int count) {
        String name = connection.clientName().orElse(own);
        return connection.withClientName(connection.clientName().isPresent() && count == 1 ? name : name + "-" + index);
    }

    /** The window's default of 1 waits for each acknowledgement. */
    static JCSMPProperties tuned(JCSMPProperties properties) {
        properties.setProperty(JCSMPProperties.PUB_ACK_WINDOW_SIZE, Sender.WINDOW);
        return properties;
    }

    /** Begins to connect, for as long as it takes. */
    public void open() {
        sessions.forEach(SolaceSession::start);
    }

    /** Why not everything can be sent; empty while all sessions are up and their events get on. Safe on any thread. */
    public Optional<String> problem() {
        for (int i = 0; i < sessions.size(); i++) {
            SolaceState state = sessions.get(i).state();
            if (!state.isUp()) {
                String what = state.status() + ": " + state.reason();
                return Optional.of(
                        sessions.size() == 1 ? what : "session " + (i + 1) + " of " + sessions.size() + " " + what);
            }
        }
        return publisher.problem();
    }

    /** How many sessions are up. Safe on any thread. */
    public int sessionsUp() {
        return (int) sessions.stream().filter(session -> session.state().isUp()).count();
    }

    /** How often a session was brought back or made anew after it had been up. Safe on any thread. */
    public long reconnects() {
        return sessions.stream()
                .mapToLong(session -> Math.max(0, session.connections() - 1))
                .sum();
    }

    /** Does not fail. */
    public Future<Void> close() {
        return Future.join(sessions.stream().map(SolaceSession::close).toList()).mapEmpty();
    }
}
