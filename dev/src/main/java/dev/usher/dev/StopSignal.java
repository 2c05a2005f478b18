package dev.usher.dev;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C or SIGTERM, and the JVM's patience until everything is closed, which {@link #close} says. */
final class StopSignal implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 30;

    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    private StopSignal() {}

    /** Listens from now on; until it is closed, the JVM does not end on a signal. */
    static StopSignal listen() {
        StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(signal::stopped, "usher-stop"));
        return signal;
    }

    /** For tests: nothing but {@link #give} stops what awaits it. */
    static StopSignal byHand() {
        return new StopSignal();
    }

    void give() {
        stop.countDown();
    }

    void await() throws InterruptedException {
        stop.await();
    }

    private void stopped() {
        give();
        try {
            if (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("usher: not everything stopped in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
