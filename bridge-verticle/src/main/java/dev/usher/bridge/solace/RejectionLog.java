package dev.usher.bridge.solace;

import com.solacesystems.jcsmp.JCSMPErrorResponseException;
import com.solacesystems.jcsmp.JCSMPException;
import dev.usher.bridge.core.Seldom;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of direct messages that the broker refused. JCSMP does not say which; a refusal is counted each time and logged at most once in
 * ten seconds, because a missing ACL exception refuses every single message.
 */
final class RejectionLog {

    private static final Logger log = LoggerFactory.getLogger(RejectionLog.class);

    private final PublisherObserver observer;
    private final Seldom limit;

    RejectionLog(PublisherObserver observer, LongSupplier nanoTime) {
        this.observer = observer;
        this.limit = new Seldom(nanoTime);
    }

    void handle(JCSMPException cause) {
        if (!(cause instanceof JCSMPErrorResponseException response)) {
            // The connection went: the sender sees that by itself.
            log.debug("producer trouble cause={}", cause.getClass().getSimpleName());
            return;
        }
        observer.rejectedByBroker();
        long count = limit.happened();
        if (count > 0) {
            log.warn(
                    "direct messages refused by the broker and lost count={} code={} subcode={} phrase={}",
                    count,
                    response.getResponseCode(),
                    response.getSubcodeEx(),
                    Nacks.phrase(response));
        }
    }
}
