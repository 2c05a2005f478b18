package dev.usher.bridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class LetterLogTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(LetterLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final AtomicLong now = new AtomicLong();
    private final LetterLog log = new LetterLog("A.dead-letter", now::get);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(lines);
    }

    @Test
    void theFirstLetterIsSaidAtOnceAndACrowdOnceInAWhile() {
        for (int i = 0; i < 1_000; i++) {
            log.stored(Letters.of("A", i));
        }
        now.addAndGet(Duration.ofSeconds(10).toNanos());
        log.stored(Letters.of("A", 1_000));

        assertThat(lines.list)
                .filteredOn(line -> line.getLevel() == Level.WARN)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "bad records stored as dead letters letters=1 topic=A.dead-letter record=A-0@0"
                                + " reason=missing-field detail=field s is not there",
                        "bad records stored as dead letters letters=1000 topic=A.dead-letter record=A-0@1000"
                                + " reason=missing-field detail=field s is not there");
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(line -> line.contains("SECRET"));
    }

    @Test
    void attemptsThatFailAreCounted() {
        for (int i = 0; i < 5; i++) {
            log.failed(Letters.of("A", i), new IllegalStateException("no topic"));
        }
        now.addAndGet(Duration.ofSeconds(10).toNanos());
        log.failed(Letters.of("A", 5), new IllegalStateException("no topic"));

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .hasSize(2)
                .allMatch(line -> line.contains("no topic"))
                .last()
                .asString()
                .contains("record=A-0@5 failures=5 ");
    }
}
