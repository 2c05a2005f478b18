package dev.usher.bridge.core;

import static dev.usher.bridge.core.Records.PRICES_0;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the gauges show. */
final class PumpLevelsTest extends PumpSetup {

    @Test
    void aPartitionThatRestsOrStandsStillIsNotOneOfWhichTooMuchWaits() {
        pump = pipelined(BadRecords.STOP);
        pump.records(List.of(record(0, "a")));
        publisher.answer(1, POSTPONED);
        assertThat(source.paused).as("rests").containsExactly("PRICES-0");
        assertThat(observer.paused).isZero();

        timers.pass(Duration.ofMillis(200));
        source.finishSeek();
        pump.records(List.of(record(0, "bad")));
        assertThat(source.paused).as("stands still").containsExactly("PRICES-0");
        assertThat(observer.paused).isZero();
    }

    @Test
    void aPartitionWithTooManyUnfinishedIsCounted() {
        pump = pump(Delivery.Ordering.PIPELINED, BadRecords.DEAD_LETTER, new FlowLimits(100, 3));
        pump.records(List.of(record(0, "a"), record(1, "a"), record(2, "a")));
        assertThat(observer.paused).isEqualTo(1);
        publisher.acceptAll();
        assertThat(observer.paused).isZero();
    }

    @Test
    void aPartitionOfWhichTooManyStandBehindOneKeyIsCounted() {
        pump = pump(Delivery.Ordering.STRICT, BadRecords.DEAD_LETTER, new FlowLimits(8, 100));
        pump.records(List.of(record(0, "a"), record(1, "a"), record(2, "a"), record(3, "a"), record(4, "a")));
        assertThat(observer.paused).isEqualTo(1);
        publisher.accept(3);
        assertThat(observer.paused).isZero();
    }

    @Test
    void whatIsToBeReadAgainIsInFlight() {
        pump = pipelined(BadRecords.DEAD_LETTER);
        List<InboundRecord> records = List.of(record(0, "a"), record(1, "a"), record(4, "a"), record(9, "a"));
        pump.records(records);
        publisher.accept(1);
        assertInFlight(3);
        publisher.answer(1, POSTPONED);
        publisher.accept(2);
        assertInFlight(3);

        timers.pass(Duration.ofMillis(200));
        source.finishSeek();
        assertInFlight(3);
        pump.records(records.subList(1, 2));
        assertInFlight(3);
        publisher.accept(1);
        assertInFlight(2);
        pump.records(List.of(record(9, "a"), record(10, "a")));
        assertInFlight(2);
        publisher.acceptAll();
        assertInFlight(0);
    }

    private void assertInFlight(int records) {
        assertThat(observer.inFlight).isEqualTo(records);
        assertThat(pump.inFlight()).isEqualTo(Map.of(PRICES_0, records));
    }
}
