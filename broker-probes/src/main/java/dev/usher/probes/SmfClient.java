package dev.usher.probes;

import com.solacesystems.jcsmp.BytesMessage;
import com.solacesystems.jcsmp.BytesXMLMessage;
import com.solacesystems.jcsmp.CapabilityType;
import com.solacesystems.jcsmp.DeliveryMode;
import com.solacesystems.jcsmp.JCSMPChannelProperties;
import com.solacesystems.jcsmp.JCSMPErrorResponseException;
import com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPProperties;
import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.JCSMPStreamingPublishCorrelatingEventHandler;
import com.solacesystems.jcsmp.TextMessage;
import com.solacesystems.jcsmp.Topic;
import com.solacesystems.jcsmp.XMLMessage;
import com.solacesystems.jcsmp.XMLMessageListener;
import com.solacesystems.jcsmp.XMLMessageProducer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A JCSMP session that never reconnects and keeps what it receives. */
public final class SmfClient implements Listener, AutoCloseable {
    private final JCSMPSession session;
    private final Duration patience;
    private final String fence;
    private final BlockingQueue<Heard> inbox = new LinkedBlockingQueue<>();
    private final BlockingQueue<JCSMPException> rejected = new LinkedBlockingQueue<>();
    private final BlockingQueue<Object> acknowledged = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private XMLMessageProducer producer;

    private SmfClient(JCSMPSession session, Duration patience, String fence) {
        this.session = session;
        this.patience = patience;
        this.fence = fence;
    }

    static SmfClient connect(BrokerUnderTest broker, Username user, String clientName, String fence)
            throws JCSMPException {
        JCSMPProperties properties = new JCSMPProperties();
        properties.setProperty(JCSMPProperties.HOST, broker.smf());
        properties.setProperty(JCSMPProperties.VPN_NAME, user.vpn());
        properties.setProperty(JCSMPProperties.USERNAME, user.name());
        properties.setProperty(JCSMPProperties.PASSWORD, user.password());
        properties.setProperty(JCSMPProperties.CLIENT_NAME, clientName);
        broker.trustStore().ifPresent(store -> {
            properties.setProperty(JCSMPProperties.SSL_TRUST_STORE, store.file().toString());
            properties.setProperty(JCSMPProperties.SSL_TRUST_STORE_FORMAT, store.format());
            properties.setProperty(JCSMPProperties.SSL_TRUST_STORE_PASSWORD, store.password());
        });
        int patience = Math.toIntExact(broker.patience().toMillis());
        JCSMPChannelProperties channel = new JCSMPChannelProperties();
        channel.setConnectTimeoutInMillis(patience);
        channel.setReadTimeoutInMillis(patience);
        channel.setReconnectRetries(0);
        channel.setReconnectRetryWaitInMillis(0);
        properties.setProperty(JCSMPProperties.CLIENT_CHANNEL_PROPERTIES, channel);
        JCSMPSession session = JCSMPFactory.onlyInstance().createSession(properties);
        SmfClient client = new SmfClient(session, broker.patience(), fence);
        try {
            session.connect();
            client.listen();
            return client;
        } catch (JCSMPException e) {
            session.closeSession();
            throw e;
        }
    }

    /** A refusal as it is compared: the number of the response and JCSMP's name for what it says, {@code 403 CLIENT_ACL_DENIED}. */
    public static String refusal(JCSMPException e) {
        if (e instanceof JCSMPErrorResponseException refused) {
            return refused.getResponseCode() + " "
                    + JCSMPErrorResponseSubcodeEx.getSubcodeAsString(refused.getSubcodeEx());
        }
        if (e.getCause() instanceof JCSMPException cause) {
            return refusal(cause);
        }
        throw new CannotTell("JCSMP failed otherwise than by a refusal: " + e, e);
    }

    @Override
    public String clientName() {
        return String.valueOf(session.getProperty(JCSMPProperties.CLIENT_NAME));
    }

    /** The topic that only this client is reached at. */
    public String inboxTopic() {
        return String.valueOf(session.getProperty(JCSMPProperties.P2PINBOX_IN_USE));
    }

    public boolean isSubscriptionManager() {
        return session.isCapable(CapabilityType.SUBSCRIPTION_MANAGER);
    }

    /** {@code ok}, or the {@link #refusal}. */
    public String subscribe(String topic) {
        return outcome(() -> session.addSubscription(topic(topic), true));
    }

    /** {@code ok}, or the {@link #refusal}. */
    public String unsubscribe(String topic) {
        return outcome(() -> session.removeSubscription(topic(topic), true));
    }

    /** Subscribes another client: {@code ok}, or the {@link #refusal}. */
    public String subscribe(String target, String topic) {
        return outcome(() -> session.addSubscription(
                JCSMPFactory.onlyInstance().createClientName(target), topic(topic), JCSMPSession.WAIT_FOR_CONFIRM));
    }

    /** Unsubscribes another client: {@code ok}, or the {@link #refusal}. */
    public String unsubscribe(String target, String topic) {
        return outcome(() -> session.removeSubscription(
                JCSMPFactory.onlyInstance().createClientName(target), topic(topic), JCSMPSession.WAIT_FOR_CONFIRM));
    }

