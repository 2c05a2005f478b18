package dev.usher.entitlements.smf;

import com.solacesystems.jcsmp.BytesXMLMessage;
import com.solacesystems.jcsmp.CapabilityType;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.JCSMPStreamingPublishCorrelatingEventHandler;
import com.solacesystems.jcsmp.Topic;
import com.solacesystems.jcsmp.XMLMessage;
import com.solacesystems.jcsmp.XMLMessageConsumer;
import com.solacesystems.jcsmp.XMLMessageListener;
import com.solacesystems.jcsmp.XMLMessageProducer;
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
 * The manager's connection: requests and notices go out on it, and the broker's news of clients come in. That it is there
 * also shows that the broker is the one in charge.
 *
 * <p>Where it has to be a subscription manager and is not, it is given up with a reason that says so, since every request on
 * it would be refused (the right is handed over at login).
 */
public final class ManagerSession {
    private static final Logger log = LoggerFactory.getLogger(ManagerSession.class);

    private final SolaceSession session;
    private final String username;
    private final Duty duty;
    private final List<String> newsTopics;
    private final Set<Runnable> toldWhenLost = ConcurrentHashMap.newKeySet();
    private volatile Consumer<String> news = topic -> {};
    private volatile Runnable up = () -> {};

    /** Used by the session's calls alone, which are made one after the other. */
    private Publisher publisher;

    /** What the connection is needed for. */
    public enum Duty {
        /** Subscribing on behalf of others as well, for which the username must be a subscription manager. */
        SUBSCRIBE,
        /** Listening and telling only. */
        WATCH
    }

    /** The producer that belongs to a session. */
    private record Publisher(JCSMPSession session, XMLMessageProducer producer) {}

    /** @param name the broker's name, for threads and logs */
    public ManagerSession(Vertx vertx, String name, SolaceConnection connection, Duty duty) {
        this.duty = duty;
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

    /** Sends, on the session's own thread; fails as {@link #execute} does. */
    Future<Void> send(XMLMessage message, Topic topic) {
        return session.execute(jcsmp -> {
            if (publisher == null || publisher.session() != jcsmp) {
                publisher = new Publisher(jcsmp, jcsmp.getMessageProducer(new SendErrors()));
            }
            publisher.producer().send(message, topic);
            return null;
        });
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
            if (duty == Duty.SUBSCRIBE && !jcsmp.isCapable(CapabilityType.SUBSCRIPTION_MANAGER)) {
                throw new IllegalStateException("client username " + username
                        + " is not a subscription manager; set subscriptionManagerEnabled on it, or injection: semp for"
                        + " this broker");
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

    /** Direct messages are not acknowledged; what is told here is about the connection, which the session's events tell too. */
    private static final class SendErrors implements JCSMPStreamingPublishCorrelatingEventHandler {
        @Override
        public void responseReceivedEx(Object key) {
            // Nothing waits for it.
        }

        @Override
        public void handleErrorEx(Object key, JCSMPException failure, long timestamp) {
            log.debug("notice not sent reason={}", failure.getMessage());
        }
    }
}
