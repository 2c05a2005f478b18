package dev.usher.runtime.solace;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes all that a supervisor has, also when JCSMP does not come to an end. */
final class Ending {

    private static final Logger log = LoggerFactory.getLogger(Ending.class);

    private final String name;
    private final Worker worker;
    private final Calls calls;
    private final Renewals renewals;
    private final Connector connector;
    private final Duration limit;

    /** @param limit for all of it */
    Ending(String name, Worker worker, Calls calls, Renewals renewals, Connector connector, Duration limit) {
        this.name = name;
        this.worker = worker;
        this.calls = calls;
        this.renewals = renewals;
        this.connector = connector;
        this.limit = limit;
    }

    /**
     * Begins with it, once. What the worker was given before it still does.
     *
     * @param last the link there is, or null
     * @return done when all is closed, or the limit is reached
     */
    CompletableFuture<Void> begin(Link last, boolean wasUp) {
        worker.submit(() -> Link.closeQuietly(last));
        worker.shutDown();
        long patienceMillis = limit.toMillis() / 3;
        return CompletableFuture.runAsync(
                        () -> tearDown(last, wasUp, patienceMillis),
                        task -> Worker.daemon("usher-solace-" + name + "-close", task)
                                .start())
                .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((nothing, failure) -> {
                    calls.failAll();
                    if (failure == null) {
                        log.info("solace closed name={}", name);
                    } else {
                        log.warn("solace did not close in time name={} limit={}", name, limit);
                    }
                });
    }

    private void tearDown(Link last, boolean wasUp, long patienceMillis) {
        // A call on a good connection is worth waiting for; a connect is so only because JCSMP complains of an
        // interrupt.
        if (!worker.awaitEnd(wasUp ? patienceMillis : Math.min(300, patienceMillis))) {
            var left = worker.interrupt();
            Link.closeQuietly(last);
            worker.awaitEnd(patienceMillis);
            left.forEach(Runnable::run);
        }
        connector.close();
        renewals.close();
    }
}
