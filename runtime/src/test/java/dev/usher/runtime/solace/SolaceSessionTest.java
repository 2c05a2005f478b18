package dev.usher.runtime.solace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.SessionEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SolaceSessionTest {

    private static final Backoff QUICK = new Backoff(Duration.ofMillis(1), Duration.ofMillis(4));

    private final Vertx vertx = Vertx.vertx();
    private final FakeSessions sessions = new FakeSessions();
    private final Told told = new Told();
    private final SolaceSession supervisor =
            new SolaceSession(vertx, "test", sessions, QUICK, Duration.ofSeconds(3), told);

    @AfterEach
    void close() throws Exception {
        get(supervisor.close());
        get(vertx.close());
    }

    @Test
    void doesNothingBeforeItIsStarted() throws Exception {
        assertThat(supervisor.state().status()).isEqualTo(SolaceState.Status.CONNECTING);
        assertThatThrownBy(() -> get(supervisor.execute(session -> 1)))
                .hasCauseInstanceOf(SolaceUnavailableException.class);
        assertThat(sessions.made).isEmpty();
    }

    @Test
    void connectsAndTells() {
        supervisor.start();
        supervisor.start();
        told.await("up 1");
        assertThat(supervisor.state().isUp()).isTrue();
        assertThat(supervisor.state().epoch()).isEqualTo(1);
        assertThat(sessions.made).hasSize(1);
        assertThat(told.threads).allMatch(name -> name.equals("usher-solace-test"));
    }

    @Test
    void triesUntilItSucceedsAndClosesEachFailure() {
        sessions.refusals = 5;
        supervisor.start();
        told.await("up 1");
        assertThat(sessions.made).hasSize(6);
        assertThat(sessions.made.subList(0, 5)).allMatch(session -> session.closed.get());
        assertThat(sessions.made.get(5).closed).isFalse();
    }

    @Test
    void replacesASessionThatWentDown() {
        supervisor.start();
        told.await("up 1");
        sessions.last().fire(SessionEvent.DOWN_ERROR, "gone");
        told.await("up 1", "down 1 gone", "up 2");
        assertThat(sessions.made).hasSize(2);
        assertThat(sessions.made.get(0).closed).isTrue();
        assertThat(told.sessions.get(1)).isSameAs(sessions.made.get(1).proxy);
    }

    @Test
    void aReconnectIsANewEpochOnTheSameSession() {
        supervisor.start();
        told.await("up 1");
        sessions.last().fire(SessionEvent.RECONNECTING, "broken");
        assertThat(supervisor.state().status()).isEqualTo(SolaceState.Status.RECONNECTING);
        assertThat(supervisor.state().reason()).isEqualTo("broken");
        told.await("up 1", "down 1 broken");
        sessions.last().fire(SessionEvent.RECONNECTED, "back");
        told.await("up 1", "down 1 broken", "up 2");
        assertThat(sessions.made).hasSize(1);
        assertThat(sessions.last().closed).isFalse();
    }

    @Test
    void aReconnectWithoutANoticeBeforeStillEndsTheEpoch() {
        supervisor.start();
        told.await("up 1");
        sessions.last().fire(SessionEvent.RECONNECTED, "back");
        told.await("up 1", "down 1 reconnected", "up 2");
    }

    @Test
    void aReconnectThatFailsLeadsToANewSession() {
        supervisor.start();
        told.await("up 1");
        sessions.last().fire(SessionEvent.RECONNECTING, "broken");
        sessions.last().fire(SessionEvent.DOWN_ERROR, "gone");
        told.await("up 1", "down 1 broken", "up 2");
        assertThat(sessions.made).hasSize(2);
    }

    @Test
    void eventsOfASessionThatWasThrownAwayAreIgnored() throws Exception {
        supervisor.start();
        told.await("up 1");
        FakeSessions.Fake old = sessions.last();
        old.fire(SessionEvent.DOWN_ERROR, "gone");
        told.await("up 1", "down 1 gone", "up 2");
        old.fire(SessionEvent.RECONNECTED, "late");
        old.fire(SessionEvent.DOWN_ERROR, "late");
        old.fire(SessionEvent.RECONNECTING, "late");
        JCSMPSession used = get(supervisor.execute(session -> session));
        assertThat(used).isSameAs(sessions.made.get(1).proxy);
        told.await("up 1", "down 1 gone", "up 2");
        assertThat(sessions.made).hasSize(2);
    }

    @Test
    void aSessionGivenUpIsClosedThenAndReplacedOnce() throws Exception {
        supervisor.start();
        told.await("up 1");
        FakeSessions.Fake old = sessions.last();
        old.fire(SessionEvent.RECONNECTING, "broken");
        get(supervisor.giveUp(old.proxy, "it held too much"));
        assertThat(old.closed).isTrue();
        old.fire(SessionEvent.RECONNECTED, "back");
        told.await("up 1", "down 1 broken", "up 2");

        get(supervisor.giveUp(old.proxy, "again"));
        JCSMPSession used = get(supervisor.execute(session -> session));
        assertThat(used).isSameAs(sessions.made.get(1).proxy);
        assertThat(sessions.made).hasSize(2);
        assertThat(sessions.last().closed).isFalse();
    }

    @Test
    void aConnectionLostWhileLoggingInIsNotTold() {
        sessions.onConnect = fake -> {
            if (sessions.made.size() == 1) {
                fake.fire(SessionEvent.DOWN_ERROR, "at once");
            }
            return null;
        };
        supervisor.start();
        told.await("up 1");
        assertThat(sessions.made).hasSize(2);
        assertThat(sessions.made.get(0).closed).isTrue();
    }

    @Test
    void aListenerThatCannotUseTheSessionGetsAnother() {
        told.failures = 2;
        supervisor.start();
        told.await(
                "up 1",
                "down 1 could not be set up: IllegalStateException: no",
                "up 2",
                "down 2 could not be set up: IllegalStateException: no",
                "up 3");
        assertThat(sessions.made).hasSize(3);
        assertThat(sessions.made.get(1).closed).isTrue();
    }

    /** Such as for want of a thread. */
    @Test
    void anErrorIsAFailureLikeAnyOtherAndNotTheEnd() {
        sessions.error = new OutOfMemoryError("unable to create native thread");
        told.error = new OutOfMemoryError("unable to create native thread");
        supervisor.start();
        told.await("up 1", "down 1 could not be set up: OutOfMemoryError: unable to create native thread", "up 2");
        assertThat(sessions.made).hasSize(2);
        assertThat(sessions.made.get(0).closed).isTrue();
        assertThat(sessions.made.get(1).closed).isFalse();
    }

    @Test
    void aCallThatEndsWithAnErrorIsAnsweredAndTheNextIsMade() throws Exception {
        supervisor.start();
        told.await("up 1");
        assertThatThrownBy(() -> get(supervisor.execute(session -> {
                    throw new StackOverflowError();
                })))
                .hasRootCauseInstanceOf(StackOverflowError.class);
        int next = get(supervisor.execute(session -> 1));
        assertThat(next).isEqualTo(1);
    }

    @Test
    void aSessionGivenUpIsClosedAndReplacedAlsoWithoutAThreadForIt() throws Exception {
        SolaceSession poor = new SolaceSession(
                vertx, "poor", sessions, QUICK, Duration.ofSeconds(3), told, (name, task) -> new Thread(task, name) {
                    @Override
                    public void start() {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                });
        poor.start();
        told.await("up 1");
        get(poor.giveUp(sessions.last().proxy, "of no use"));
        told.await("up 1", "down 1 of no use", "up 2");
        assertThat(sessions.made.get(0).closed).isTrue();
        get(poor.close());
    }

    @Test
    void runsCallsOnItsThreadAndAnswersOnTheCallersContext() throws Exception {
        supervisor.start();
        told.await("up 1");
        Promise<Boolean> onContext = Promise.promise();
        Context caller = vertx.getOrCreateContext();
        caller.runOnContext(ignored -> supervisor
                .execute(session -> Thread.currentThread().getName())
                .onComplete(name -> onContext.complete(
                        name.result().equals("usher-solace-test") && Vertx.currentContext() == caller)));
        assertThat(get(onContext.future())).isTrue();
        assertThatThrownBy(() -> get(supervisor.execute(session -> {
                    throw new IllegalArgumentException("theirs");
                })))
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCallDuringWhichTheConnectionBrokeHasNoKnownOutcome() {
        supervisor.start();
        told.await("up 1");
        assertThatThrownBy(() -> get(supervisor.execute(session -> {
                    sessions.last().fire(SessionEvent.RECONNECTING, "broken");
                    sessions.last().fire(SessionEvent.RECONNECTED, "back");
                    return "an answer from before";
                })))
                .cause()
                .isInstanceOfSatisfying(
                        SolaceUnavailableException.class,
                        e -> assertThat(e.outcomeUnknown()).isTrue());
    }

    @Test
    void aCallWithoutAConnectionIsNotMade() {
        supervisor.start();
        told.await("up 1");
        sessions.last().fire(SessionEvent.RECONNECTING, "broken");
        AtomicBoolean made = new AtomicBoolean();
        assertThatThrownBy(() -> get(supervisor.execute(session -> made.getAndSet(true))))
                .hasMessageContaining("broken")
                .cause()
                .isInstanceOfSatisfying(
                        SolaceUnavailableException.class,
                        e -> assertThat(e.outcomeUnknown()).isFalse());
        assertThat(made).isFalse();
    }

    @Test
    void closesOnceAndTellsTheListener() throws Exception {
        supervisor.start();
        told.await("up 1");
        get(Future.all(supervisor.close(), supervisor.close()));
        assertThat(told.said).containsExactly("up 1", "down 1 closed");
        assertThat(sessions.last().closed).isTrue();
        assertThat(sessions.closes).isEqualTo(1);
        assertThat(supervisor.state().status()).isEqualTo(SolaceState.Status.CLOSED);
        assertThatThrownBy(() -> get(supervisor.execute(session -> 1)))
                .hasCauseInstanceOf(SolaceUnavailableException.class);
        supervisor.start();
        sessions.last().fire(SessionEvent.RECONNECTED, "late");
        assertThat(supervisor.state().status()).isEqualTo(SolaceState.Status.CLOSED);
        assertThat(sessions.made).hasSize(1);
    }

    @Test
    void closesWhileAConnectIsStuck() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        sessions.onConnect = fake -> {
            stuck.countDown();
            new CountDownLatch(1).await();
            return null;
        };
        supervisor.start();
        assertThat(stuck.await(5, TimeUnit.SECONDS)).isTrue();
        get(supervisor.close());
        assertThat(sessions.last().closed).isTrue();
        assertThat(told.said).isEmpty();
    }

    @Test
    void closesWhileACallIgnoresInterruptsAndAnswersEveryCall() throws Exception {
        supervisor.start();
        told.await("up 1");
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Future<Object> stuck = supervisor.execute(session -> {
            running.countDown();
            while (release.getCount() > 0) {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    // Stands for a call that cannot be ended.
                }
            }
            return null;
        });
        Future<Integer> queued = supervisor.execute(session -> 1);
        assertThat(running.await(5, TimeUnit.SECONDS)).isTrue();
        get(supervisor.close());
        assertThatThrownBy(() -> get(stuck))
                .cause()
                .isInstanceOfSatisfying(
                        SolaceUnavailableException.class,
                        e -> assertThat(e.outcomeUnknown()).isTrue());
        assertThatThrownBy(() -> get(queued))
                .cause()
                .isInstanceOfSatisfying(
                        SolaceUnavailableException.class,
                        e -> assertThat(e.outcomeUnknown()).isFalse());
        release.countDown();
    }

    /** A call that JCSMP holds up while it reconnects may end only with the new token. */
    @Test
    void aNewTokenIsHandedOnWhileTheThreadStandsInACall() throws Exception {
        supervisor.start();
        told.await("up 1");
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        Future<Boolean> stuck = supervisor.execute(session -> {
            running.countDown();
            return release.await(10, TimeUnit.SECONDS);
        });
        assertThat(running.await(5, TimeUnit.SECONDS)).isTrue();
        sessions.renewed.clear();
        sessions.onRenewal.run();
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(sessions.renewed).hasSize(1));
        assertThat(sessions.renewed.get(0)).isSameAs(sessions.last().proxy);
        assertThat(stuck.isComplete()).isFalse();
        release.countDown();
        assertThat(get(stuck)).isTrue();
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
