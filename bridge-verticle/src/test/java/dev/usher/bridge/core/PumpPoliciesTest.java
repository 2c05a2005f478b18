package dev.usher.bridge.core;

import static dev.usher.bridge.core.Records.PRICES_0;
import static dev.usher.bridge.core.Records.PRICES_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.runtime.config.ConfigReader;
import dev.usher.topics.Topic;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Refusals for now, bad records that stop a partition, and another mapping at run time. */
final class PumpPoliciesTest extends PumpSetup {

    @Test
    void aPartitionThatIsRefusedRestsLongerEachTimeAndAsAtFirstAfterProgress() {
        pump = pipelined(BadRecords.DEAD_LETTER);
        for (int millis : List.of(200, 400, 800, 1600, 3200, 6400, 10_000, 10_000)) {
            refuseAndRest(7, Duration.ofMillis(millis));
        }
        pump.records(List.of(record(7, "a")));
        publisher.accept(1);
        refuseAndRest(8, Duration.ofMillis(200));
    }

    private void refuseAndRest(long offset, Duration rest) {
        pump.records(List.of(record(offset, "a")));
        publisher.answer(1, POSTPONED);
        assertThat(source.paused).containsExactly("PRICES-0");
        int before = source.seeks.size();
        timers.pass(rest.minusMillis(1));
        assertThat(source.seeks).as("rests %s", rest).hasSize(before);
        pump.records(List.of(record(offset, "from before")));
        timers.pass(Duration.ofMillis(1));
        assertThat(source.seeks).hasSize(before + 1).last().isEqualTo("PRICES-0 to " + offset);
        assertThat(source.paused).isEmpty();
        source.finishSeek();
    }

    @Test
    void aRefusalThatIsRepeatedIsAProblemUntilItIsOvercome() {
        pump = pipelined(BadRecords.DEAD_LETTER);
        pump.records(List.of(record(7, "a")));
        publisher.answer(1, POSTPONED);
        assertThat(pump.problem()).as("one refusal is nothing").isEmpty();
        timers.pass(Duration.ofMillis(200));
        source.finishSeek();
        pump.records(List.of(record(7, "a")));
        publisher.answer(1, POSTPONED);
        assertThat(pump.problem())
                .hasValue("PRICES-0 held up since 2026-01-01T00:00:00Z: the broker refuses for now (spool over quota);"
                        + " goes on by itself when the broker takes messages again");
        timers.pass(Duration.ofMillis(400));
        source.finishSeek();
        pump.records(List.of(record(7, "a")));
        assertThat(pump.problem()).isPresent();
        assertThat(pump.heldUpPartitions()).isEqualTo(1);
        assertThat(pump.haltedPartitions()).isZero();
        publisher.accept(1);
        assertThat(pump.problem()).isEmpty();
        assertThat(pump.heldUpPartitions()).isZero();
    }

    @Test
    void aPartitionGivenAwayWhileItRestsIsLeftAlone() {
        pump = pipelined(BadRecords.DEAD_LETTER);
        pump.records(List.of(record(7, "a")));
        publisher.answer(1, POSTPONED);
        assertThat(pump.release(Set.of(PRICES_0)).succeeded()).isTrue();
        pump.forget(Set.of(PRICES_0));
        timers.pass(Duration.ofMinutes(1));
        assertThat(source.seeks).isEmpty();
    }

    @Test
    void anUnmappableRecordStopsItsPartitionWhenThePolicySaysSo() {
        pump = pipelined(BadRecords.STOP);
        pump.records(List.of(record(0, "a"), record(1, "bad"), record(2, "a")));
        assertThat(source.paused).containsExactly("PRICES-0");
        pump.records(List.of(record(3, "a")));
        pump.records(Records.quotes(PRICES_1, 0, 1));
        publisher.acceptAll();
        pump.commit();
        assertThat(source.commits).containsExactly(Map.of(PRICES_0, 1L, PRICES_1, 1L));
        assertThat(offered()).containsExactly(0L, 0L);
        assertThat(observer.halted).containsExactly("PRICES-0@1 missing-field");
        assertThat(pump.problem())
                .hasValue("PRICES-0 stands still at offset 1 (missing-field: field s is not there);"
                        + " correct the route, which is reloaded, or set badRecords: dead-letter and restart");
        assertThat(policyNamedIn(pump.problem().orElseThrow())).isEqualTo(BadRecords.DEAD_LETTER);
        assertThat(pump.haltedPartitions()).isEqualTo(1);
        assertThat(pump.heldUpPartitions()).isZero();
        assertThat(deadLetters.letters).isEmpty();

        timers.pass(Duration.ofMinutes(5));
        assertThat(source.seeks).as("time makes no topic of it").isEmpty();

        pump.release(Set.of(PRICES_0));
        pump.forget(Set.of(PRICES_0));
        assertThat(pump.problem()).isEmpty();
        assertThat(pump.haltedPartitions()).isZero();
        assertThat(source.paused).isEmpty();
        pump.records(List.of(record(1, "bad")));
        assertThat(observer.halted).as("met again by the next owner").hasSize(2);
    }

