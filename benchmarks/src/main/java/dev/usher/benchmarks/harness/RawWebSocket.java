package dev.usher.benchmarks.harness;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * A WebSocket client that is next to nothing: ten thousand fit into a small process, and one thread can count hundreds of
 * thousands of messages a second. Blocking until {@link #channel} is configured otherwise.
 */
public final class RawWebSocket {

    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final int MASKED = 0x80;
    private static final int LONG_LENGTH = 126;
    private static final int LONGER_LENGTH = 127;

    private final SocketChannel channel;
    private long leftOfFrame;

    private RawWebSocket(SocketChannel channel) {
        this.channel = channel;
    }

    /** Connects and shakes hands. */
    public static RawWebSocket open(URI server, String subProtocol) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort()));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        String request = "GET / HTTP/1.1\r\nHost: " + server.getHost() + "\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Key: " + KEY + "\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Protocol: " + subProtocol + "\r\n\r\n";
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        StringBuilder answer = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (answer.indexOf("\r\n\r\n") < 0) {
            if (channel.read(one.clear()) < 0) {
                throw new EOFException("closed during the handshake");
            }
            answer.append((char) one.get(0));
        }
        if (!answer.toString().startsWith("HTTP/1.1 101")) {
            throw new IOException("no WebSocket: " + answer);
        }
        return new RawWebSocket(channel);
    }

    public SocketChannel channel() {
        return channel;
    }

    /** One binary message. The mask is zero, which leaves the bytes as they are. */
    public void send(byte[] payload) throws IOException {
        boolean longer = payload.length >= LONG_LENGTH;
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 8);
        frame.put((byte) 0x82).put((byte) (MASKED | (longer ? LONG_LENGTH : payload.length)));
        if (longer) {
            frame.putShort((short) payload.length);
        }
        frame.putInt(0).put(payload).flip();
        while (frame.hasRemaining()) {
            channel.write(frame);
        }
    }

    /**
     * Moves what is in the frames, without their headers.
     *
     * @param from as read from the channel; what is left at its end belongs to a header that is not complete
     * @param to has room for all of it
     */
    public void unframe(ByteBuffer from, ByteBuffer to) {
        while (true) {
            int some = (int) Math.min(leftOfFrame, from.remaining());
            to.put(to.position(), from, from.position(), some);
            to.position(to.position() + some);
            from.position(from.position() + some);
            leftOfFrame -= some;
            if (leftOfFrame > 0 || !startOfFrame(from)) {
                return;
            }
        }
    }

    private boolean startOfFrame(ByteBuffer from) {
        int at = from.position();
        if (from.remaining() < 2) {
            return false;
        }
        int length = from.get(at + 1) & 0x7f;
        int header = length < LONG_LENGTH ? 2 : length == LONG_LENGTH ? 4 : 10;
        if (from.remaining() < header) {
            return false;
        }
        leftOfFrame = length < LONG_LENGTH
                ? length
                : length < LONGER_LENGTH ? from.getShort(at + 2) & 0xffff : from.getLong(at + 2);
        from.position(at + header);
        return true;
    }

    /** Reads until this many bytes of content have come, and returns them. */
    public byte[] receive(int bytes) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(bytes);
        ByteBuffer input = ByteBuffer.allocate(bytes + 16);
        // Never more than is asked for: what follows is somebody else's to read.
        while (content.hasRemaining()) {
            long next = leftOfFrame > 0 ? Math.min(leftOfFrame, content.remaining()) : 2;
            input.limit((int) (input.position() + next));
            if (channel.read(input) < 0) {
                throw new EOFException("closed by the broker");
            }
            input.flip();
            unframe(input, content);
            input.compact();
        }
        return content.array();
    }
}
