package dev.usher.e2e.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.usher.bridge.core.PartitionId;
import dev.usher.e2e.faults.Violation.Kind;
import dev.usher.e2e.faults.Written.Fate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The judge is judged first: each broken promise is seen, and kept ones are not called broken. */
final class CheckerTest {

    private static final PartitionId P = new PartitionId("PRICES", 0);
    private static final PartitionId Q = new PartitionId("PRICES", 1);

    @ParameterizedTest
    @EnumSource(Order.class)
    void everyRecordOnceInOrderIsWhatIsPromised(Order order) {
        Checker checker = written(order, 10);
        accept(checker, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        checker.committed(P, 10);
        assertThat(checker.atTheEnd()).isEmpty();
        assertThat(checker.missing()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void oneLostRecordIsMissed(Order order) {
        Checker checker = written(order, 4);
        accept(checker, 0, 1, 3);
        assertThat(checker.missing()).isEqualTo(1);
        assertThat(checker.atTheEnd())
                .filteredOn(v -> v.kind() == Kind.LOST)
                .extracting(Violation::offset)
                .containsExactly(2L);
    }

    @Test
    void theLastRecordOfAPartitionIsMissedToo() {
        Checker checker = written(Order.SUFFIXES, 4);
        accept(checker, 0, 1, 2);
        assertThat(kinds(checker.atTheEnd())).containsExactly(Kind.LOST);
    }

    @Test
    void whatIsStillOnItsWayIsNotLostYet() {
        Checker checker = written(Order.SUFFIXES, 4);
        accept(checker, 0, 1);
        checker.committed(P, 2);
        assertThat(checker.soFar()).isEmpty();
    }

    @Test
    void aPositionAboveAMissingRecordIsPremature() {
        Checker checker = written(Order.SUFFIXES, 4);
        accept(checker, 0, 1);
        checker.committed(P, 3);
        accept(checker, 2, 3);
        assertThat(checker.atTheEnd())
                .as("also when the record comes afterwards")
                .extracting(Violation::kind, Violation::offset)
                .containsExactly(tuple(Kind.PREMATURE_COMMIT, 2L));
    }

    @Test
    void aDeadLetterMakesAPositionSafe() {
        Checker checker = new Checker(Order.SUFFIXES);
        write(checker, P, 0, "A", Fate.EVENT);
        write(checker, P, 1, "A", Fate.LETTER);
        write(checker, P, 2, "A", Fate.EVENT);
        accept(checker, 0, 2);
        checker.committed(P, 1);
        assertThat(checker.soFar()).isEmpty();
        checker.buried(P, 1, payload(1), "malformed-json");
        checker.committed(P, 3);
        assertThat(checker.atTheEnd()).isEmpty();
    }

    @Test
    void otherBytesAnotherTopicAndAnotherRecordAreSeen() {
        Checker checker = written(Order.SUFFIXES, 3);
        checker.accepted(P, 0, "US/0", "x".getBytes(UTF_8));
        checker.accepted(P, 1, "US/2", payload(1));
        checker.accepted(P, 2, "US/2", payload(2));
        checker.accepted(P, 7, "US/7", payload(7));
        checker.accepted(Q, 0, "US/0", payload(0));
        assertThat(kinds(checker.atTheEnd()))
                .containsExactly(Kind.WRONG_PAYLOAD, Kind.WRONG_TOPIC, Kind.UNHEARD_OF, Kind.UNHEARD_OF);
    }

    @Test
    void aLetterOfAGoodRecordAndAnEventOfABadOneAreSeen() {
        Checker checker = new Checker(Order.SUFFIXES);
        write(checker, P, 0, "A", Fate.EVENT);
        write(checker, P, 1, "A", Fate.LETTER);
        write(checker, P, 2, "A", Fate.EITHER);
        checker.buried(P, 0, payload(0), "publish-rejected");
        checker.accepted(P, 1, "US/1", payload(1));
        checker.buried(P, 2, payload(3), "publish-rejected");
        assertThat(kinds(checker.atTheEnd()))
                .containsExactly(Kind.BURIED_ALIVE, Kind.PUBLISHED_THOUGH_BAD, Kind.WRONG_PAYLOAD);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # rule          | accepted in this order      | holds
            SUFFIXES        | 0 1 2 3 4 5                 | yes
            SUFFIXES        | 0 1 2 3 2 3 4 5             | yes
            SUFFIXES        | 0 0 1 2 0 1 2 3 4 5         | yes
            SUFFIXES        | 0 2 1 3 4 5                 | no
            SUFFIXES        | 1 0 1 2 3 4 5               | no
            SUFFIXES        | 0 1 2 3 1 3 4 5             | no
            FIRST_TIMES     | 0 1 2 3 1 3 4 0 5           | yes
            FIRST_TIMES     | 0 1 3 2 4 5                 | no
            FIRST_TIMES     | 0 1 3 2 3 4 5               | no
            ENDS_IN_ORDER   | 0 1 3 4 2 3 4 5             | yes
            ENDS_IN_ORDER   | 0 1 3 4 2 5                 | no
            ENDS_IN_ORDER   | 0 1 2 3 4 5 4               | no
            """)
    void theOrderOfAPartition(Order order, String sequence, String holds) {
        Checker checker = written(order, 6);
        accept(checker, numbers(sequence));
        assertThat(kinds(checker.atTheEnd())).isEqualTo(holds.equals("yes") ? List.of() : List.of(Kind.OUT_OF_ORDER));
    }

    @Test
    void recordsThatAreBeingSentAgainAreNotOutOfOrderYet() {
        Checker checker = written(Order.ENDS_IN_ORDER, 4);
        accept(checker, 0, 2, 3, 1);
        assertThat(checker.soFar()).isEmpty();
        assertThat(kinds(checker.atTheEnd())).containsExactly(Kind.OUT_OF_ORDER);
        accept(checker, 2, 3);
        assertThat(checker.atTheEnd()).isEmpty();
    }

    /** Even offsets have one key, odd offsets another. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # rule          | accepted in this order      | holds
            STRICT          | 0 2 4 1 3 5                 | yes
            STRICT          | 0 1 2 0 1 2 3 4 5           | yes
            STRICT          | 1 3 0 5 2 1 3 4             | yes
            STRICT          | 0 1 4 2 3 5                 | no
            STRICT          | 2 0 1 3 4 5                 | no
            STRICT_ONCE     | 1 3 0 5 2 4                 | yes
            STRICT_ONCE     | 0 0 1 2 2 3 4 5 5           | yes
            STRICT_ONCE     | 0 1 2 0 3 4 5               | no
            STRICT_ONCE     | 0 1 4 2 3 5                 | no
            """)
    void theOrderOfAKey(Order order, String sequence, String holds) {
        Checker checker = new Checker(order);
        for (int i = 0; i < 6; i++) {
            write(checker, P, i, i % 2 == 0 ? "A" : "B", Fate.EVENT);
        }
        accept(checker, numbers(sequence));
        assertThat(kinds(checker.atTheEnd())).isEqualTo(holds.equals("yes") ? List.of() : List.of(Kind.OUT_OF_ORDER));
    }

    @Test
    void partitionsAreEachInAnOrderOfTheirOwn() {
        Checker checker = written(Order.SUFFIXES, 2);
        write(checker, Q, 0, "A", Fate.EVENT);
        write(checker, Q, 1, "A", Fate.EVENT);
        checker.accepted(Q, 0, "US/0", payload(0));
        accept(checker, 0);
        checker.accepted(Q, 1, "US/1", payload(1));
        accept(checker, 1);
        assertThat(checker.atTheEnd()).isEmpty();
    }

    @Test
    void offsetsThatDoNotExistAndDeadLettersLeaveNoGap() {
        Checker checker = new Checker(Order.SUFFIXES);
        write(checker, P, 3, "A", Fate.EVENT);
        write(checker, P, 7, "A", Fate.LETTER);
        write(checker, P, 8, "A", Fate.EITHER);
        write(checker, P, 12, "A", Fate.EVENT);
        accept(checker, 3, 12);
        checker.buried(P, 7, payload(7), "malformed-json");
        checker.buried(P, 8, payload(8), "publish-rejected");
        assertThat(checker.atTheEnd()).isEmpty();
    }

    private static Checker written(Order order, int count) {
        Checker checker = new Checker(order);
        for (int i = 0; i < count; i++) {
            write(checker, P, i, "A", Fate.EVENT);
        }
        return checker;
    }

    private static void write(Checker checker, PartitionId partition, long offset, String key, Fate fate) {
        checker.wrote(new Written(partition, offset, key, payload(offset), "US/" + offset, fate));
    }

    private static void accept(Checker checker, long... offsets) {
        for (long offset : offsets) {
            checker.accepted(P, offset, "US/" + offset, payload(offset));
        }
    }

    private static byte[] payload(long offset) {
        return ("{\"s\":\"" + offset + "\"}").getBytes(UTF_8);
    }

    private static long[] numbers(String text) {
        return Arrays.stream(text.trim().split(" ")).mapToLong(Long::parseLong).toArray();
    }

    private static List<Kind> kinds(List<Violation> violations) {
        return violations.stream().map(Violation::kind).toList();
    }
}
