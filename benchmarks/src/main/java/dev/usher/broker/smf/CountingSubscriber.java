package dev.usher.broker.smf;

import dev.usher.benchmarks.harness.Role;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A plain socket that subscribes and counts data frames by their lengths alone: the cheapest subscriber there can be.
 * Arguments: host, filter. Command {@code count}.
 */
public final class CountingSubscriber extends Role {

    private static final int BUFFER = 1 << 20;

    private final URI host;
    private final String filter;
    private final AtomicLong count = new AtomicLong();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

    private CountingSubscriber(String host, String filter) {
        this.host = URI.create(host);
        this.filter = filter;
    }

    public static void main(String[] args) {
        new CountingSubscriber(args[0], args[1]).serve();
    }

    // The socket lives as long as the process.
    @Override
    protected void start(JsonObject ready) throws IOException {
        Socket socket = new Socket(host.getHost(), host.getPort());
        socket.getOutputStream().write(SmfClientFrames.login("counter"));
        socket.getOutputStream().write(SmfClientFrames.subscribe(filter));
        InputStream in = socket.getInputStream();
        int answers = 0;
        while (answers < 2) {
            answers += read(in);
        }
        Thread reader = new Thread(() -> readAll(in), "reads");
        reader.setDaemon(true);
        reader.start();
    }

    private void readAll(InputStream in) {
        try {
            while (true) {
                count.addAndGet(read(in));
            }
        } catch (IOException e) {
            say("failed", new JsonObject().put("cause", e.toString()));
        }
    }

    /** How many frames were complete. */
    private int read(InputStream in) throws IOException {
        int got = in.read(buffer.array(), buffer.position(), buffer.remaining());
        if (got < 0) {
            throw new IOException("closed by the broker");
        }
        buffer.position(buffer.position() + got);
        buffer.flip();
        int frames = 0;
        while (buffer.remaining() >= SmfFrame.FIXED_HEADER
                && buffer.remaining() >= buffer.getInt(buffer.position() + 8)) {
            buffer.position(buffer.position() + buffer.getInt(buffer.position() + 8));
            frames++;
        }
        buffer.compact();
        return frames;
    }

    @Override
    protected void command(String command, JsonObject answer) {
        answer.put("count", count.get());
    }
}