    @Test
    void aRecordThatTheBrokerRefusesStopsItsPartitionAndWhatIsBehindIsNotSent() {
        pump = pipelined(BadRecords.STOP);
        publisher.room = 3;
        pump.records(List.of(record(0, "a"), record(1, "a"), record(2, "a")));
        pump.records(List.of(record(3, "a"), record(4, "a")));
        publisher.accept(1);
        publisher.answer(1, REJECTED);
        assertThat(publisher.offered.get(2).abandoned()).isTrue();
        publisher.answer(1, UNKNOWN);
        assertThat(offered()).containsExactly(0L, 1L, 2L);
        pump.commit();
        assertThat(source.commits).containsExactly(Map.of(PRICES_0, 1L));
        assertThat(source.seeks).isEmpty();
        assertThat(observer.waiting).isZero();
    }

    /** The operator corrects the broker, of which the bridge does not hear. */
    @Test
    void whatTheBrokerRefusedIsTriedAgainEveryMinute() {
        pump = pipelined(BadRecords.STOP);
        for (int minute = 1; minute < 4; minute++) {
            pump.records(List.of(record(0, "a"), record(1, "a")));
            publisher.answer(1, REJECTED);
            publisher.answer(1, UNKNOWN);
            assertThat(pump.problem().orElseThrow()).contains("message-too-large", "it is tried again every minute");
            assertThat(policyNamedIn(pump.problem().orElseThrow())).isEqualTo(BadRecords.DEAD_LETTER);
            timers.pass(Duration.ofSeconds(59));
            assertThat(source.seeks).hasSize(minute - 1);
            timers.pass(Duration.ofSeconds(1));
            assertThat(source.seeks).hasSize(minute);
            assertThat(pump.problem()).isEmpty();
            source.finishSeek();
        }
        pump.records(List.of(record(0, "a"), record(1, "a")));
        publisher.acceptAll();
        pump.commit();
        assertThat(source.commits).containsExactly(Map.of(PRICES_0, 2L));
        timers.pass(Duration.ofMinutes(5));
        assertThat(source.seeks).as("once it is over").hasSize(3);
    }

    @Test
    void whoeverAsksForItHasItTriedAgainAtOnce() {
        pump = pipelined(BadRecords.STOP);
        pump.records(List.of(record(0, "a")));
        publisher.answer(1, REJECTED);
        pump.tryHaltedAgain();
        assertThat(source.seeks).containsExactly("PRICES-0 to 0");
        source.finishSeek();
        pump.records(List.of(record(0, "a")));
        timers.pass(Duration.ofMinutes(2));
        assertThat(source.seeks).as("not again for the halt that is over").hasSize(1);
    }

    private static BadRecords policyNamedIn(String problem) {
        Matcher named = Pattern.compile("badRecords: ([^ ]+)").matcher(problem);
        assertThat(named.find()).isTrue();
        return ConfigReader.read(
                Map.of("badRecords", named.group(1)),
                name -> null,
                reader -> reader.oneOf("badRecords", BadRecords.class));
    }

    @Test
    void aDeadLetterIsCountedForItsRoute() {
        pump = pipelined(BadRecords.DEAD_LETTER);
        pump.records(List.of(record(0, "a"), record(1, "bad")));
        publisher.answer(1, REJECTED);
        deadLetters.storeAll();
        assertThat(observer.deadLetteredBy).containsExactlyInAnyOrder("PIPELINED", "");
        assertThat(pump.inFlight()).containsExactly(Map.entry(PRICES_0, 0));
        pump.records(Records.quotes(PRICES_1, 0, 1));
        assertThat(pump.inFlight()).containsExactly(Map.entry(PRICES_0, 0), Map.entry(PRICES_1, 1));
    }

