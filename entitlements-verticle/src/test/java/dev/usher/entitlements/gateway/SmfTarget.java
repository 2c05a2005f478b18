package dev.usher.entitlements.gateway;

import com.solacesystems.jcsmp.BytesMessage;
import com.solacesystems.jcsmp.BytesXMLMessage;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPProperties;
import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.JCSMPStreamingPublishCorrelatingEventHandler;
import com.solacesystems.jcsmp.XMLMessageListener;
import com.solacesystems.jcsmp.XMLMessageProducer;
import dev.usher.broker.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A JCSMP session, which can also publish. */
public final class SmfTarget implements Target {
    private final JCSMPSession session;
    private final BlockingQueue<BytesXMLMessage> messages = new LinkedBlockingQueue<>();
    private XMLMessageProducer producer;

    private SmfTarget(JCSMPSession session) {
        this.session = session;
    }

    /** Connects; the password is the username. */
    public static SmfTarget connect(EmbeddedBroker broker, String username, String clientName) {
        JCSMPProperties properties = new JCSMPProperties();
        properties.setProperty(JCSMPProperties.HOST, broker.smfHost());
        properties.setProperty(JCSMPProperties.VPN_NAME, broker.vpn());
        properties.setProperty(JCSMPProperties.USERNAME, username);
        properties.setProperty(JCSMPProperties.PASSWORD, username);
        properties.setProperty(JCSMPProperties.CLIENT_NAME, clientName);
        try {
            SmfTarget target = new SmfTarget(JCSMPFactory.onlyInstance().createSession(properties));
            target.listen();
            return target;
        } catch (JCSMPException e) {
            throw new IllegalStateException(e);
        }
    }

    private void listen() throws JCSMPException {
        session.getMessageConsumer(new XMLMessageListener() {
                    @Override
                    public void onReceive(BytesXMLMessage message) {
                        messages.add(message);
                    }

                    @Override
                    public void onException(JCSMPException failure) {
                        // The test that cares sees it by what does not come.
                    }
                })
                .start();
    }

    @Override
    public void subscribe(String smfFilter) {
        try {
            session.addSubscription(JCSMPFactory.onlyInstance().createTopic(smfFilter), true);
        } catch (JCSMPException e) {
            throw new IllegalStateException(e);
        }
    }

    void publish(String topic, String payload) {
        try {
            if (producer == null) {
                producer = session.getMessageProducer(new Silent());
            }
            BytesMessage message = JCSMPFactory.onlyInstance().createMessage(BytesMessage.class);
            message.setData(payload.getBytes(StandardCharsets.UTF_8));
            producer.send(message, JCSMPFactory.onlyInstance().createTopic(topic));
        } catch (JCSMPException e) {
            throw new IllegalStateException(e);
        }
    }

    BytesXMLMessage message() {
        try {
            BytesXMLMessage message = messages.poll(10, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("nothing came within 10 s");
            }
            return message;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String next() {
        BytesXMLMessage message = message();
        return message.getDestination().getName() + " "
                + new String(((BytesMessage) message).getData(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        session.closeSession();
    }

    private static final class Silent implements JCSMPStreamingPublishCorrelatingEventHandler {
        @Override
        public void responseReceivedEx(Object key) {
            // Direct messages are not acknowledged.
        }

        @Override
        public void handleErrorEx(Object key, JCSMPException failure, long timestamp) {
            // Seen by what does not come.
        }
    }
}
