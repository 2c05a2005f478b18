package dev.usher.e2e;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A real MQTT.js client, over WebSocket or, with {@code ssl://}, over TCP. */
final class MqttJs implements BrowserClient {
    private static final int REFUSED = 0x80;

    private final NodeClient node;
    private boolean sessionPresent;

    private MqttJs(Map<String, String> environment) {
        node = new NodeClient("MQTT.js", "mqtt.mjs", environment);
    }

    /** Starts node and connects with a clean session. */
    static MqttJs connect(URI url, String clientId, String username, String password) {
        return connect(url, clientId, username, password, 0);
    }

    /** As above; after a lost connection MQTT.js comes back by itself after {@code reconnectMillis}, if that is not 0. */
    static MqttJs connect(URI url, String clientId, String username, String password, int reconnectMillis) {
        return connect(url, clientId, username, password, true, reconnectMillis, Map.of());
    }

    /** With {@code ssl://} or {@code wss://}, trusting the certificates in a PEM file besides those node knows. */
    static MqttJs connectTrusting(Path pem, URI url, String clientId, String username, String password) {
        return connect(url, clientId, username, password, true, 0, Map.of(NodeClient.TRUSTED, pem.toString()));
    }

    /** With a session that the broker keeps while the client is away; it comes back when told to. */
    static MqttJs connectDurable(URI url, String clientId, String username, String password) {
        return connect(url, clientId, username, password, false, 0, Map.of());
    }

    private static MqttJs connect(
            URI url,
            String clientId,
            String username,
            String password,
            boolean clean,
            int reconnectMillis,
            Map<String, String> environment) {
        MqttJs client = new MqttJs(environment);
        try {
            JsonObject answer = client.node.ask(NodeClient.command("connect")
                    .put("url", url.toString())
                    .put("clientId", clientId)
                    .put("username", username)
                    .put("password", password)
                    .put("clean", clean)
                    .put("reconnectPeriod", reconnectMillis));
            client.sessionPresent = answer.getBoolean("sessionPresent");
            return client;
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    /** What the broker said when this client was last connected by hand: it had kept a session of this client id. */
    boolean sessionPresent() {
        return sessionPresent;
    }

    @Override
    public Subscribed subscribeTo(String smfFilter) {
        return subscribeTo(smfFilter, 0);
    }

    /**
     * Subscribes of its own accord; the answer's reason is the code in the SUBACK. {@code a/>} is {@code a/+/#} in MQTT, where
     * {@code a/#} would include {@code a} (MQTT 3.1.1, 4.7.1.2).
     */
    Subscribed subscribeTo(String smfFilter, int qos) {
        String filter =
                smfFilter.replaceFirst("/>$", "/+/#").replaceFirst("^>$", "#").replace('*', '+');
        int code = node.ask(
                        NodeClient.command("subscribe").put("filter", filter).put("qos", qos))
                .getJsonArray("granted")
                .getInteger(0);
        return code < REFUSED
                ? new Subscribed(true, "")
                : new Subscribed(false, "SUBACK 0x" + Integer.toHexString(code));
    }

    @Override
    public void publish(String topic, byte[] payload) {
        node.ask(NodeClient.command("publish").put("topic", topic).put("payload", NodeClient.base64(payload)));
    }

    /** Publishes with QoS 1 and waits for the acknowledgement. */
    void publishAcknowledged(String topic, byte[] payload) {
        node.ask(NodeClient.command("publish")
                .put("topic", topic)
                .put("payload", NodeClient.base64(payload))
                .put("qos", 1));
    }

    @Override
    public void drop() {
        node.ask(NodeClient.command("drop"));
    }

    @Override
    public void reconnect() {
        sessionPresent = node.ask(NodeClient.command("reconnect")).getBoolean("sessionPresent");
    }

    @Override
    public List<Received> received() {
        return node.received();
    }

    @Override
    public int connects() {
        return node.connects();
    }

    @Override
    public int losses() {
        return node.losses();
    }

    @Override
    public void close() {
        node.close();
    }
}