    @Test
    void whatIsInFrontOfTheBadRecordIsReadAgainWhenItDidNotArrive() {
        pump = pipelined(BadRecords.STOP);
        List<InboundRecord> records = List.of(record(0, "a"), record(1, "a"), record(2, "bad"), record(3, "a"));
        pump.records(records);
        publisher.answer(2, UNKNOWN);
        source.finishSeek();
        assertThat(source.paused).isEmpty();
        pump.records(records);
        assertThat(source.paused).containsExactly("PRICES-0");
        publisher.acceptAll();
        pump.commit();
        assertThat(offered()).containsExactly(0L, 1L, 0L, 1L);
        assertThat(source.commits).containsExactly(Map.of(PRICES_0, 2L));
    }

    @Test
    void aNewMappingIsUsedForNewRecordsAndWhereAPartitionStandsStill() {
        pump = pipelined(BadRecords.STOP);
        publisher.room = 1;
        pump.records(List.of(record(0, "a")));
        pump.records(List.of(record(1, "a"), record(2, "bad"), record(3, "a")));
        pump.use(Map.of(
                "PRICES",
                record -> new MapOutcome.Mapped(
                        route(Delivery.Ordering.PIPELINED), Topic.parse("new"), UserProperties.NONE)));
        assertThat(pump.problem()).isEmpty();
        assertThat(source.seeks).containsExactly("PRICES-0 to 0");
        source.finishSeek();
        assertThat(source.paused).isEmpty();
        publisher.answer(1, UNKNOWN);
        pump.records(List.of(record(0, "a"), record(1, "a"), record(2, "bad"), record(3, "a")));
        publisher.acceptAll();
        assertThat(publisher.sent).containsExactly("new", "new", "new", "new");
    }

    @Test
    void aMappingForOtherTopicsIsRefused() {
        pump = pipelined(BadRecords.DEAD_LETTER);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pump.use(Map.of("ORDERS", record -> MapOutcome.Skipped.NO_ROUTE)))
                .withMessageContaining("ORDERS")
                .withMessageContaining("restart");
    }

    @Test
    void aSkippedRecordIsFinished() {
        pump = pipelined(BadRecords.DEAD_LETTER);
        pump.records(List.of(record(0, "skip"), record(1, "skip")));
        pump.commit();
        assertThat(source.commits).containsExactly(Map.of(PRICES_0, 2L));
        assertThat(publisher.offered).isEmpty();
    }

    @Test
    void aLetterStoredAfterARewindIsNotWrittenAgain() {
        pump = pipelined(BadRecords.DEAD_LETTER);
        pump.records(List.of(record(0, "a"), record(1, "bad"), record(2, "bad")));
        publisher.answer(1, new PublishOutcome.Unknown("cut"));
        deadLetters.storeAll();
        source.finishSeek();
        pump.records(List.of(record(0, "a"), record(1, "bad"), record(2, "bad")));
        assertThat(deadLetters.letters).hasSize(2);
        publisher.acceptAll();
        pump.commit();
        assertThat(source.commits).containsExactly(Map.of(PRICES_0, 3L));
    }

    @Test
    void anAnswerThatGetsLostByADefectIsSpokenOfAndNothingIsTakenOrCommittedAboveIt() {
        pump = pipelined(BadRecords.DEAD_LETTER);
        pump.records(List.of(record(0, "a"), record(1, "a"), record(2, "a")));
        observer.defect = new StackOverflowError();
        assertThatThrownBy(() -> publisher.answer(1, PublishOutcome.ACCEPTED)).isSameAs(observer.defect);
        observer.defect = null;
        publisher.acceptAll();
        assertThat(pump.problem()).get().asString().contains("defect", "StackOverflowError", "restart");
        assertThatThrownBy(() -> pump.records(List.of(record(3, "a"))))
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseInstanceOf(StackOverflowError.class);
        pump.commit();
        assertThat(source.commits).isEmpty();
    }

    @Test
    void aCommitThatIsNeverAnsweredIsGivenUp() {
        pump = pipelined(BadRecords.DEAD_LETTER);
        Promise<Void> never = Promise.promise();
        source.commitResult = never.future();
        pump.records(List.of(record(0, "a")));
        publisher.acceptAll();
        pump.commit();
        timers.pass(Duration.ofMinutes(2));
        assertThat(observer.commitFailures).isEqualTo(1);
        source.commitResult = Future.succeededFuture();
        pump.commit();
        assertThat(source.commits).hasSize(2);
    }
}
