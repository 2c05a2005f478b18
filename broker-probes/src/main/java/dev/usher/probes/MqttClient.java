package dev.usher.probes;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** An MQTT 3.1.1 client that never reconnects and keeps what it receives. */
public final class MqttClient implements Listener, AutoCloseable {
    /** What SUBACK says of a filter that was refused (MQTT 3.1.1, 3.9.3). */
    public static final int REFUSED = 0x80;

    private final MqttAsyncClient paho;
    private final Duration patience;
    private final String fence;
    private final BlockingQueue<Heard> inbox = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean sessionPresent;

    private MqttClient(MqttAsyncClient paho, Duration patience, String fence) {
        this.paho = paho;
        this.patience = patience;
        this.fence = fence;
    }

    /** @throws MqttException the reason code of which is that of the CONNACK when the broker refused */
    static MqttClient connect(
            URI uri,
            Username user,
            String clientId,
            String fence,
            Duration patience,
            Consumer<MqttConnectOptions> change)
            throws MqttException {
        MqttAsyncClient paho = new MqttAsyncClient(uri.toString(), clientId, new MemoryPersistence());
        MqttClient client = new MqttClient(paho, patience, fence);
        paho.setCallback(client.new Callback());
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setUserName(user.name());
        options.setPassword(user.password().toCharArray());
        options.setConnectionTimeout(Math.max(1, Math.toIntExact(patience.toSeconds())));
        change.accept(options);
        try {
            IMqttToken token = paho.connect(options);
            token.waitForCompletion(patience.toMillis());
            client.sessionPresent = token.getSessionPresent();
            return client;
        } catch (MqttException e) {
            client.close();
            throw e;
        }
    }

    public boolean sessionPresent() {
        return sessionPresent;
    }

    public String clientId() {
        return paho.getClientId();
    }

    /** As the broker tells it: {@code #mqtt/<client id>/<n>}. Asks for it, so what arrives meanwhile is lost. */
    @Override
    public String clientName() {
        if (subscribe("$SYS/client/client-name", 0) == REFUSED) {
            throw new CannotTell("$SYS/client/client-name was refused");
        }
        return next(m -> m.topic().equals("$SYS/client/client-name")).payload();
    }

    /** The code of the SUBACK: the QoS granted or {@link #REFUSED}. */
    public int subscribe(String filter, int qos) {
        try {
            IMqttToken token = paho.subscribe(filter, qos);
            try {
                token.waitForCompletion(patience.toMillis());
            } catch (MqttException e) {
                if (token.getGrantedQos() == null || token.getGrantedQos().length == 0) {
                    throw e;
                }
            }
            return token.getGrantedQos()[0];
        } catch (MqttException e) {
            throw new CannotTell("SUBSCRIBE was not answered: " + reason(e), e);
        }
    }

    public void unsubscribe(String filter) {
        try {
            paho.unsubscribe(filter).waitForCompletion(patience.toMillis());
        } catch (MqttException e) {
            throw new CannotTell("UNSUBSCRIBE was not answered: " + reason(e), e);
        }
    }

    /** Subscribes to a filter the broker may close the connection for, and does not wait for an answer. */
    public void subscribeUnanswered(String filter) {
        try {
            paho.subscribe(filter, 0);
        } catch (MqttException e) {
            throw new CannotTell("SUBSCRIBE could not be sent: " + reason(e), e);
        }
    }

    /** Waits for the acknowledgement that the QoS asks for. */
    public void publish(String topic, String payload, int qos, boolean retain) {
        try {
            paho.publish(topic, payload.getBytes(StandardCharsets.UTF_8), qos, retain)
                    .waitForCompletion(patience.toMillis());
        } catch (MqttException e) {
            throw new CannotTell("PUBLISH was not acknowledged: " + reason(e), e);
        }
    }

    /** Leaves with a DISCONNECT. */
    public void disconnect() {
        try {
            paho.disconnect(0).waitForCompletion(patience.toMillis());
        } catch (MqttException e) {
            throw new CannotTell("could not disconnect: " + reason(e), e);
        }
    }

    /** Drops the connection without a DISCONNECT. */
    public void vanish() {
        try {
            paho.disconnectForcibly(0, 1, false);
        } catch (MqttException e) {
            throw new CannotTell("could not drop the connection: " + reason(e), e);
        }
    }

    /** From now on nothing that is received is acknowledged. */
    public void acknowledgeNothing() {
        paho.setManualAcks(true);
    }

    /** The topic control messages come on. */
    public String fence() {
        return fence;
    }

    @Override
    public List<Heard> heardSoFar(SmfClient publisher) {
        String mark = UUID.randomUUID().toString();
        try {
            publisher.publish(fence, mark);
        } catch (com.solacesystems.jcsmp.JCSMPException e) {
            throw new CannotTell("the control message could not be published: " + e.getMessage(), e);
        }
        return SmfClient.upTo(inbox, mark, patience);
    }

    /** As {@link #heardSoFar(SmfClient)} when an MQTT client published; the fence must be subscribed with the same QoS. */
    public List<Heard> heardSoFar(MqttClient publisher, int qos) {
        String mark = UUID.randomUUID().toString();
        publisher.publish(fence, mark, qos, false);
        return SmfClient.upTo(inbox, mark, patience);
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
        return ended.getCount() == 0;
    }

    @Override
    public void close() {
        try {
            if (paho.isConnected()) {
                paho.disconnectForcibly(0, 1, true);
            }
        } catch (MqttException e) {
            // It is gone either way.
        } finally {
            closeQuietly();
        }
    }

    private void closeQuietly() {
        try {
            paho.close(true);
        } catch (MqttException e) {
            // Nothing that the next probe could meet.
        }
    }

    static String reason(MqttException e) {
        return "reason " + e.getReasonCode() + " " + e.getMessage();
    }

    private final class Callback implements MqttCallback {
        @Override
        public void connectionLost(Throwable cause) {
            ended.countDown();
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            inbox.add(new Heard(
                    topic,
                    new String(message.getPayload(), StandardCharsets.UTF_8),
                    message.getQos(),
                    message.isDuplicate(),
                    Optional.empty()));
        }

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {
            // Publishers wait for their tokens.
        }
    }
}
