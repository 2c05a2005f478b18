package dev.usher.bridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.usher.bridge.core.PumpFakes.FakeDeadLetters;
import dev.usher.bridge.core.PumpFakes.FakeObserver;
import dev.usher.bridge.core.PumpFakes.FakePublisher;
import dev.usher.bridge.core.PumpFakes.FakeSource;
import dev.usher.bridge.core.PumpFakes.FakeTimers;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A mapper that fails by a defect. */
final class MappingFailuresTest {

    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(Intake.class);

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final FakeDeadLetters deadLetters = new FakeDeadLetters();

    @BeforeEach
    void capture() {
        logged.start();
        LOGGER.addAppender(logged);
    }

    @AfterEach
    void release() {
        LOGGER.detachAppender(logged);
    }

    @Test
    void isNamedOnceAndWithoutWhatTheRecordHolds() {
        pump(record -> {
                    throw new IllegalArgumentException("topic level: secret");
                })
                .records(Records.quotes(Records.PRICES_0, 0, 3));
        assertThat(deadLetters.letters).extracting(DeadLetter::reason).containsOnly(Reason.MAPPING_FAILED);
        assertThat(deadLetters.letters).hasSize(3);
        assertThat(logged.list)
                .singleElement()
                .satisfies(event -> assertThat(event.getFormattedMessage())
                        .contains("PRICES-0@0", "IllegalArgumentException", "MappingFailuresTest.java")
                        .doesNotContain("secret"));
        assertThat(logged.list.get(0).getThrowableProxy()).isNull();
    }

    @Test
    void byNestingTooDeepIsOneRecordsTrouble() {
        pump(record -> {
                    throw new StackOverflowError();
                })
                .records(Records.quotes(Records.PRICES_0, 0, 1));
        assertThat(deadLetters.letters)
                .singleElement()
                .satisfies(letter -> assertThat(letter.detail()).contains("StackOverflowError"));
    }

    private Pump pump(RecordMapper mapper) {
        PumpPorts ports =
                new PumpPorts(new FakeSource(), new FakePublisher(), deadLetters, new FakeTimers(), new FakeObserver());
        return new Pump(Map.of("PRICES", mapper), ports, new FlowLimits(100, 100), BadRecords.DEAD_LETTER);
    }
}
