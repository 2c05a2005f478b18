package dev.usher.bridge.core;

import static dev.usher.bridge.core.Records.PRICES_0;
import static dev.usher.bridge.core.Records.PRICES_1;
import static dev.usher.bridge.core.Records.quotes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bridge.core.PumpFakes.FakeDeadLetters;
import dev.usher.bridge.core.PumpFakes.FakeObserver;
import dev.usher.bridge.core.PumpFakes.FakePublisher;
import dev.usher.bridge.core.PumpFakes.FakeSource;
import dev.usher.bridge.core.PumpFakes.FakeTimers;
import dev.usher.bridge.mapping.JsonFormat;
import dev.usher.bridge.mapping.RouteMapping;
import dev.usher.bridge.mapping.TopicRoutes;
import dev.usher.topics.ReservedCharacters;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PumpTest {

    private final FakeSource source = new FakeSource();
    private final FakePublisher publisher = new FakePublisher();
    private final FakeDeadLetters deadLetters = new FakeDeadLetters();
    private final FakeObserver observer = new FakeObserver();
    private final FakeTimers timers = new FakeTimers();
    private Pump pump;

    @BeforeEach
    void pump() {
        pump = pump(new FlowLimits(100, 100));
    }

    @Test
    void aRecordIsCommittedOnlyAfterItIsAccepted() {
        pump.records(quotes(PRICES_0, 10, 3));
        pump.commit();
        assertThat(source.commits).isEmpty();

        publisher.accept(2);
        pump.commit();
        assertThat(source.commits).containsExactly(Map.of(PRICES_0, 12L));

        publisher.accept(1);
        pump.commit();
        assertThat(source.commits).last().isEqualTo(Map.of(PRICES_0, 13L));
        assertThat(publisher.sent).containsExactly("S10", "S11", "S12");
    }

    @Test
    void aFailedCommitIsTriedAgain() {
        pump.records(quotes(PRICES_0, 0, 1));
        publisher.accept(1);
        source.commitResult = Future.failedFuture("rebalancing");
        pump.commit();
        assertThat(observer.commitFailures).isEqualTo(1);

        source.commitResult = Future.succeededFuture();
        pump.commit();
        pump.commit();
        assertThat(source.commits)
                .as("once failed, once stored, then nothing new")
                .hasSize(2);
    }

    @Test
    void oneCommitAtATime() {
        Promise<Void> slow = Promise.promise();
        source.commitResult = slow.future();
        pump.records(quotes(PRICES_0, 0, 2));
        publisher.accept(1);
        pump.commit();
        publisher.accept(1);
        pump.commit();
        assertThat(source.commits).hasSize(1);

        slow.complete();
        source.commitResult = Future.succeededFuture();
        pump.commit();
        assertThat(source.commits).last().isEqualTo(Map.of(PRICES_0, 2L));
    }

    @Test
    void aBadRecordBecomesADeadLetterAndTheNextFlows() {
        pump.records(List.of(
                Records.quote(PRICES_0, 0, "A"),
                Records.record(PRICES_0, 1, new byte[] {'{'}),
                Records.quote(PRICES_0, 2, "C")));
        publisher.accept(2);
        assertThat(publisher.sent).containsExactly("A", "C");
        pump.commit();
        assertThat(source.commits).as("the dead letter is not stored yet").containsExactly(Map.of(PRICES_0, 1L));

        deadLetters.storeAll();
        pump.commit();
        assertThat(source.commits).last().isEqualTo(Map.of(PRICES_0, 3L));
        assertThat(deadLetters.letters).extracting(DeadLetter::reason).containsExactly(Reason.MALFORMED_JSON);
        assertThat(observer.deadLettered).containsExactly("PRICES malformed-json");
    }

    @Test
    void whatSolaceRefusesBecomesADeadLetter() {
        pump.records(quotes(PRICES_0, 0, 2));
        publisher.answer(1, new PublishOutcome.Rejected(Reason.PUBLISH_REJECTED, "too big"));
        publisher.accept(1);
        assertThat(deadLetters.letters).extracting(DeadLetter::reason).containsExactly(Reason.PUBLISH_REJECTED);
        pump.commit();
        assertThat(source.commits).isEmpty();
        deadLetters.storeAll();
        pump.commit();
        assertThat(source.commits).containsExactly(Map.of(PRICES_0, 2L));
    }

    @Test
    void anUnknownOutcomeReadsThePartitionAgainAndLeavesTheOthersAlone() {
        pump.records(Stream.concat(quotes(PRICES_0, 0, 3).stream(), quotes(PRICES_1, 50, 2).stream())
                .toList());
        publisher.accept(1);
        publisher.answer(1, new PublishOutcome.Unknown("cut"));
        assertThat(source.seeks).containsExactly("PRICES-0 to 1");

        pump.records(quotes(PRICES_0, 3, 1));
        assertThat(publisher.offered)
                .as("fetched before the reader was set back")
                .hasSize(5);

        source.finishSeek();
        publisher.answer(1, new PublishOutcome.Unknown("cut"));
        assertThat(source.seeks).as("one loss of the connection, one rewind").hasSize(1);

        publisher.accept(2);
        pump.records(quotes(PRICES_0, 1, 3));
        publisher.accept(3);
        pump.commit();
        assertThat(source.commits).last().isEqualTo(Map.of(PRICES_0, 4L, PRICES_1, 52L));
        assertThat(publisher.sent).containsExactly("S0", "S50", "S51", "S1", "S2", "S3");
    }

    @Test
    void aRevokedPartitionIsNotSentOnAndCommitsWhatWasSent() {
        publisher.room = 2;
        pump.records(quotes(PRICES_0, 0, 3));
        pump.records(quotes(PRICES_0, 3, 2));
        publisher.accept(1);

        Future<Void> released = pump.release(Set.of(PRICES_0));
        assertThat(released.isComplete()).as("events are with the publisher").isFalse();
        assertThat(observer.waiting).as("only those are counted").isEqualTo(2);
        assertThat(publisher.offered).allMatch(OutboundEvent::abandoned);

        publisher.accept(1);
        publisher.answer(1, new PublishOutcome.Unknown("given away"));
        assertThat(released.succeeded()).isTrue();
        assertThat(pump.forget(Set.of(PRICES_0))).isEqualTo(Map.of(PRICES_0, 2L));
        assertThat(source.seeks).isEmpty();
        assertThat(observer.inFlight).isZero();
        assertThat(publisher.offered).as("what waited here is let go").hasSize(3);
    }

    @Test
    void aRevokedPartitionWithNothingUnderWayIsReleasedAtOnce() {
        pump.records(quotes(PRICES_0, 0, 1));
        publisher.accept(1);
        assertThat(pump.release(Set.of(PRICES_0, PRICES_1)).succeeded()).isTrue();
        assertThat(pump.forget(Set.of(PRICES_0, PRICES_1))).isEqualTo(Map.of(PRICES_0, 1L));
    }

    @Test
    void anAnswerAfterThePartitionCameBackDoesNotCountForTheNewReading() {
        pump.records(quotes(PRICES_0, 0, 1));
        pump.release(Set.of(PRICES_0));
        assertThat(pump.forget(Set.of(PRICES_0))).as("not waited for").isEmpty();
        pump.records(quotes(PRICES_0, 0, 1));

        publisher.accept(1);
        pump.commit();
        assertThat(source.commits).as("the second sending is still open").isEmpty();

        publisher.accept(1);
        pump.commit();
        assertThat(source.commits).containsExactly(Map.of(PRICES_0, 1L));
    }

    @Test
    void aPartitionThatComesBackWithoutHavingBeenForgottenIsReadAnew() {
        pump.records(quotes(PRICES_0, 0, 2));
        pump.release(Set.of(PRICES_0));
        pump.records(quotes(PRICES_0, 0, 2));

        publisher.answer(2, new PublishOutcome.Unknown("given away"));
        publisher.acceptAll();
        pump.commit();
        assertThat(source.commits).containsExactly(Map.of(PRICES_0, 2L));
        assertThat(source.seeks).isEmpty();
    }

    @Test
    void partitionsPauseWhenEnoughWaitsAndResumeAtHalf() {
        pump = pump(new FlowLimits(4, 100));
        pump.records(quotes(PRICES_0, 0, 3));
        assertThat(source.paused).isEmpty();

        pump.records(quotes(PRICES_1, 0, 1));
        assertThat(source.paused).containsExactly("PRICES-0", "PRICES-1");
        assertThat(observer.paused).isEqualTo(2);

        publisher.accept(1);
        assertThat(source.paused).hasSize(2);
        publisher.accept(1);
        assertThat(source.paused).isEmpty();
        assertThat(observer.waiting).isEqualTo(2);
    }

    @Test
    void aPartitionThatComesWhileAllIsFullIsPausedToo() {
        pump = pump(new FlowLimits(2, 100));
        pump.records(quotes(PRICES_0, 0, 2));
        pump.records(quotes(PRICES_1, 0, 1));
        assertThat(source.paused).containsExactly("PRICES-0", "PRICES-1");
    }

    @Test
    void whatWaitsIsBoundedByTheLimitAndTheFetchThatReachesIt() {
        int limit = 10;
        int fetch = 7;
        pump = pump(new FlowLimits(limit, 1000));
        publisher.room = 3;
        long next = 0;
        int most = 0;
        for (int round = 0; round < 200; round++) {
            if (source.paused.isEmpty()) {
                pump.records(quotes(PRICES_0, next, fetch));
                next += fetch;
            }
            most = Math.max(most, observer.waiting);
            publisher.accept(1 + round % 3);
        }
        assertThat(most).isLessThanOrEqualTo(limit - 1 + fetch).isGreaterThanOrEqualTo(limit);
        publisher.acceptAll();
        assertThat(publisher.sent).hasSize((int) next);
    }

    @Test
    void aDeadLetterThatIsNotStoredStopsOnlyItsPartition() {
        pump = pump(new FlowLimits(100, 4));
        pump.records(List.of(Records.record(PRICES_0, 0, null)));
        pump.records(quotes(PRICES_0, 1, 3));
        pump.records(quotes(PRICES_1, 0, 1));
        publisher.acceptAll();
        assertThat(source.paused).containsExactly("PRICES-0");

        deadLetters.storeAll();
        assertThat(source.paused).isEmpty();
        assertThat(observer.inFlight).isZero();
    }

    @Test
    void aDeadLetterThatIsGivenUpHoldsThePosition() {
        pump.records(List.of(Records.record(PRICES_0, 0, null)));
        pump.records(quotes(PRICES_0, 1, 1));
        publisher.acceptAll();

        deadLetters.giveUpAll();
        pump.commit();

        assertThat(source.commits).isEmpty();
        assertThat(observer.deadLettered).isEmpty();
    }

    @Test
    void orderIsKeptThroughAFullPublisher() {
        publisher.room = 1;
        quotes(PRICES_0, 0, 20).forEach(record -> pump.records(List.of(record)));
        assertThat(publisher.offered).hasSize(1);
        publisher.acceptAll();
        assertThat(publisher.sent)
                .containsExactlyElementsOf(quotes(PRICES_0, 0, 20).stream()
                        .map(r -> "S" + r.offset())
                        .toList());
    }

    @Test
    void offsetsThatJumpBackStartAnew() {
        pump.records(quotes(PRICES_0, 100, 2));
        publisher.accept(1);
        pump.records(quotes(PRICES_0, 5, 1));
        publisher.acceptAll();
        pump.commit();
        assertThat(source.commits).containsExactly(Map.of(PRICES_0, 6L));
    }

    private Pump pump(FlowLimits limits) {
        Route route = new Route("PRICES", "PRICES", Delivery.direct(false, RecordProperties.DEFAULT));
        Pump made = new Pump(
                Map.of(
                        "PRICES",
                        new TopicRoutes(
                                JsonFormat.INSTANCE,
                                List.of(RouteMapping.of(route, "{s}", ReservedCharacters.ENCODE)))),
                new PumpPorts(source, publisher, deadLetters, timers, observer),
                limits,
                BadRecords.DEAD_LETTER);
        publisher.answers = made;
        return made;
    }
}
