package dev.usher.bridge.kafka;

import dev.usher.bridge.core.DeadLetter;
import dev.usher.bridge.core.Seldom;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ten thousand letters for one topic may have the same thing to tell: one line for all of them, now and then. */
final class LetterLog {

    private static final Logger log = LoggerFactory.getLogger(LetterLog.class);

    private final String topic;
    private final Seldom stored;
    private final Seldom tooLarge;
    private final Seldom failed;

    /** @param nanoTime see {@link System#nanoTime} */
    LetterLog(String topic, LongSupplier nanoTime) {
        this.topic = topic;
        stored = new Seldom(nanoTime);
        tooLarge = new Seldom(nanoTime);
        failed = new Seldom(nanoTime);
    }

    /** A record did not become an event, which somebody should look at. */
    void stored(DeadLetter letter) {
        long letters = stored.happened();
        if (letters > 0) {
            log.warn(
                    "bad records stored as dead letters letters={} topic={} record={} reason={} detail={}",
                    letters,
                    topic,
                    letter.record(),
                    letter.reason().code(),
                    letter.detail());
        }
        log.debug(
                "dead letter written topic={} record={} reason={} detail={}",
                topic,
                letter.record(),
                letter.reason().code(),
                letter.detail());
    }

    void tooLarge(DeadLetter letter, Throwable cause) {
        long letters = tooLarge.happened();
        if (letters > 0) {
            log.warn(
                    "dead letter too large, storing less of it topic={} record={} letters={} cause={}",
                    topic,
                    letter.record(),
                    letters,
                    cause.getMessage());
        }
    }

    void failed(DeadLetter letter, Throwable cause) {
        long failures = failed.happened();
        if (failures > 0) {
            log.warn(
                    "dead letter not written, tried again until it is topic={} record={} failures={} cause={}",
                    topic,
                    letter.record(),
                    failures,
                    cause.toString());
        }
    }
}
