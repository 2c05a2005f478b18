package dev.usher.bridge.core;

import static dev.usher.bridge.core.Records.PRICES_0;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A partition is given away when nobody holds a record of it any more, whatever became of the reading that it was made in. */
final class PumpReleaseTest extends PumpSetup {

    @Test
    void whatWasOfferedBeforeARewindIsWaitedFor() {
        pump = pipelined(BadRecords.DEAD_LETTER);
        pump.records(List.of(record(40, "a"), record(41, "a"), record(42, "a")));
        publisher.answer(1, POSTPONED);

        assertReleasedAfter(2);
    }

    @Test
    void whatWasOfferedInFrontOfAHaltThatIsTriedAgainIsWaitedFor() {
        pump = pipelined(BadRecords.STOP);
        pump.records(List.of(record(40, "a"), record(41, "a"), record(42, "bad")));
        pump.tryHaltedAgain();

        assertReleasedAfter(2);
    }

    @Test
    void whatWasOfferedBeforeOffsetsJumpedBackIsWaitedFor() {
        pump = pipelined(BadRecords.DEAD_LETTER);
        pump.records(List.of(record(40, "a")));
        pump.records(List.of(record(5, "skip")));

        assertReleasedAfter(1);
    }

    @Test
    void aLetterBegunBeforeARewindIsWaitedFor() {
        pump = pipelined(BadRecords.DEAD_LETTER);
        pump.records(List.of(record(40, "a"), record(41, "bad")));
        publisher.answer(1, UNKNOWN);

        Future<Void> released = pump.release(Set.of(PRICES_0));
        assertThat(released.isComplete()).isFalse();
        deadLetters.storeAll();
        assertThat(released.succeeded()).isTrue();
    }

    @Test
    void whatWasOfferedBeforeThePartitionWentAndCameBackIsWaitedFor() {
        pump = pipelined(BadRecords.DEAD_LETTER);
        pump.records(List.of(record(40, "a"), record(41, "a")));
        pump.forget(Set.of(PRICES_0));

        assertReleasedAfter(2);
    }

    private void assertReleasedAfter(int answers) {
        Future<Void> released = pump.release(Set.of(PRICES_0));
        for (int left = answers; left > 0; left--) {
            assertThat(released.isComplete())
                    .as("%s are with the publisher", left)
                    .isFalse();
            publisher.answer(1, UNKNOWN);
        }
        assertThat(released.succeeded()).isTrue();
    }
}
