package dev.usher.bridge.solace;

import com.solacesystems.jcsmp.JCSMPErrorResponseException;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPStreamingPublishCorrelatingEventHandler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of direct messages that the broker refused. For direct delivery the key is null, so the record is not known; a refusal is
 * counted each time and logged at most once in ten seconds, because a missing ACL exception refuses every single message.
 */
final class RejectionLog implements JCSMPStreamingPublishCorrelatingEventHandler {

    private static final Logger log = LoggerFactory.getLogger(RejectionLog.class);
    private static final long QUIET_NANOS = Duration.ofSeconds(10).toNanos();

    private final PublisherObserver observer;
    private final LongSupplier nanoTime;
    private final AtomicLong quietUntil;
    private final AtomicLong unlogged = new AtomicLong();

    RejectionLog(PublisherObserver observer, LongSupplier nanoTime) {
        this.observer = observer;
        this.nanoTime = nanoTime;
        this.quietUntil = new AtomicLong(nanoTime.getAsLong());
    }

    @Override
    public void responseReceivedEx(Object key) {
        // Direct messages are not acknowledged.
    }

    @Override
    public void handleErrorEx(Object key, JCSMPException cause, long timestamp) {
        if (!(cause instanceof JCSMPErrorResponseException response)) {
            // The connection went: the sender sees that by itself.
            log.debug("producer trouble cause={}", cause.toString());
            return;
        }
        observer.rejectedByBroker();
        unlogged.incrementAndGet();
        long now = nanoTime.getAsLong();
        long until = quietUntil.get();
        if (now - until >= 0 && quietUntil.compareAndSet(until, now + QUIET_NANOS)) {
            log.warn(
                    "direct messages refused by the broker and lost count={} code={} subcode={} phrase={}",
                    unlogged.getAndSet(0),
                    response.getResponseCode(),
                    response.getSubcodeEx(),
                    response.getResponsePhrase());
        }
    }
}
