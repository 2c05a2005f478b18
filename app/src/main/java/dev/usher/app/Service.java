package dev.usher.app;

import dev.usher.runtime.config.ConfigException;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs verticles until the process is told to stop, and then stops them in reverse order. */
public final class Service implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Service.class);

    /** How long {@link #close} waits. An orchestrator that kills after less would cut it short. */
    public static final Duration STOP_TIMEOUT = Duration.ofSeconds(25);

    private final Vertx vertx = Vertx.vertx();
    private final Deque<Deployed> deployed = new ArrayDeque<>();
    private boolean closed;

    private record Deployed(String name, String id) {}

    /**
     * Deploys a verticle and waits for it. If it does not start, it and everything deployed before are closed.
     *
     * @throws ConfigException if it finds its configuration wrong
     * @throws StartFailedException for any other reason
     */
    public <V extends Deployable> V start(V verticle) {
        String name = verticle.getClass().getSimpleName();
        try {
            Future<String> deployment = vertx.deployVerticle(verticle);
            String id = deployment.await();
            synchronized (this) {
                deployed.push(new Deployed(name, id));
            }
            return verticle;
        } catch (Throwable e) { // await() throws what the verticle failed with, checked or not
            close();
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            if (e instanceof ConfigException wrong) {
                throw wrong;
            }
            throw new StartFailedException(name, e);
        }
    }

    /** Blocks until SIGTERM or SIGINT, then closes. */
    public void runUntilStopped() {
        CountDownLatch stopped = new CountDownLatch(1);
        Thread hook = new Thread(
                () -> {
                    close();
                    stopped.countDown();
                },
                "usher-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Undeploys everything, the last first and each even if another fails to stop, then closes Vert.x. Waits for 25 seconds at
     * most. May be called repeatedly; a second caller waits for the first.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        log.info("stopping services={}", deployed.stream().map(Deployed::name).toList());
        long begun = System.nanoTime();
        try {
            await(undeployAll(), begun);
            // A step of its own: what is chained to it would run on an event loop that is no more.
            await(vertx.close(), begun);
            log.info("stopped");
        } catch (TimeoutException e) {
            log.error("not stopped in time, giving up timeoutSeconds={}", STOP_TIMEOUT.toSeconds());
        }
    }

    private static void await(Future<Void> stopping, long begun) throws TimeoutException {
        long left = STOP_TIMEOUT.toNanos() - (System.nanoTime() - begun);
        stopping.await(Math.max(left, 0), TimeUnit.NANOSECONDS);
    }

    private Future<Void> undeployAll() {
        Deployed last = deployed.poll();
        if (last == null) {
            return Future.succeededFuture();
        }
        return vertx.undeploy(last.id()).transform(undeployed -> {
            if (undeployed.failed()) {
                log.warn(
                        "not stopped cleanly service={} reason={}",
                        last.name(),
                        undeployed.cause().toString());
            }
            return undeployAll();
        });
    }
}
