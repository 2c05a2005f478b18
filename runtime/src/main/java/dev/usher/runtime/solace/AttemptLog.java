package dev.usher.runtime.solace;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs attempts that failed: the first, each that failed for another reason than the last, and one in
 * {@value #EVERY}, which is one in ten minutes with the default backoff. Not thread-safe.
 */
final class AttemptLog {

    static final int EVERY = 20;

    private static final Logger log = LoggerFactory.getLogger(AttemptLog.class);

    private final String what;
    private final String name;
    private String last = "";

    /** @param what each line begins with */
    AttemptLog(String what, String name) {
        this.what = what;
        this.name = name;
    }

    void failed(int failures, long retryMillis, String reason) {
        if (failures == 1 || failures % EVERY == 0 || !reason.equals(last)) {
            last = reason;
            log.warn("{} name={} failures={} retryMillis={} reason={}", what, name, failures, retryMillis, reason);
        }
    }
}
