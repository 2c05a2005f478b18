package dev.usher.bridge.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class OffsetLedgerTest {

    private final OffsetLedger ledger = new OffsetLedger();

    @Test
    void nothingReadNothingToCommit() {
        assertThat(ledger.position()).isEmpty();
        assertThat(ledger.uncommitted()).isEmpty();
        assertThat(ledger.rewind()).isEmpty();
    }

    @Test
    void anOpenRecordHoldsThePosition() {
        open(40, 41, 42);

        ledger.complete(41);
        ledger.complete(42);

        assertThat(ledger.position()).hasValue(40);
        assertThat(ledger.uncommitted()).as("nothing was finished in front").isEmpty();
        assertThat(ledger.span()).isEqualTo(3);
        assertThat(ledger.open()).isEqualTo(1);
    }

    @Test
    void theDrawing() {
        open(40, 41, 43, 44, 45, 46, 47);
        complete(40, 41, 44, 46);
        assertThat(ledger.position()).hasValue(43);
        assertThat(ledger.span()).isEqualTo(5);
        assertThat(ledger.open()).isEqualTo(3);

        ledger.complete(43);
        assertThat(ledger.position()).hasValue(45);
        assertThat(ledger.span()).isEqualTo(3);

        complete(45, 47);
        assertThat(ledger.position()).hasValue(48);
        assertThat(ledger.span()).isZero();
    }

    @Test
    void aGapInTheOffsetsIsNotWaitedFor() {
        open(5, 9);
        ledger.complete(5);
        assertThat(ledger.position()).hasValue(9);
        ledger.complete(9);
        open(20);
        assertThat(ledger.position()).as("10 to 19 do not exist").hasValue(20);
        assertThat(ledger.uncommitted()).hasValue(20);
    }

    @Test
    void finishingTwiceOrWhatWasNeverReadChangesNothing() {
        open(1, 2, 3);
        assertThat(ledger.complete(2)).isTrue();
        assertThat(ledger.complete(2)).isFalse();
        assertThat(ledger.complete(7)).isFalse();
        assertThat(ledger.complete(0)).isFalse();
        assertThat(ledger.position()).hasValue(1);
        assertThat(ledger.open()).isEqualTo(2);
    }

    @Test
    void offsetsMustGrow() {
        open(10);
        assertThatIllegalArgumentException().isThrownBy(() -> ledger.open(10));
        assertThatIllegalArgumentException().isThrownBy(() -> ledger.open(9));
        ledger.complete(10);
        assertThatIllegalArgumentException().isThrownBy(() -> ledger.open(10));
    }

    @Test
    void onlyWhatIsNewIsCommitted() {
        open(1, 2, 3);
        complete(1, 2);
        assertThat(ledger.uncommitted()).hasValue(3);

        ledger.committed(3);
        assertThat(ledger.uncommitted()).isEmpty();

        ledger.complete(3);
        assertThat(ledger.uncommitted()).hasValue(4);
        ledger.committed(2);
        assertThat(ledger.uncommitted()).as("a late answer").hasValue(4);
    }

    @Test
    void rewindReadsAgainEverythingAboveThePosition() {
        open(1, 2, 3, 4);
        complete(1, 3);

        assertThat(ledger.rewind()).hasValue(2);

        assertThat(ledger.span()).isZero();
        assertThat(ledger.complete(4)).as("an answer from before").isFalse();
        assertThat(ledger.position()).hasValue(2);
        open(2, 3, 4);
        complete(2, 3, 4);
        assertThat(ledger.position()).hasValue(5);
    }

    @Test
    void rewindWithNothingOpenStaysWhereItIs() {
        open(1);
        ledger.complete(1);
        assertThat(ledger.rewind()).hasValue(2);
        assertThat(ledger.uncommitted()).hasValue(2);
    }

    @Test
    void aRevokedPartitionCommitsWhatIsFinishedInFront() {
        open(100, 101, 102);
        complete(100, 102);
        assertThat(ledger.uncommitted())
                .as("101 was not sent, so it is the next owner's")
                .hasValue(101);
    }

    @Test
    void aRunIsFinishedAtOnce() {
        open(10, 11, 12, 14, 15, 16);

        assertThat(ledger.completeThrough(11, 15)).as("13 does not exist").isEqualTo(4);
        assertThat(ledger.position()).hasValue(10);
        assertThat(ledger.open()).isEqualTo(2);

        assertThat(ledger.completeThrough(10, 15)).isEqualTo(1);
        assertThat(ledger.position()).hasValue(16);
        assertThat(ledger.span()).isEqualTo(1);
    }

    @Test
    void whatIsFinishedForGoodIsNotReadAgain() {
        open(1, 2, 3, 4);
        ledger.completeForGood(2);
        ledger.complete(3);
        ledger.completeForGood(4);

        assertThat(ledger.rewind()).hasValue(1);

        assertThat(ledger.open(1)).isTrue();
        assertThat(ledger.open(2)).isFalse();
        assertThat(ledger.complete(1)).isTrue();
        assertThat(ledger.position()).hasValue(3);
        assertThat(ledger.open(3)).isTrue();
        assertThat(ledger.rewind())
                .as("4 was not read again yet, and is still known")
                .hasValue(3);
        assertThat(ledger.open(3)).isTrue();
        assertThat(ledger.open(4)).isFalse();
        assertThat(ledger.open(5)).isTrue();
        complete(3, 5);
        assertThat(ledger.position()).hasValue(6);
    }

    @Test
    void whatIsFinishedInTurnAfterARemapIsReadAgainWhileWhatWasReadBeforeIsUnfinished() {
        open(1, 2, 3);
        ledger.completeInTurn(2);
        ledger.remapped();
        open(4, 5);
        ledger.completeInTurn(4);
        ledger.completeForGood(5);
        assertThat(ledger.keepsAllInTurn()).isFalse();

        ledger.rewind();
        assertThat(ledger.open(1)).isTrue();
        assertThat(ledger.open(2)).as("in order with what was mapped before").isFalse();
        assertThat(ledger.open(3)).isTrue();
        assertThat(ledger.open(4)).isTrue();
        assertThat(ledger.open(5)).as("for good").isFalse();

        ledger.completeInTurn(4);
        complete(1, 3);
        open(6, 7);
        ledger.completeInTurn(7);
        assertThat(ledger.keepsAllInTurn()).isTrue();
        ledger.rewind();
        assertThat(ledger.open(6)).isTrue();
        assertThat(ledger.open(7)).isFalse();
    }

    @Test
    void aSecondRemapDoesNotMakeUpForTheFirst() {
        open(1);
        ledger.remapped();
        open(2);
        ledger.completeInTurn(2);
        ledger.remapped();
        ledger.rewind();
        assertThat(ledger.open(1)).isTrue();
        assertThat(ledger.open(2)).isTrue();
    }

    @Test
    void whatARewindForgotIsToBeRepeatedUntilItIsReadAgain() {
        open(1, 2, 4, 9);
        ledger.complete(1);
        ledger.complete(4);
        assertThat(ledger.toRepeat()).isEqualTo(3);
        ledger.rewind();
        assertThat(ledger.toRepeat()).isEqualTo(3);
        open(2);
        assertThat(ledger.toRepeat()).isEqualTo(3);
        ledger.complete(2);
        assertThat(ledger.toRepeat()).isEqualTo(2);
        open(9);
        assertThat(ledger.toRepeat()).as("4 does not exist any more").isEqualTo(1);
        open(10);
        assertThat(ledger.toRepeat()).isEqualTo(2);
    }

    @Test
    void offsetsBeyondTheIntegers() {
        long start = Integer.MAX_VALUE - 1L;
        LongStream.range(start, start + 1000).forEach(ledger::open);
        LongStream.range(start + 1, start + 1000).forEach(ledger::complete);
        assertThat(ledger.position()).hasValue(start);
        ledger.complete(start);
        assertThat(ledger.position()).hasValue(Integer.MAX_VALUE + 999L);

        ledger.open(Long.MAX_VALUE - 1);
        ledger.complete(Long.MAX_VALUE - 1);
        assertThat(ledger.position()).hasValue(Long.MAX_VALUE);
    }

    private void open(long... offsets) {
        LongStream.of(offsets).forEach(ledger::open);
    }

    private void complete(long... offsets) {
        LongStream.of(offsets)
                .forEach(offset -> assertThat(ledger.complete(offset)).isTrue());
    }
}
