package dev.usher.broker.smf;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An SMF client over WebSocket made of bytes, so that tests see and do what no library does. */
final class RawSmf implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 10;

    private final WebSocketClient client;
    private final WebSocket socket;
    private final FrameDecoder decoder = new FrameDecoder(1_000_000);
    private final BlockingQueue<SmfFrame> frames = new LinkedBlockingQueue<>();
    private final AtomicInteger messages = new AtomicInteger();
    private final CompletableFuture<Short> closed = new CompletableFuture<>();

    private RawSmf(WebSocketClient client, WebSocket socket) {
        this.client = client;
        this.socket = socket;
        socket.frameHandler(this::received);
        socket.closeHandler(v -> closed.complete(socket.closeStatusCode()));
    }

    static RawSmf open(Vertx vertx, URI broker) throws Exception {
        return open(vertx, broker, "/", List.of(SmfFront.SUB_PROTOCOL));
    }

    /** Offers compression, as browsers do. */
    static RawSmf open(Vertx vertx, URI broker, String path, List<String> subProtocols) throws Exception {
        WebSocketClient client = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setTryUsePerMessageCompression(true)
                .setMaxFrameSize(1_000_000));
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost(broker.getHost())
                .setPort(broker.getPort())
                .setURI(path)
                .setSubProtocols(subProtocols);
        CompletableFuture<RawSmf> made = new CompletableFuture<>();
        client.connect(options)
                .onSuccess(ws -> made.complete(new RawSmf(client, ws)))
                .onFailure(made::completeExceptionally);
        return made.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private void received(WebSocketFrame frame) {
        if (frame.isBinary() || frame.isContinuation()) {
            messages.addAndGet(frame.isFinal() ? 1 : 0);
            decoder.feed(frame.binaryData().getBytes());
            for (SmfFrame next = decoder.next(); next != null; next = decoder.next()) {
                frames.add(next);
            }
        }
    }

    /** Logs in and takes the answer. */
    RawSmf loggedIn(String username, String clientName) throws Exception {
        send(login(username, clientName));
        next();
        return this;
    }

    RawSmf subscribed(String topic) throws Exception {
        send(subscribe(topic));
        next();
        return this;
    }

    RawSmf send(byte[]... inOneMessage) {
        Buffer message = Buffer.buffer();
        for (byte[] bytes : inOneMessage) {
            message.appendBytes(bytes);
        }
        socket.writeBinaryMessage(message);
        return this;
    }

    WebSocket socket() {
        return socket;
    }

    /** The next frame, waited for. */
    SmfFrame next() throws InterruptedException {
        SmfFrame frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (frame == null) {
            throw new AssertionError("no frame within " + PATIENCE_SECONDS + " s");
        }
        return frame;
    }

    /** The next frame in hexadecimal. */
    String nextHex() throws InterruptedException {
        return HexFormat.of().formatHex(next().bytes());
    }

    /** How many WebSocket messages have come. */
    int messages() {
        return messages.get();
    }

    /** Waits for the broker to close, and answers with its status code. */
    int closeCode() throws Exception {
        return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Drops the connection. */
    @Override
    public void close() {
        client.close();
    }

    // --- frames; the password is the username ---

    /** Like solclientjs: without a correlation tag. */
    static byte[] login(String username, String clientName) {
        return login(username, clientName, 0);
    }

    static byte[] login(String username, String clientName, int keepAliveSeconds) {
        byte[] name = new ByteWriter(16).string(clientName).toBytes();
        byte[] body = new ByteWriter(32)
                .u8(1)
                .u8(0)
                .u32(6 + 5 + name.length + 9)
                .u8(5)
                .u32(5 + name.length)
                .raw(name)
                .u8(0x18)
                .u32(9)
                .u32(keepAliveSeconds)
                .toBytes();
        byte[] credential = Base64.getEncoder().encode(username.getBytes(StandardCharsets.UTF_8));
        byte[] parameters = new ByteWriter(64)
                .u8(0x06)
                .u8(2 + credential.length)
                .raw(credential)
                .u8(0x07)
                .u8(2 + credential.length)
                .raw(credential)
                .toBytes();
        return SmfFrame.of(SmfFrame.CLIENT_CTRL, parameters, body);
    }

    static byte[] subscribe(String topic) {
        byte[] name = new ByteWriter(16).string(topic).toBytes();
        byte[] body = new ByteWriter(32)
                .u8(0x80)
                .u32(6 + name.length)
                .u8(0x0c)
                .raw(name)
                .toBytes();
        return SmfFrame.of(SmfFrame.SMP, new byte[] {0x23, 0, 0, 1}, body);
    }

    static byte[] keepAlive() {
        return HexFormat.of().parseHex("038b00010000000c0000000c");
    }

    /** Like solclientjs: delivery mode 2 said explicitly, and neither topic offsets nor a priority. */
    static byte[] direct(String topic, byte[] payload) {
        byte[] name = new ByteWriter(16).string(topic).toBytes();
        byte[] parameters = new ByteWriter(32)
                .u8(0x98)
                .u8(2 + name.length)
                .raw(name)
                .u8(0x10)
                .u8(3)
                .u8(2)
                .toBytes();
        return SmfFrame.of(SmfFrame.TR_MSG, parameters, payload);
    }
}
