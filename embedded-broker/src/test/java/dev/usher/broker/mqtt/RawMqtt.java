package dev.usher.broker.mqtt;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An MQTT client made of bytes, so that tests can be as wrong as they like. */
final class RawMqtt implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 10;

    private final WebSocketClient client;
    private final WebSocket socket;
    private final BlockingQueue<Packet> packets = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private Buffer rest = Buffer.buffer();

    record Packet(int firstByte, Buffer content) {
        byte[] body() {
            return content.getBytes();
        }

        int type() {
            return (firstByte & 0xff) >> 4;
        }

        int qos() {
            return (firstByte >> 1) & 3;
        }

        boolean duplicate() {
            return (firstByte & 8) != 0;
        }

        int packetId() {
            return type() == 3
                    ? content.getUnsignedShort(2 + content.getUnsignedShort(0))
                    : content.getUnsignedShort(0);
        }

        String topic() {
            return content.getString(2, 2 + content.getUnsignedShort(0));
        }

        String payload() {
            int packetId = qos() > 0 ? 2 : 0;
            return content.getString(2 + content.getUnsignedShort(0) + packetId, content.length());
        }
    }

    private RawMqtt(WebSocketClient client, WebSocket socket) {
        this.client = client;
        this.socket = socket;
        socket.handler(this::onBytes);
        socket.closeHandler(v -> closed.complete(null));
    }

    static RawMqtt open(Vertx vertx, int port, String path) throws Exception {
        return open(vertx, port, path, List.of("mqtt"));
    }

    static RawMqtt open(Vertx vertx, int port, String path, List<String> subProtocols) throws Exception {
        WebSocketClient client = vertx.createWebSocketClient();
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI(path)
                .setSubProtocols(subProtocols);
        CompletableFuture<RawMqtt> made = new CompletableFuture<>();
        client.connect(options)
                .onSuccess(ws -> made.complete(new RawMqtt(client, ws)))
                .onFailure(made::completeExceptionally);
        return made.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    String subProtocol() {
        return socket.subProtocol();
    }

    String header(String name) {
        return socket.headers().get(name);
    }

    RawMqtt send(byte[] bytes) {
        socket.writeBinaryMessage(Buffer.buffer(bytes));
        return this;
    }

    RawMqtt sendText(String text) {
        socket.writeTextMessage(text);
        return this;
    }

    Packet next() throws InterruptedException {
        Packet packet = packets.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (packet == null) {
            throw new AssertionError("no packet within " + PATIENCE_SECONDS + " s");
        }
        return packet;
    }

    boolean hasNone() {
        return packets.isEmpty();
    }

    void awaitClosed() throws Exception {
        closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    boolean isClosed() {
        return closed.isDone();
    }

    /** Drops the connection without a DISCONNECT. */
    @Override
    public void close() {
        client.close();
    }

    private void onBytes(Buffer bytes) {
        rest.appendBuffer(bytes);
        int at = 0;
        while (true) {
            int length = 0;
            int shift = 0;
            int i = at + 1;
            boolean more = i < rest.length();
            while (more) {
                int b = rest.getByte(i++) & 0xff;
                length |= (b & 0x7f) << shift;
                shift += 7;
                if ((b & 0x80) == 0) {
                    break;
                }
                more = i < rest.length();
            }
            if (!more || i + length > rest.length()) {
                break;
            }
            packets.add(new Packet(rest.getByte(at), rest.getBuffer(i, i + length)));
            at = i + length;
        }
        rest = rest.getBuffer(at, rest.length());
    }

    // --- packets ---

    static byte[] connect(String clientId, String username, String password) {
        return connect(clientId, username, password, true, 0, null, null);
    }

    static byte[] connect(
            String clientId,
            String username,
            String password,
            boolean clean,
            int keepAlive,
            String willTopic,
            String willPayload) {
        int flags = (clean ? 0x02 : 0)
                | (willTopic != null ? 0x04 : 0)
                | (username != null ? 0x80 : 0)
                | (password != null ? 0x40 : 0);
        Buffer body = Buffer.buffer();
        string(body, "MQTT");
        body.appendByte((byte) 4).appendByte((byte) flags).appendShort((short) keepAlive);
        string(body, clientId);
        for (String field : new String[] {willTopic, willPayload, username, password}) {
            if (field != null) {
                string(body, field);
            }
        }
        return packet(0x10, body);
    }

    static byte[] connectDurable(String clientId, String username, String password) {
        return connect(clientId, username, password, false, 0, null, null);
    }

    static byte[] subscribe(int id, String... filters) {
        return subscribe(0, id, filters);
    }

    static byte[] subscribe(int qos, int id, String... filters) {
        Buffer body = Buffer.buffer().appendShort((short) id);
        for (String filter : filters) {
            string(body, filter);
            body.appendByte((byte) qos);
        }
        return packet(0x82, body);
    }

    static byte[] puback(int id) {
        return packet(0x40, Buffer.buffer().appendShort((short) id));
    }

    static byte[] pubrel(int id) {
        return packet(0x62, Buffer.buffer().appendShort((short) id));
    }

    static byte[] unsubscribe(int id, String filter) {
        Buffer body = Buffer.buffer().appendShort((short) id);
        string(body, filter);
        return packet(0xA2, body);
    }

    static byte[] publish(String topic, String payload) {
        Buffer body = Buffer.buffer();
        string(body, topic);
        return packet(0x30, body.appendString(payload));
    }

    static byte[] publish(int qos, int id, String topic, String payload) {
        return publish(qos, id, false, topic, payload);
    }

    static byte[] publish(int qos, int id, boolean duplicate, String topic, String payload) {
        Buffer body = Buffer.buffer();
        string(body, topic);
        return packet(
                0x30 | (duplicate ? 8 : 0) | (qos << 1),
                body.appendShort((short) id).appendString(payload));
    }

    static byte[] disconnect() {
        return new byte[] {(byte) 0xE0, 0};
    }

    static byte[] pingreq() {
        return new byte[] {(byte) 0xC0, 0};
    }

    static byte[] packet(int firstByte, Buffer body) {
        Buffer packet = Buffer.buffer().appendByte((byte) firstByte);
        int rest = body.length();
        do {
            int digit = rest & 0x7f;
            rest >>>= 7;
            packet.appendByte((byte) (rest > 0 ? digit | 0x80 : digit));
        } while (rest > 0);
        return packet.appendBuffer(body).getBytes();
    }

    private static void string(Buffer to, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        to.appendShort((short) bytes.length).appendBytes(bytes);
    }
}