    /** Direct, a bytes message. */
    public void publish(String topic, String payload) throws JCSMPException {
        publish(topic, bytes(payload));
    }

    /** Direct and eligible for eliding. */
    public void publishElidable(String topic, String payload) throws JCSMPException {
        BytesMessage message = bytes(payload);
        message.setElidingEligible(true);
        publish(topic, message);
    }

    public void publish(String topic, XMLMessage message) throws JCSMPException {
        producer().send(message, topic(topic));
    }

    /** Persistent: empty when it was acknowledged, else the refusal. */
    public Optional<String> publishGuaranteed(String topic, String payload) throws Exception {
        BytesMessage message = bytes(payload);
        message.setDeliveryMode(DeliveryMode.PERSISTENT);
        message.setCorrelationKey(payload);
        try {
            publish(topic, message);
        } catch (JCSMPException e) {
            throw new CannotTell("guaranteed publishing is not possible here: " + e.getMessage(), e);
        }
        if (!Await.holds(patience, () -> !acknowledged.isEmpty() || !rejected.isEmpty())) {
            throw new CannotTell("a guaranteed message was neither acknowledged nor rejected in time");
        }
        return acknowledged.poll() != null ? Optional.empty() : Optional.of(refusal(rejected.poll()));
    }

    /** What the broker has refused of what was published without an acknowledgement. */
    public List<String> refusedSoFar() {
        return rejected.stream().map(SmfClient::refusal).toList();
    }

    public static BytesMessage bytes(String payload) {
        BytesMessage message = JCSMPFactory.onlyInstance().createMessage(BytesMessage.class);
        message.setData(payload.getBytes(StandardCharsets.UTF_8));
        message.setDeliveryMode(DeliveryMode.DIRECT);
        return message;
    }

    public static TextMessage text(String payload) {
        TextMessage message = JCSMPFactory.onlyInstance().createMessage(TextMessage.class);
        message.setText(payload);
        message.setDeliveryMode(DeliveryMode.DIRECT);
        return message;
    }

    @Override
    public List<Heard> heardSoFar(SmfClient publisher) {
        String mark = UUID.randomUUID().toString();
        try {
            publisher.publish(fence, mark);
            return upTo(inbox, mark, patience);
        } catch (JCSMPException e) {
            throw new CannotTell("the control message could not be published: " + e.getMessage(), e);
        }
    }

    /** As {@link #heardSoFar(SmfClient)} when an MQTT client published with QoS 0. */
    public List<Heard> heardSoFar(MqttClient publisher) {
        String mark = UUID.randomUUID().toString();
        publisher.publish(fence, mark, 0, false);
        return upTo(inbox, mark, patience);
    }

    static List<Heard> upTo(BlockingQueue<Heard> inbox, String mark, Duration patience) {
        List<Heard> heard = new ArrayList<>();
        try {
            Await.first(patience, inbox, m -> m.payload().equals(mark), heard::add, "the control message");
            return heard;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotTell("interrupted", e);
        }
    }

    @Override
    public Heard next(Predicate<Heard> meant) {
        try {
            return Await.first(patience, inbox, meant, other -> {}, "the message waited for");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotTell("interrupted", e);
        }
    }

    @Override
    public boolean endsInTime() {
        try {
            return ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotTell("interrupted", e);
        }
    }

    @Override
    public boolean hasEnded() {
        return ended.getCount() == 0 || session.isClosed();
    }

    @Override
    public void close() {
        session.closeSession();
    }

    private void listen() throws JCSMPException {
        session.getMessageConsumer(new XMLMessageListener() {
                    @Override
                    public void onReceive(BytesXMLMessage message) {
                        inbox.add(heard(message));
                    }

                    @Override
                    public void onException(JCSMPException e) {
                        ended.countDown();
                    }
                })
                .start();
    }

    private static Heard heard(BytesXMLMessage message) {
        return new Heard(
                message.getDestination().getName(),
                payload(message),
                0,
                message.getRedelivered(),
                Optional.of(message));
    }

    private static String payload(BytesXMLMessage message) {
        if (message instanceof TextMessage text) {
            return text.getText();
        }
        if (message instanceof BytesMessage bytes && bytes.getData() != null) {
            return new String(bytes.getData(), StandardCharsets.UTF_8);
        }
        return "";
    }

    private XMLMessageProducer producer() throws JCSMPException {
        if (producer == null) {
            producer = session.getMessageProducer(new JCSMPStreamingPublishCorrelatingEventHandler() {
                @Override
                public void responseReceivedEx(Object key) {
                    acknowledged.add(key == null ? "" : key);
                }

                @Override
                public void handleErrorEx(Object key, JCSMPException cause, long timestamp) {
                    rejected.add(cause);
                }
            });
        }
        return producer;
    }

    private static Topic topic(String name) {
        return JCSMPFactory.onlyInstance().createTopic(name);
    }

    private static String outcome(Attempt attempt) {
        try {
            attempt.run();
            return "ok";
        } catch (JCSMPException e) {
            return refusal(e);
        }
    }

    private interface Attempt {
        void run() throws JCSMPException;
    }
}
