package dev.usher.runtime.solace;

import com.solacesystems.jcsmp.JCSMPProperties;
import com.solacesystems.jcsmp.JCSMPSession;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a listener of each connection that came, and that it went; whatever it throws stays here. Used by one thread. */
final class Tidings {

    private static final Logger log = LoggerFactory.getLogger(Tidings.class);

    private final String name;
    private final SolaceSession.Listener listener;
    /** The epoch for which up was told and down was not. */
    private long told;

    Tidings(String name, SolaceSession.Listener listener) {
        this.name = name;
        this.listener = listener;
    }

    /** @return why the listener cannot use the session; empty when it can */
    Optional<String> up(JCSMPSession session, long epoch) {
        told = epoch;
        try {
            log.info(
                    "solace up name={} epoch={} client={}",
                    name,
                    epoch,
                    session.getProperty(JCSMPProperties.CLIENT_NAME));
            listener.up(session, epoch);
            return Optional.empty();
        } catch (Exception | Error e) {
            log.warn("solace listener failed, connection given up name={} epoch={}", name, epoch, e);
            return Optional.of("could not be set up: " + Reasons.of(e));
        }
    }

    /** @param closed by its owner */
    void down(long epoch, String reason, boolean closed) {
        if (told != epoch) {
            return;
        }
        told = 0;
        if (closed) {
            log.info("solace down name={} epoch={} reason={}", name, epoch, reason);
        } else {
            log.warn("solace down name={} epoch={} reason={}", name, epoch, reason);
        }
        try {
            listener.down(epoch, reason);
        } catch (RuntimeException | Error e) {
            log.error("solace listener failed name={} epoch={}", name, epoch, e);
        }
    }
}
