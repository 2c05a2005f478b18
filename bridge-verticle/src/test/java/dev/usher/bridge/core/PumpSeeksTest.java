package dev.usher.bridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Kafka's reader, when it is not set back at once. */
final class PumpSeeksTest extends PumpSetup {

    @Test
    void aReaderThatCannotBeSetBackIsSetBackLater() {
        pump = pipelined(BadRecords.DEAD_LETTER);
        pump.records(List.of(record(7, "a"), record(8, "a")));
        publisher.answer(2, UNKNOWN);
        source.seek.fail("not now");
        pump.records(List.of(record(9, "a")));
        assertThat(publisher.offered).as("9 must not be taken before 7").hasSize(2);
        timers.pass(Duration.ofMillis(200));
        assertThat(source.seeks).containsExactly("PRICES-0 to 7", "PRICES-0 to 7");
    }

    @Test
    void aReaderThatCannotBeSetBackIsSpokenOfUntilItIs() {
        pump = pipelined(BadRecords.DEAD_LETTER);
        pump.records(List.of(record(7, "a")));
        publisher.answer(1, new PublishOutcome.Unknown("cut"));
        source.seek.fail("not held");
        assertThat(pump.problem()).as("once is nothing").isEmpty();
        timers.pass(Duration.ofSeconds(1));
        source.seek.fail("not held");
        assertThat(pump.problem()).get().asString().contains("PRICES-0", "cannot be set back to offset 7");
        timers.pass(Duration.ofSeconds(1));
        source.finishSeek();
        assertThat(pump.problem()).isEmpty();
    }

    /** As after an error in the task that was to do it. */
    @Test
    void aSeekThatIsNeverAnsweredIsMadeAgain() {
        pump = pipelined(BadRecords.DEAD_LETTER);
        pump.records(List.of(record(7, "a"), record(8, "a")));
        publisher.answer(2, UNKNOWN);
        timers.pass(Duration.ofSeconds(59));
        assertThat(source.seeks).hasSize(1);

        timers.pass(Duration.ofSeconds(2));
        assertThat(source.seeks).containsExactly("PRICES-0 to 7", "PRICES-0 to 7");
        source.finishSeek();
        pump.records(List.of(record(7, "a"), record(8, "a")));
        assertThat(offered()).containsExactly(7L, 8L, 7L, 8L);

        timers.pass(Duration.ofMinutes(10));
        assertThat(source.seeks).as("once it is answered").hasSize(2);
    }

    @Test
    void seeksThatAreNeverAnsweredAreSpokenOf() {
        pump = pipelined(BadRecords.DEAD_LETTER);
        pump.records(List.of(record(7, "a")));
        publisher.answer(1, UNKNOWN);
        timers.pass(Duration.ofSeconds(61));
        assertThat(pump.problem()).as("once is nothing").isEmpty();
        timers.pass(Duration.ofSeconds(61));
        assertThat(pump.problem()).get().asString().contains("PRICES-0", "cannot be set back to offset 7");
    }

    /** The reader is going to be set back once more, so what arrives now would arrive again. */
    @Test
    void aLateAnswerToAnEarlierSeekDoesNotEndTheRewind() {
        pump = pipelined(BadRecords.DEAD_LETTER);
        pump.records(List.of(record(7, "a"), record(8, "a")));
        publisher.answer(2, UNKNOWN);
        Promise<Void> earlier = source.seek;
        timers.pass(Duration.ofSeconds(61));

        earlier.complete();
        pump.records(List.of(record(7, "a"), record(8, "a")));
        assertThat(offered()).containsExactly(7L, 8L);

        source.finishSeek();
        pump.records(List.of(record(7, "a")));
        assertThat(offered()).containsExactly(7L, 8L, 7L);
    }
}
