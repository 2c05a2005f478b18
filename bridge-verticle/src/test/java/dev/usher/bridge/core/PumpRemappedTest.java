package dev.usher.bridge.core;

import static dev.usher.bridge.core.Records.PRICES_0;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A mapping that makes strict what was pipelined. */
final class PumpRemappedTest extends PumpSetup {

    @Test
    void aKeyKeepsItsOrderWhenWhatWasSentBeforeIsRefused() {
        pump = pipelined(BadRecords.DEAD_LETTER);
        pump.records(List.of(record(40, "s")));
        pump.use(Map.of("PRICES", mapper(Delivery.Ordering.STRICT)));
        pump.records(List.of(record(50, "s")));
        assertThat(offered()).containsExactly(40L, 50L);

        publisher.answer(1, POSTPONED);
        publisher.accept(1);
        readAgainFrom(40);
        pump.records(List.of(record(40, "s"), record(50, "s")));
        publisher.acceptAll();

        assertThat(offered()).containsExactly(40L, 50L, 40L, 50L);
        pump.commit();
        assertThat(source.commits).containsExactly(Map.of(PRICES_0, 51L));
    }

    /** A dead letter holds the position, so 41 comes again although it was accepted. */
    @Test
    void aKeyKeepsItsOrderWhenWhatWasSentBeforeComesAgain() {
        pump = pipelined(BadRecords.DEAD_LETTER);
        pump.records(List.of(record(40, "bad"), record(41, "s")));
        pump.use(Map.of("PRICES", byFirstLetter()));
        pump.records(List.of(record(50, "s"), record(51, "p")));
        publisher.accept(2);
        publisher.answer(1, POSTPONED);
        readAgainFrom(40);
        pump.records(List.of(record(40, "bad"), record(41, "s"), record(50, "s"), record(51, "p")));
        publisher.acceptAll();

        assertThat(offered()).containsExactly(41L, 50L, 51L, 41L, 51L, 50L);
    }

    @Test
    void whatIsAcceptedStrictlyIsSentOnceAgainWhenWhatWasSentBeforeIsFinished() {
        pump = pipelined(BadRecords.DEAD_LETTER);
        pump.records(List.of(record(0, "p")));
        pump.use(Map.of("PRICES", byFirstLetter()));
        publisher.acceptAll();
        acceptOneInFrontOfARefusedNeighbour();
        assertThat(offered()).as("2 was accepted").containsExactly(0L, 1L, 2L, 3L, 1L, 3L);
    }

    @Test
    void whatWasAcceptedStrictlyBeforeStaysAccepted() {
        pump = pump(Map.of("PRICES", byFirstLetter()), BadRecords.DEAD_LETTER, new FlowLimits(100, 100));
        pump.records(List.of(record(1, "s1"), record(2, "s2"), record(3, "p")));
        publisher.answer(1, POSTPONED);
        publisher.accept(1);
        pump.use(Map.of("PRICES", byFirstLetter()));
        publisher.answer(1, POSTPONED);
        readAgainFrom(1);
        pump.records(List.of(record(1, "s1"), record(2, "s2"), record(3, "p")));
        assertThat(offered()).as("2 was accepted").containsExactly(1L, 2L, 3L, 1L, 3L);
    }

    private void acceptOneInFrontOfARefusedNeighbour() {
        List<InboundRecord> records = List.of(record(1, "s1"), record(2, "s2"), record(3, "p"));
        pump.records(records);
        publisher.answer(1, POSTPONED);
        publisher.accept(1);
        publisher.answer(1, POSTPONED);
        readAgainFrom(1);
        pump.records(records);
    }

    private void readAgainFrom(long offset) {
        timers.pass(Duration.ofMillis(200));
        assertThat(source.seeks).containsExactly("PRICES-0 to " + offset);
        source.finishSeek();
    }
}
