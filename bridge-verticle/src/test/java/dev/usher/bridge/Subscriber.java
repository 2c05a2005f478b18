package dev.usher.bridge;

import com.solacesystems.jcsmp.BytesMessage;
import com.solacesystems.jcsmp.BytesXMLMessage;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.SDTException;
import com.solacesystems.jcsmp.SDTMap;
import com.solacesystems.jcsmp.XMLMessageConsumer;
import com.solacesystems.jcsmp.XMLMessageListener;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.runtime.config.Secret;
import dev.usher.runtime.solace.SolaceConnection;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A JCSMP client that keeps what it receives. */
final class Subscriber implements AutoCloseable {

    /** One message as the client saw it. */
    record Received(String topic, byte[] payload, Map<String, Object> properties, boolean elidingEligible) {
        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        int partition() {
            return (Integer) properties.get("k_partition");
        }

        long offset() {
            return (Long) properties.get("k_offset");
        }
    }

    private final JCSMPSession session;
    private final List<Received> received = new CopyOnWriteArrayList<>();

    private Subscriber(JCSMPSession session) {
        this.session = session;
    }

    static Subscriber on(EmbeddedBroker broker, String... filters) throws JCSMPException {
        SolaceConnection connection =
                new SolaceConnection(broker.smfHost(), broker.vpn(), "reader", Secret.of("reader-password"));
        JCSMPSession session = JCSMPFactory.onlyInstance().createSession(connection.toProperties());
        Subscriber subscriber = new Subscriber(session);
        session.connect();
        XMLMessageConsumer consumer = session.getMessageConsumer(new XMLMessageListener() {
            @Override
            public void onReceive(BytesXMLMessage message) {
                subscriber.received.add(read(message));
            }

            @Override
            public void onException(JCSMPException cause) {
                // The test sees what is missing.
            }
        });
        for (String filter : filters) {
            session.addSubscription(JCSMPFactory.onlyInstance().createTopic(filter), true);
        }
        consumer.start();
        return subscriber;
    }

    private static Received read(BytesXMLMessage message) {
        Map<String, Object> properties = new LinkedHashMap<>();
        SDTMap map = message.getProperties();
        if (map != null) {
            for (String key : map.keySet()) {
                try {
                    properties.put(key, map.get(key));
                } catch (SDTException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        return new Received(
                message.getDestination().getName(),
                ((BytesMessage) message).getData(),
                properties,
                message.isElidingEligible());
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    List<String> topics() {
        return received.stream().map(Received::topic).toList();
    }

    int count() {
        return received.size();
    }

    @Override
    public void close() {
        session.closeSession();
    }
}
