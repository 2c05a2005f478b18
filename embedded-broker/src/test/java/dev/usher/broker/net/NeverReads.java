package dev.usher.broker.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A client that asks for answers and does not read them, until it is told to. */
public final class NeverReads {

    private static final int PATIENCE_SECONDS = 60;
    private static final int AT_ONCE = 1_000;

    private final Socket socket;
    private final ObservedTransport transport;
    private final byte[] question;
    private final int answerBytes;
    private final CompletableFuture<Long> asked = new CompletableFuture<>();

    /**
     * @param socket all that was answered on it has been read
     * @param transport the broker's side of it
     */
    public NeverReads(Socket socket, ObservedTransport transport, byte[] question, int answerBytes) {
        this.socket = socket;
        this.transport = transport;
        this.question = question;
        this.answerBytes = answerBytes;
    }

    /** Asks until nobody listens. */
    public void ask() throws Exception {
        long receivedBefore = transport.received();
        long writtenBefore = transport.written();
        new Thread(this::askOn, "asks").start();
        transport.paused().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        long answered = (transport.written() - writtenBefore) / answerBytes;
        long waiting = (transport.received() - receivedBefore) / question.length - answered;
        // What is read in one turn of the event loop comes on top.
        assertThat(waiting).as("answers").isLessThan(3_000_000L / question.length);
        assertThat(transport.isHearing()).isFalse();
    }

    private void askOn() {
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int i = 0; i < AT_ONCE; i++) {
            many.writeBytes(question);
        }
        long questions = 0;
        try {
            while (!transport.paused().isDone()) {
                socket.getOutputStream().write(many.toByteArray());
                questions += AT_ONCE;
            }
            asked.complete(questions);
        } catch (IOException e) {
            asked.completeExceptionally(e);
        }
    }

    /** Reads on, and finds every question answered. */
    public void readAll() throws Exception {
        AtomicLong read = new AtomicLong();
        new Thread(
                        () -> {
                            byte[] buffer = new byte[100_000];
                            try {
                                for (int n; (n = socket.getInputStream().read(buffer)) >= 0; ) {
                                    read.addAndGet(n);
                                }
                            } catch (IOException e) {
                                if (!socket.isClosed()) {
                                    throw new UncheckedIOException(e);
                                }
                            }
                        },
                        "reads")
                .start();
        long expected = asked.get(PATIENCE_SECONDS, TimeUnit.SECONDS) * answerBytes;
        await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(() -> read.get() == expected);
        assertThat(transport.resumed()).isPositive();
    }
}
