package dev.usher.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A stretch of network in front of a server, that swallows what clients say, breaks, and comes back. */
final class Relay implements AutoCloseable {

    private final ServerSocket door;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong swallowed = new AtomicLong();
    private volatile boolean swallowing;
    private volatile boolean broken;

    /** @param target a port of this machine */
    Relay(int target) {
        this.target = target;
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** From now on nothing that clients send over connections of now arrives. */
    void swallow() {
        swallowing = true;
    }

    /** Bytes that did not arrive. */
    long swallowed() {
        return swallowed.get();
    }

    /** Every connection breaks, and there are no others. */
    void cut() {
        broken = true;
        open.forEach(Relay::close);
    }

    void mend() {
        swallowing = false;
        broken = false;
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                if (broken) {
                    client.close();
                    continue;
                }
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(client);
                open.add(server);
                daemon(() -> carry(client, server, true));
                daemon(() -> carry(server, client, false));
            } catch (IOException e) {
                // Closed, or the server is away: the client tries again.
                continue;
            }
        }
    }

    private void carry(Socket from, Socket to, boolean fromClient) {
        byte[] bytes = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                if (fromClient && swallowing) {
                    swallowed.addAndGet(count);
                } else {
                    out.write(bytes, 0, count);
                }
            }
        } catch (IOException e) {
            // Cut.
            return;
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        thread.start();
    }
}
