package dev.usher.runtime.solace;

import com.solacesystems.jcsmp.JCSMPSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One session and what its supervisor knows about it, guarded by the supervisor's lock. */
final class Link {

    private static final Logger log = LoggerFactory.getLogger(Link.class);

    JCSMPSession session;
    boolean dead;
    long upSince;

    /** @param link null if there never was one */
    static void closeQuietly(Link link) {
        if (link == null || link.session == null) {
            return;
        }
        try {
            link.session.closeSession();
        } catch (RuntimeException | Error e) {
            log.debug("solace session did not close cleanly", e);
        }
    }
}
