package dev.usher.runtime.solace;

import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPSession;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands new tokens to the open session, on a thread of its own: the supervisor's may be busy, and JCSMP reconnects meanwhile.
 *
 * <p>While JCSMP itself holds up a call on the session, such as adding a subscription, it does not take a token either (seen with
 * JCSMP 10.29.1): a session that is refused then comes back as a new one, when JCSMP's retries are used up.
 */
final class Renewals {

    private static final Logger log = LoggerFactory.getLogger(Renewals.class);

    private final String name;
    private final Connector connector;
    private final Supplier<JCSMPSession> open;
    private final Worker worker;

    /** @param open the session that is not given up, or null */
    Renewals(String name, Connector connector, Supplier<JCSMPSession> open) {
        this.name = name;
        this.connector = connector;
        this.open = open;
        this.worker = new Worker("usher-solace-" + name + "-token");
        connector.onRenewal(() -> worker.submit(this::renew));
    }

    private void renew() {
        JCSMPSession session = open.get();
        try {
            if (session != null) {
                connector.renew(session);
            }
        } catch (JCSMPException | RuntimeException e) {
            if (session == open.get()) { // else it was closed meanwhile
                log.warn("solace session does not take the new token name={} reason={}", name, Reasons.of(e));
            }
        }
    }

    void close() {
        worker.interrupt();
    }
}
