package dev.usher.broker.faults;

import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.core.Faults;
import dev.usher.broker.core.SlowFault;
import dev.usher.broker.net.Transport;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import javax.net.ssl.SSLSession;

/**
 * A transport that hangs while the broker is frozen and takes its time while it is slow. Nothing waits for it but its own
 * connection: it stops reading, so that in the end the client cannot send.
 */
public final class FaultyTransport implements Transport, Faults.Watcher {

    private static final long NO_TIMER = -1;
    /** Who is not read is not seen to leave either. */
    private static final long MAX_REST_MILLIS = 10_000;

    private final Transport inner;
    private final Vertx vertx;
    private final BrokerCore core;
    private final Faults faults;
    /** What came in and has to wait, in that order: a socket notices late that it is not to be read. */
    private final Queue<Buffer> early = new ArrayDeque<>();

    private Handler<Buffer> received;
    private Handler<Void> drained;
    private boolean paused;
    /** The timer that ends a rest. */
    private long rest = NO_TIMER;

    private boolean stopped;
    /** The connection itself wants to hear nothing. */
    private boolean held;

    private boolean closing;
    /** Nothing is handled any more; set by whoever resets the broker. */
    private volatile boolean discarded;

    public FaultyTransport(Transport inner, Vertx vertx, BrokerCore core) {
        this.inner = inner;
        this.vertx = vertx;
        this.core = core;
        this.faults = core.faults();
    }

    @Override
    public void listen(Handler<Buffer> handler, Handler<String> failed, Runnable closed) {
        received = handler;
        inner.listen(
                this::receive,
                reason -> onceThawed(() -> failed.handle(reason)),
                () -> onceThawed(() -> {
                    faults.unwatch(this);
                    wake();
                    closed.run();
                }));
        faults.watch(this);
        look();
    }

    /** A broker that hangs does not notice that a client has gone. */
    private void onceThawed(Runnable task) {
        if (faults.isFrozen()) {
            Runnable later = () -> inner.execute(task);
            // A connection that has gone is gone for a fresh broker too.
            faults.whenThawed(later, later);
        } else {
            task.run();
        }
    }

    @Override
    public void faultsChanged() {
        inner.execute(this::look);
    }

    @Override
    public void discard() {
        discarded = true;
        inner.execute(() -> {
            early.clear();
            wake();
            inner.close();
        });
    }

    /** Does what the faults ask for now. */
    private void look() {
        boolean frozen = faults.isFrozen();
        Optional<SlowFault.Effect> slow = faults.slow(address());
        if (slow.isEmpty()) {
            wake();
        }
        boolean stop = slow.filter(SlowFault.Effect::stopped).isPresent();
        if (stop && !stopped) {
            faults.slowness(address());
        }
        stopped = stop;
        while (!early.isEmpty() && !waits()) {
            take(early.remove());
        }
        if (!frozen) {
            if (closing) {
                inner.close();
            } else if (drained != null) {
                Handler<Void> next = drained;
                drained = null;
                onDrain(next);
            }
        }
        reading(!waits());
    }

    /** Whether what comes in is not to be handled now; a test may change its mind while a piece is being handled. */
    private boolean waits() {
        return held || rest != NO_TIMER || stopped || discarded || faults.isFrozen();
    }

    private void reading(boolean wanted) {
        if (paused == wanted) {
            paused = !wanted;
            if (wanted) {
                inner.resume();
            } else {
                inner.pause();
            }
        }
    }

    private void receive(Buffer bytes) {
        if (early.isEmpty() && !waits()) {
            take(bytes);
        } else {
            // Behind what came before, which a later turn takes.
            early.add(bytes);
        }
    }

    private void take(Buffer bytes) {
        Optional<SlowFault.Effect> slow = faults.slowness(address());
        if (slow.isEmpty()) {
            received.handle(bytes);
            return;
        }
        long before = published();
        received.handle(bytes);
        long millis = due(slow.get(), bytes.length(), published() - before);
        if (millis > 0) {
            rest(millis);
        } else if (slow.get().stopped()) {
            look();
        }
    }

    private static long due(SlowFault.Effect slow, int bytes, long messages) {
        return slow.bytesPerSecond() > 0
                ? 1_000L * bytes / slow.bytesPerSecond()
                : slow.messagesPerSecond() > 0 ? 1_000L * messages / slow.messagesPerSecond() : 0;
    }

    private void rest(long millis) {
        wake();
        rest = vertx.setTimer(
                Math.min(millis, MAX_REST_MILLIS),
                id -> inner.execute(() -> {
                    // Not a later rest, which began between the two.
                    if (rest == id) {
                        rest = NO_TIMER;
                        look();
                    }
                }));
        reading(false);
    }

    private void wake() {
        if (rest != NO_TIMER) {
            vertx.cancelTimer(rest);
            rest = NO_TIMER;
        }
    }

    private long published() {
        return core.clientAt(address()).map(c -> c.received().accepted()).orElse(0L);
    }

    @Override
    public void write(Buffer bytes) {
        inner.write(bytes);
    }

    @Override
    public boolean isFull() {
        return faults.isFrozen() || inner.isFull();
    }

    @Override
    public void onDrain(Handler<Void> next) {
        if (faults.isFrozen()) {
            drained = next;
            // The thaw may have come in between.
            inner.execute(this::look);
        } else if (inner.isFull()) {
            inner.onDrain(next);
        } else {
            next.handle(null);
        }
    }

    @Override
    public void close() {
        closing = true;
        if (!faults.isFrozen()) {
            inner.close();
        }
    }

    @Override
    public void pause() {
        held = true;
        reading(false);
    }

    /** In a later turn: what comes then may be more of what is being worked on now. */
    @Override
    public void resume() {
        held = false;
        inner.execute(this::look);
    }

    @Override
    public boolean isHearing() {
        return !paused && !faults.isFrozen();
    }

    @Override
    public String address() {
        return inner.address();
    }

    @Override
    public Optional<SSLSession> tls() {
        return inner.tls();
    }

    @Override
    public void execute(Runnable task) {
        inner.execute(task);
    }
}
