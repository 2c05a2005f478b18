package dev.usher.broker.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** A real Paho client that collects what it receives. The password of a user is {@code <name>-password}. */
public final class PahoClient implements AutoCloseable {

    public record Received(String topic, String text, int qos, boolean retained, boolean duplicate) {}

    private static final long PATIENCE_MILLIS = 10_000;

    private final MqttClient client;
    private final boolean sessionPresent;
    private final BlockingQueue<Received> inbox = new LinkedBlockingQueue<>();
    private final BlockingQueue<Throwable> lost = new LinkedBlockingQueue<>();

    private PahoClient(Object uri, String clientId, MqttConnectOptions options) throws MqttException {
        client = new MqttClient(uri.toString(), clientId, new MemoryPersistence());
        client.setTimeToWait(PATIENCE_MILLIS);
        client.setCallback(new MqttCallback() {
            @Override
            public void connectionLost(Throwable cause) {
                lost.add(cause);
            }

            @Override
            public void messageArrived(String topic, MqttMessage m) {
                String text = new String(m.getPayload(), StandardCharsets.UTF_8);
                inbox.add(new Received(topic, text, m.getQos(), m.isRetained(), m.isDuplicate()));
            }

            @Override
            public void deliveryComplete(IMqttDeliveryToken token) {
                // Publishing waits for it.
            }
        });
        try {
            sessionPresent = client.connectWithResult(options).getSessionPresent();
        } catch (MqttException e) {
            client.close();
            throw e;
        }
    }

    /** With a clean session. */
    public static PahoClient connect(Object uri, String clientId, String username) throws MqttException {
        return connect(uri, clientId, username, o -> {});
    }

    public static PahoClient durable(Object uri, String clientId, String username) throws MqttException {
        return connect(uri, clientId, username, o -> o.setCleanSession(false));
    }

    public static PahoClient connect(Object uri, String clientId, String username, Consumer<MqttConnectOptions> change)
            throws MqttException {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setUserName(username);
        options.setPassword((username + "-password").toCharArray());
        change.accept(options);
        return new PahoClient(uri, clientId, options);
    }

    /** A thread of Paho may fail when its client is closed right after an acknowledgement; that is no failure of a test. */
    public static ConditionFactory await() {
        return Awaitility.await().dontCatchUncaughtExceptions();
    }

    public MqttClient paho() {
        return client;
    }

    public boolean isSessionPresent() {
        return sessionPresent;
    }

    /** The return code in the SUBACK. */
    public int subscribe(String filter, int qos) throws MqttException {
        try {
            IMqttToken token = client.subscribeWithResponse(filter, qos);
            return token.getGrantedQos()[0];
        } catch (MqttException e) {
            if (e.getReasonCode() == MqttException.REASON_CODE_SUBSCRIBE_FAILED) {
                return MqttPackets.SUBSCRIBE_FAILURE;
            }
            throw e;
        }
    }

    /** Waits until it is acknowledged where the QoS has an acknowledgement. */
    public PahoClient publish(String topic, String text, int qos) throws MqttException {
        client.publish(topic, text.getBytes(StandardCharsets.UTF_8), qos, false);
        return this;
    }

    public PahoClient publishRetained(String topic, String text) throws MqttException {
        client.publish(topic, text.getBytes(StandardCharsets.UTF_8), 0, true);
        return this;
    }

    /** The next message, waited for. */
    public Received next() throws InterruptedException {
        Received received = inbox.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        if (received == null) {
            throw new AssertionError("no message within 10 s");
        }
        return received;
    }

    public String nextText() throws InterruptedException {
        return next().text();
    }

    /** Why the connection was lost, waited for. */
    public Throwable lost() throws InterruptedException {
        Throwable cause = lost.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        if (cause == null) {
            throw new AssertionError("connection not lost within 10 s");
        }
        return cause;
    }

    /** Ends without DISCONNECT. */
    public void drop() throws MqttException {
        client.disconnectForcibly(0, 1, false);
    }

    public void disconnect() throws MqttException {
        client.disconnect();
    }

    @Override
    public void close() throws MqttException {
        if (client.isConnected()) {
            client.disconnectForcibly(0, 100);
        }
        client.close();
    }
}
