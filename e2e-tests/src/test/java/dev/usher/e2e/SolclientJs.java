package dev.usher.e2e;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A real solclientjs session, SMF over WebSocket, in the Message VPN {@code default}. */
final class SolclientJs implements BrowserClient {
    private final NodeClient node;

    private SolclientJs(Map<String, String> environment) {
        node = new NodeClient("solclientjs", "solclient.mjs", environment);
    }

    /** Starts node and connects. */
    static SolclientJs connect(URI url, String clientName, String username, String password) {
        return connect(url, clientName, username, password, 0);
    }

    /** As above; after a lost connection it comes back by itself after {@code reconnectMillis}, if that is not 0. */
    static SolclientJs connect(URI url, String clientName, String username, String password, int reconnectMillis) {
        return connect(url, clientName, username, password, reconnectMillis, Map.of());
    }

    /** With {@code wss://}, trusting the certificates in a PEM file besides those node knows. */
    static SolclientJs connectTrusting(Path pem, URI url, String clientName, String username, String password) {
        return connect(url, clientName, username, password, 0, Map.of(NodeClient.TRUSTED, pem.toString()));
    }

    private static SolclientJs connect(
            URI url,
            String clientName,
            String username,
            String password,
            int reconnectMillis,
            Map<String, String> environment) {
        SolclientJs client = new SolclientJs(environment);
        try {
            client.node.ask(NodeClient.command("connect")
                    .put("url", url.toString())
                    .put("vpn", "default")
                    .put("clientId", clientName)
                    .put("username", username)
                    .put("password", password)
                    .put("reconnectPeriod", reconnectMillis));
            return client;
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    @Override
    public Subscribed subscribeTo(String smfFilter) {
        JsonObject answer = node.ask(NodeClient.command("subscribe").put("filter", smfFilter));
        return new Subscribed(answer.getBoolean("granted"), answer.getString("reason"));
    }

    @Override
    public void publish(String topic, byte[] payload) {
        publish(topic, payload, Map.of());
    }

    /** A direct message with user properties, all strings. */
    void publish(String topic, byte[] payload, Map<String, Object> properties) {
        node.ask(NodeClient.command("publish")
                .put("topic", topic)
                .put("payload", NodeClient.base64(payload))
                .put("properties", new JsonObject(properties)));
    }

    /** A direct message that says all of it, in the form of {@link #headers}. */
    void publishAll(String topic, JsonObject headers) {
        node.ask(NodeClient.command("publishAll").put("topic", topic).put("headers", headers));
    }

    /** What each message said that came, beside its topic; values are {@code [type, value]}. */
    List<JsonObject> headers() {
        return node.headers();
    }

    /** A guaranteed message. Fails with the broker's words if the broker rejects it; otherwise it is acknowledged. */
    void publishGuaranteed(String topic, byte[] payload) {
        node.ask(
                NodeClient.command("publishGuaranteed").put("topic", topic).put("payload", NodeClient.base64(payload)));
    }

    /** Sends a request and waits for the reply, which comes through the session's inbox. */
    String request(String topic, String text) {
        JsonObject answer = node.ask(NodeClient.command("request")
                .put("topic", topic)
                .put("payload", NodeClient.base64(text.getBytes(StandardCharsets.UTF_8))));
        return new String(Base64.getDecoder().decode(answer.getString("payload")), StandardCharsets.UTF_8);
    }

    /** The topic of the session's inbox. */
    String inbox() {
        return node.ask(NodeClient.command("inbox")).getString("topic");
    }

    @Override
    public void drop() {
        node.ask(NodeClient.command("drop"));
    }

    @Override
    public void reconnect() {
        node.ask(NodeClient.command("reconnect"));
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
