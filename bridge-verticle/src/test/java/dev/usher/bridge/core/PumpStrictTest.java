package dev.usher.bridge.core;

import static dev.usher.bridge.core.Records.PRICES_0;
import static dev.usher.bridge.core.Records.PRICES_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Strict ordering: of the records with one key one is on its way. */
final class PumpStrictTest extends PumpSetup {

    @Test
    void strictSendsOneOfAKeyAtATime() {
        pump = strict(BadRecords.DEAD_LETTER);
        pump.records(List.of(record(0, "a"), record(1, "b"), record(2, "a"), record(3, null), record(4, null)));
        assertThat(offered()).containsExactly(0L, 1L, 3L);
        publisher.accept(1);
        assertThat(offered()).containsExactly(0L, 1L, 3L, 2L);
        publisher.accept(2);
        assertThat(offered()).containsExactly(0L, 1L, 3L, 2L, 4L);
        publisher.acceptAll();
        pump.commit();
        assertThat(source.commits).containsExactly(Map.of(PRICES_0, 5L));
        assertThat(observer.waiting).isZero();
    }

    @Test
    void strictOffersARefusedEventAgainWhileItsKeyWaitsAndOthersGoOn() {
        pump = strict(BadRecords.DEAD_LETTER);
        pump.records(List.of(record(0, "a"), record(1, "b"), record(2, "a"), record(3, "b")));
        publisher.answer(1, POSTPONED);
        publisher.acceptAll();
        assertThat(offered()).containsExactly(0L, 1L, 3L);
        timers.pass(Duration.ofMillis(200));
        assertThat(offered()).endsWith(0L);
        publisher.answer(1, POSTPONED);
        assertThat(pump.problem()).get().asString().contains("PRICES-0", "spool over quota");
        timers.pass(Duration.ofMillis(399));
        assertThat(offered()).hasSize(4);
        timers.pass(Duration.ofMillis(1));
        publisher.acceptAll();
        assertThat(offered()).containsExactly(0L, 1L, 3L, 0L, 0L, 2L);
        assertThat(source.seeks).isEmpty();
        assertThat(pump.problem()).isEmpty();
    }

    @Test
    void strictOffersAnEventOfUnknownOutcomeAgainAtOnce() {
        pump = strict(BadRecords.DEAD_LETTER);
        pump.records(List.of(record(0, "a"), record(1, "a")));
        publisher.answer(1, UNKNOWN);
        assertThat(offered()).containsExactly(0L, 0L);
        publisher.acceptAll();
        assertThat(offered()).containsExactly(0L, 0L, 1L);
        assertThat(source.seeks).isEmpty();
    }

    @Test
    void strictGoesOnBehindADeadLetter() {
        pump = strict(BadRecords.DEAD_LETTER);
        pump.records(List.of(record(0, "a"), record(1, "a")));
        publisher.answer(1, REJECTED);
        assertThat(offered()).containsExactly(0L, 1L);
        publisher.acceptAll();
        pump.commit();
        assertThat(source.commits).isEmpty();
        deadLetters.storeAll();
        pump.commit();
        assertThat(source.commits).containsExactly(Map.of(PRICES_0, 2L));
    }

    @Test
    void strictIsLetGoWithItsPartition() {
        pump = strict(BadRecords.DEAD_LETTER);
        pump.records(List.of(record(0, "a"), record(1, "b"), record(2, "a"), record(3, "b")));
        publisher.answer(1, POSTPONED);
        assertThat(pump.release(Set.of(PRICES_0)).isComplete()).isFalse();
        publisher.accept(1);
        assertThat(pump.forget(Set.of(PRICES_0))).isEmpty();
        timers.pass(Duration.ofMinutes(1));
        assertThat(offered()).containsExactly(0L, 1L);
        assertThat(observer.waiting).isZero();
    }

    @Test
    void aKeyThatIsRefusedPausesItsPartitionBeforeItTakesTheRoomOfOthers() {
        pump = pump(Delivery.Ordering.STRICT, BadRecords.DEAD_LETTER, new FlowLimits(20, 100));
        for (int offset = 0; offset < 11; offset++) {
            pump.records(List.of(record(offset, "a")));
        }
        assertThat(source.paused).as("ten stand behind the first").containsExactly("PRICES-0");
        pump.records(List.of(Records.record(PRICES_1, 0, "x".getBytes(StandardCharsets.UTF_8))));
        assertThat(source.paused).containsExactly("PRICES-0");
        publisher.accept(9);
        assertThat(source.paused).isEmpty();
    }

    @Test
    void strictEventsThatWereAcceptedAreNotSentAgainWhenAPipelinedNeighbourIsRefused() {
        pump = pump(Map.of("PRICES", byFirstLetter()), BadRecords.DEAD_LETTER, new FlowLimits(100, 100));
        List<InboundRecord> records = List.of(record(0, "s0"), record(1, "s1"), record(2, "p"));
        pump.records(records);
        publisher.answer(1, POSTPONED);
        publisher.accept(1);
        publisher.answer(1, POSTPONED);
        timers.pass(Duration.ofMillis(200));
        assertThat(source.seeks).containsExactly("PRICES-0 to 0");
        source.finishSeek();
        pump.records(records);
        assertThat(offered()).as("1 was accepted").containsExactly(0L, 1L, 2L, 0L, 2L);
        publisher.acceptAll();
        pump.commit();
        assertThat(source.commits).containsExactly(Map.of(PRICES_0, 3L));
    }

    @Test
    void strictStopsAtTheRefusedRecordAndFinishesWhatIsInFront() {
        pump = strict(BadRecords.STOP);
        pump.records(List.of(record(0, "a"), record(1, "b"), record(2, "a"), record(3, "b"), record(4, "a")));
        publisher.answer(1, POSTPONED);
        publisher.accept(1);
        publisher.answer(1, REJECTED);
        assertThat(observer.halted).containsExactly("PRICES-0@3 message-too-large");
        timers.pass(Duration.ofMillis(200));
        publisher.acceptAll();
        assertThat(offered()).containsExactly(0L, 1L, 3L, 0L, 2L);
        pump.commit();
        assertThat(source.commits).containsExactly(Map.of(PRICES_0, 3L));
        assertThat(observer.waiting).isZero();
    }
}
