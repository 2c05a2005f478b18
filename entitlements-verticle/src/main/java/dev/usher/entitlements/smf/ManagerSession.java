package dev.usher.entitlements.smf;

import com.solacesystems.jcsmp.BytesXMLMessage;
import com.solacesystems.jcsmp.CapabilityType;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.XMLMessageConsumer;
import com.solacesystems.jcsmp.XMLMessageListener;
import dev.usher.runtime.solace.SolaceConnection;
import dev.usher.runtime.solace.SolaceSession;
import dev.usher.runtime.solace.SolaceSession.SessionCall;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscription manager's connection: requests go out on it, and the broker's news of clients come in.
 *
 * <p>A connection whose username is not a subscription manager is given up with a reason that says so, since every request on
 * it would be refused (the right is handed over at login).
 */
public final class ManagerSession {
    private static final Logger log = LoggerFactory.getLogger(ManagerSession.class);

    private final SolaceSession session;
    private final String username;
    private final List<String> newsTopics;
    private final Set<Runnable> toldWhenLost = ConcurrentHashMap.newKeySet();
    private volatile Consumer<String> news = topic -> {};
    private volatile Runnable up = () -> {};

    /** @param name the broker's name, for threads and logs */
    public ManagerSession(Vertx vertx, String name, SolaceConnection connection) {
        this.username = connection.username();
        this.newsTopics = ClientNews.topics(connection.vpn());
        this.session = new SolaceSession(vertx, "manager-" + name, connection, new Listener());
    }

    public void start() {
        session.start();
    }

    /** Never fails. */
    public Future<Void> close() {
        return session.close();
    }

    /** Why no request can be made, empty while one can. */
    public Optional<String> trouble() {
        return session.state().isUp()
                ? Optional.empty()
                : Optional.of(session.state().reason());
    }

    /** As {@link SolaceSession#execute}. */
    <T> Future<T> execute(SessionCall<T> call) {
        return session.execute(call);
    }

    /** Runs, on some thread, if the connection is lost before {@link #forget}. */
    void whenLost(Runnable told) {
        toldWhenLost.add(told);
    }

    void forget(Runnable told) {
        toldWhenLost.remove(told);
    }

    /** From now on, on some thread: topics of client events, and word of every new connection. */
    void onNews(Consumer<String> topic, Runnable connectionUp) {
        news = topic;
        up = connectionUp;
    }

    private final class Listener implements SolaceSession.Listener, XMLMessageListener {
        @Override
        public void up(JCSMPSession jcsmp, long epoch) throws JCSMPException {
            if (!jcsmp.isCapable(CapabilityType.SUBSCRIPTION_MANAGER)) {
                throw new IllegalStateException("client username " + username
                        + " is not a subscription manager; set subscriptionManagerEnabled on it");
            }
            XMLMessageConsumer consumer = jcsmp.getMessageConsumer(this);
            consumer.start();
            for (String topic : newsTopics) {
                try {
                    jcsmp.addSubscription(JCSMPFactory.onlyInstance().createTopic(topic), true);
                } catch (JCSMPException e) {
                    // News only make us faster; the sweep finds everything as well.
                    log.warn(
                            "no client events, the sweep alone finds new clients topic={} reason={}",
                            topic,
                            e.getMessage());
                }
            }
            up.run();
        }

        @Override
        public void down(long epoch, String reason) {
            List<Runnable> told = List.copyOf(toldWhenLost);
            told.forEach(toldWhenLost::remove);
            told.forEach(Runnable::run);
        }

        @Override
        public void onReceive(BytesXMLMessage message) {
            news.accept(message.getDestination().getName());
        }

        @Override
        public void onException(JCSMPException failure) {
            // The session's own event says the same and is acted upon there.
            log.debug("client events interrupted reason={}", failure.getMessage());
        }
    }
}
