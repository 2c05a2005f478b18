package dev.usher.broker.smf;

import com.solacesystems.jcsmp.BytesMessage;
import com.solacesystems.jcsmp.BytesXMLMessage;
import com.solacesystems.jcsmp.DeliveryMode;
import com.solacesystems.jcsmp.JCSMPChannelProperties;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPProperties;
import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.JCSMPStreamingPublishCorrelatingEventHandler;
import com.solacesystems.jcsmp.SDTMap;
import com.solacesystems.jcsmp.XMLMessageConsumer;
import com.solacesystems.jcsmp.XMLMessageListener;
import com.solacesystems.jcsmp.XMLMessageProducer;
import dev.usher.broker.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A real JCSMP session that collects what it receives. */
final class JcsmpClient implements AutoCloseable {

    private final JCSMPSession session;
    private final BlockingQueue<BytesXMLMessage> inbox = new LinkedBlockingQueue<>();
    private final List<JCSMPException> down = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Object> acknowledged = new LinkedBlockingQueue<>();
    private final BlockingQueue<JCSMPException> publishErrors = new LinkedBlockingQueue<>();
    private XMLMessageProducer producer;

    private JcsmpClient(JCSMPSession session) {
        this.session = session;
    }

    static JcsmpClient connect(EmbeddedBroker broker, String username, String password, String clientName)
            throws JCSMPException {
        return connect(broker, username, password, clientName, p -> {});
    }

    static JcsmpClient connect(
            EmbeddedBroker broker,
            String username,
            String password,
            String clientName,
            Consumer<JCSMPProperties> change)
            throws JCSMPException {
        JCSMPProperties properties = new JCSMPProperties();
        properties.setProperty(JCSMPProperties.HOST, broker.smfHost());
        properties.setProperty(JCSMPProperties.VPN_NAME, broker.vpn());
        properties.setProperty(JCSMPProperties.USERNAME, username);
        properties.setProperty(JCSMPProperties.PASSWORD, password);
        properties.setProperty(JCSMPProperties.CLIENT_NAME, clientName);
        JCSMPChannelProperties channel = new JCSMPChannelProperties();
        channel.setReconnectRetries(0);
        channel.setReconnectRetryWaitInMillis(0);
        properties.setProperty(JCSMPProperties.CLIENT_CHANNEL_PROPERTIES, channel);
        change.accept(properties);
        JCSMPSession session = JCSMPFactory.onlyInstance().createSession(properties);
        try {
            session.connect();
            JcsmpClient client = new JcsmpClient(session);
            client.listen();
            return client;
        } catch (JCSMPException e) {
            session.closeSession();
            throw e;
        }
    }

    private void listen() throws JCSMPException {
        XMLMessageConsumer consumer = session.getMessageConsumer(new XMLMessageListener() {
            @Override
            public void onReceive(BytesXMLMessage message) {
                inbox.add(message);
            }

            @Override
            public void onException(JCSMPException exception) {
                down.add(exception);
            }
        });
        consumer.start();
    }

    JCSMPSession session() {
        return session;
    }

    /** What the session was told about its own end. */
    List<JCSMPException> down() {
        return down;
    }

    BlockingQueue<Object> acknowledged() {
        return acknowledged;
    }

    BlockingQueue<JCSMPException> publishErrors() {
        return publishErrors;
    }

    JcsmpClient subscribe(String... topics) throws JCSMPException {
        for (String topic : topics) {
            session.addSubscription(JCSMPFactory.onlyInstance().createTopic(topic), true);
        }
        return this;
    }

    void onBehalfOf(boolean add, String target, String topic) throws JCSMPException {
        JCSMPFactory factory = JCSMPFactory.onlyInstance();
        if (add) {
            session.addSubscription(
                    factory.createClientName(target), factory.createTopic(topic), JCSMPSession.WAIT_FOR_CONFIRM);
        } else {
            session.removeSubscription(
                    factory.createClientName(target), factory.createTopic(topic), JCSMPSession.WAIT_FOR_CONFIRM);
        }
    }

    void publish(String topic, String text) throws JCSMPException {
        publish(topic, text, DeliveryMode.DIRECT, false, null);
    }

    void publish(String topic, String text, DeliveryMode mode, boolean eliding, SDTMap properties)
            throws JCSMPException {
        BytesMessage message = JCSMPFactory.onlyInstance().createMessage(BytesMessage.class);
        message.setData(text.getBytes(StandardCharsets.UTF_8));
        message.setDeliveryMode(mode);
        message.setElidingEligible(eliding);
        message.setCorrelationKey(text);
        if (properties != null) {
            message.setProperties(properties);
        }
        producer().send(message, JCSMPFactory.onlyInstance().createTopic(topic));
    }

    XMLMessageProducer producer() throws JCSMPException {
        if (producer == null) {
            producer = session.getMessageProducer(new JCSMPStreamingPublishCorrelatingEventHandler() {
                @Override
                public void responseReceivedEx(Object key) {
                    acknowledged.add(key);
                }

                @Override
                public void handleErrorEx(Object key, JCSMPException cause, long timestamp) {
                    publishErrors.add(cause);
                }
            });
        }
        return producer;
    }

    /** The next message, waited for. */
    BytesXMLMessage next() throws InterruptedException {
        BytesXMLMessage message = inbox.poll(10, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no message within 10 s");
        }
        return message;
    }

    /** The payload of the next message. */
    String nextText() throws InterruptedException {
        return text(next());
    }

    /** Received and not yet taken. */
    int waiting() {
        return inbox.size();
    }

    static String text(BytesXMLMessage message) {
        return new String(((BytesMessage) message).getData(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        session.closeSession();
    }
}
