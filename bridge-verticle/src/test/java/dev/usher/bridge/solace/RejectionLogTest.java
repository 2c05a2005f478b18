package dev.usher.bridge.solace;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.solacesystems.jcsmp.JCSMPErrorResponseException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class RejectionLogTest implements PublisherObserver {

    private final Logger logger = (Logger) LoggerFactory.getLogger(RejectionLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger rejected = new AtomicInteger();
    private final RejectionLog rejections = new RejectionLog(this, now::get);

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
    void countsEachAndSpeaksSeldomAndOfNoTopic() {
        for (int i = 0; i < 5; i++) {
            rejections.handle(denied());
        }
        now.addAndGet(Duration.ofSeconds(10).toNanos());
        rejections.handle(denied());

        assertThat(rejected).hasValue(6);
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .hasSize(2)
                .allMatch(line -> line.contains("Publish ACL Denied"))
                .noneMatch(line -> line.contains("secret"))
                .last()
                .asString()
                .contains("count=5 ");
    }

    private static JCSMPErrorResponseException denied() {
        return new JCSMPErrorResponseException(403, "Publish ACL Denied - Topic 'quotes/secret'", "", "");
    }

    @Override
    public void rejectedByBroker() {
        rejected.incrementAndGet();
    }

    @Override
    public void sentAgain() {}
}
