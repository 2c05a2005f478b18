package dev.usher.entitlements.gateway;

import dev.usher.broker.EmbeddedBroker;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An MQTT 3.1.1 client over WebSocket, written byte by byte, with packets below 128 bytes. */
public final class MqttTarget implements Target {
    private static final int CONNACK = 2;
    private static final int PUBLISH = 3;
    private static final int PUBACK = 4;
    private static final int SUBACK = 9;
    private static final int REFUSED = 0x80;

    private final WebSocketClient client;
    private final WebSocket socket;
    private final BlockingQueue<Buffer> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

    private MqttTarget(WebSocketClient client, WebSocket socket) {
        this.client = client;
        this.socket = socket;
        socket.binaryMessageHandler(this::packets);
    }

    /** Connects; the password is the username. */
    public static MqttTarget connect(
            Vertx vertx, EmbeddedBroker broker, String username, String clientId, boolean clean) {
        WebSocketClient client = vertx.createWebSocketClient();
        WebSocket socket = client.connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(broker.mqttWebSocketUri().getPort())
                        .setURI("/")
                        .setSubProtocols(List.of("mqtt")))
                .await();
        MqttTarget target = new MqttTarget(client, socket);
        Buffer body = Buffer.buffer();
        string(body, "MQTT");
        body.appendByte((byte) 4).appendByte((byte) (0xC0 | (clean ? 0x02 : 0))).appendShort((short) 0);
        string(body, clientId);
        string(body, username);
        string(body, username);
        target.send(0x10, body);
        Buffer answer = target.answer(CONNACK);
        if (answer.getByte(1) != 0) {
            throw new AssertionError("refused with " + answer.getByte(1));
        }
        return target;
    }

    @Override
    public void subscribe(String smfFilter) {
        subscribe(TopicFilter.parse(smfFilter).toMqtt(), 0);
    }

    void subscribe(String mqttFilter, int qos) {
        Buffer body = Buffer.buffer().appendShort((short) 1);
        string(body, mqttFilter);
        send(0x82, body.appendByte((byte) qos));
        if ((answer(SUBACK).getByte(2) & 0xff) == REFUSED) {
            throw new AssertionError("refused " + mqttFilter);
        }
    }

    /** With QoS 1, and waits until the broker has taken it. */
    void publish(String topic, String payload) {
        Buffer body = Buffer.buffer();
        string(body, topic);
        send(0x32, body.appendShort((short) 1).appendString(payload));
        answer(PUBACK);
    }

    @Override
    public String next() {
        return taken(messages);
    }

    @Override
    public void close() {
        client.close();
    }

    private void send(int firstByte, Buffer body) {
        socket.writeBinaryMessage(Buffer.buffer()
                .appendByte((byte) firstByte)
                .appendByte((byte) body.length())
                .appendBuffer(body));
    }

    private Buffer answer(int type) {
        Buffer packet = taken(answers);
        if ((packet.getByte(0) & 0xff) >> 4 != type) {
            throw new AssertionError("packet " + packet.getByte(0) + " instead of " + type);
        }
        return packet.getBuffer(2, packet.length());
    }

    private static <T> T taken(BlockingQueue<T> queue) {
        try {
            T next = queue.poll(10, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing came within 10 s");
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void packets(Buffer bytes) {
        int at = 0;
        while (at < bytes.length()) {
            int length = 0;
            int header = at + 1;
            int shift = 0;
            int digit;
            do {
                digit = bytes.getByte(header++) & 0xff;
                length |= (digit & 0x7f) << shift;
                shift += 7;
            } while ((digit & 0x80) != 0);
            Buffer body = bytes.getBuffer(header, header + length);
            int first = bytes.getByte(at) & 0xff;
            if (first >> 4 == PUBLISH) {
                published(body, (first & 0x06) != 0);
            } else {
                answers.add(Buffer.buffer()
                        .appendByte((byte) first)
                        .appendByte((byte) 0)
                        .appendBuffer(body));
            }
            at = header + length;
        }
    }

    private void published(Buffer body, boolean acknowledged) {
        int end = 2 + body.getUnsignedShort(0);
        String payload = body.getString(end + (acknowledged ? 2 : 0), body.length());
        messages.add(body.getString(2, end) + " " + payload);
    }

    private static void string(Buffer to, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        to.appendShort((short) bytes.length).appendBytes(bytes);
    }
}
