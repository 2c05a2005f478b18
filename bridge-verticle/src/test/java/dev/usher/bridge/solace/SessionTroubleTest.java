package dev.usher.bridge.solace;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.solacesystems.jcsmp.InvalidOperationException;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.JCSMPStreamingPublishCorrelatingEventHandler;
import dev.usher.bridge.core.OutboundEvent;
import dev.usher.bridge.core.Records;
import dev.usher.bridge.core.TestEvents;
import dev.usher.bridge.core.UserProperties;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Sessions that go, and calls to JCSMP that fail. */
@Timeout(30)
final class SessionTroubleTest extends FakedPublisher {

    @Test
    void eventsOfTheCallDuringWhichTheSessionGoesAreSentFirstOnTheNextOne() throws Exception {
        FakeSession broken = new FakeSession();
        broken.wire(topic -> {
            if (topic.equals("t/1")) {
                broken.close();
                throw new InvalidOperationException("closed");
            }
        });
        publisher.offer(chunk(events, 3));
        publisher.up(0, broken.session());
        await().until(() -> again.get() == 3);
        publisher.down(0);
        FakeSession next = new FakeSession();
        publisher.up(0, next.session());

        await().until(() -> answers.size() == 3);
        assertThat(broken.sent()).containsExactly("t/0");
        assertThat(next.sent()).containsExactly("t/0", "t/1", "t/2");
        assertThat(answers).allMatch(answer -> answer.endsWith("Accepted"));
    }

    @Test
    void anArgumentThatJcsmpDoesNotTakeIsFoundAndRejectedAndTheOthersFlow() throws Exception {
        FakeSession session = new FakeSession().wire(topic -> {
            if (topic.equals("t/1")) {
                throw new IllegalArgumentException("of no use");
            }
        });
        publisher.offer(chunk(events, 3));
        publisher.up(0, session.session());

        await().until(() -> answers.size() == 3);
        assertThat(answers).containsExactly("t/0 Accepted", "t/1 Rejected", "t/2 Accepted");
        assertThat(session.sent()).containsExactly("t/0", "t/0", "t/2");
    }

    @Test
    void guaranteedEventsThatJcsmpRefusesAreRejectedInOrder() throws Exception {
        FakeSession session = new FakeSession().wire(topic -> {
            if (topic.equals("t/1")) {
                throw new IllegalArgumentException("of no use");
            }
        });
        List<OutboundEvent> chunk = chunk(guaranteed, 3);
        publisher.offer(chunk);
        publisher.up(0, session.session());
        await().until(() -> session.sent().contains("t/2"));
        assertThat(answers).isEmpty();

        session.answers().responseReceivedEx(chunk.get(0));
        session.answers().responseReceivedEx(chunk.get(0));
        session.answers().responseReceivedEx(chunk.get(2));

        await().until(() -> answers.size() == 3);
        assertThat(answers).containsExactly("t/0 Accepted", "t/1 Rejected", "t/2 Accepted");
    }

    @Test
    void aSessionThatFailsAndSaysItIsAliveIsReplacedAndNoRecordIsBlamed() throws Exception {
        FakeSession broken = new FakeSession().wire(topic -> {
            throw new JCSMPException("no fault of the event's");
        });
        FakeSession next = new FakeSession();
        giveWhenGivenUp(next);
        publisher.offer(chunk(events, 3));
        publisher.up(0, broken.session());

        await().until(() -> answers.size() == 3);
        assertThat(answers).containsExactly("t/0 Accepted", "t/1 Accepted", "t/2 Accepted");
        assertThat(next.sent()).isEqualTo(topics(0, 3));
    }

    @Test
    void anEventOnWhichTwoSessionsFailIsPostponedAndNotRefused() throws Exception {
        FakeSession.Wire failing = topic -> {
            if (topic.equals("t/0")) {
                throw new IllegalStateException("no fault of the event's");
            }
        };
        FakeSession next = new FakeSession().wire(failing);
        giveWhenGivenUp(next);
        publisher.offer(chunk(events, 2));
        publisher.up(0, new FakeSession().wire(failing).session());

        await().until(() -> answers.size() == 2);
        assertThat(answers).containsExactly("t/0 Postponed", "t/1 Accepted");
        assertThat(outcomes.get(0).toString()).doesNotContain("no fault");
    }

    @Test
    void aDefectOfTheSenderIsTakenForALostSessionAndShows() throws Exception {
        FakeSession broken = new FakeSession().wire(topic -> {
            if (topic.equals("t/2")) {
                throw new StackOverflowError();
            }
        });
        FakeSession next = new FakeSession();
        CountDownLatch given = new CountDownLatch(1);
        publisher.use((index, session, why) -> {
            given.countDown();
            return Future.succeededFuture();
        });
        List<OutboundEvent> chunk = chunk(guaranteed, 3);
        publisher.up(0, broken.session());
        publisher.offer(chunk.subList(0, 1));
        await().until(() -> broken.sent().size() == 1);
        publisher.offer(chunk.subList(1, 3));
        given.await();
        assertThat(publisher.problem())
                .hasValueSatisfying(text -> assertThat(text).contains("StackOverflowError"));
        await().until(() -> answers.size() == 3);
        assertThat(answers).containsExactly("t/0 Unknown", "t/1 Unknown", "t/2 Unknown");

        publisher.up(0, next.session());
        publisher.offer(chunk(events, 1));
        await().until(() -> answers.size() == 4);
        assertThat(answers).last().isEqualTo("t/0 Accepted");
        assertThat(publisher.problem()).isEmpty();
    }

    @Test
    void aSessionThatWentDownLeavesWhatIsUnacknowledgedUnknownAndItsLateAnswersMoveNothing() throws Exception {
        FakeSession first = new FakeSession();
        publisher.up(0, first.session());
        List<OutboundEvent> chunk = chunk(guaranteed, 3);
        publisher.offer(chunk);
        await().until(() -> first.sent().size() == 3);
        JCSMPStreamingPublishCorrelatingEventHandler late = first.answers();
        late.responseReceivedEx(chunk.get(0));

        publisher.down(0);
        first.close();

        await().until(() -> answers.size() == 3);
        assertThat(answers).containsExactly("t/0 Accepted", "t/1 Unknown", "t/2 Unknown");
        FakeSession next = new FakeSession();
        publisher.up(0, next.session());
        List<OutboundEvent> other = chunk(guaranteed, 1);
        publisher.offer(other);
        await().until(() -> next.sent().size() == 1);
        late.responseReceivedEx(other.get(0));
        late.handleErrorEx(other.get(0), nack(), 0);
        next.answers().responseReceivedEx(other.get(0));
        await().until(() -> answers.size() == 4);
        assertThat(answers).last().isEqualTo("t/3 Accepted");
    }

    @Test
    void aSessionThatJcsmpBringsBackKeepsWhatIsUnacknowledged() throws Exception {
        FakeSession session = new FakeSession();
        JCSMPSession same = session.session();
        publisher.up(0, same);
        List<OutboundEvent> chunk = chunk(guaranteed, 2);
        publisher.offer(chunk.subList(0, 1));
        await().until(() -> session.sent().size() == 1);

        publisher.down(0);
        publisher.offer(chunk.subList(1, 2));
        publisher.up(0, same);

        await().until(() -> session.sent().size() == 2);
        chunk.forEach(session.answers()::responseReceivedEx);
        await().until(() -> answers.size() == 2);
        assertThat(answers).containsExactly("t/0 Accepted", "t/1 Accepted");
    }

    @Test
    void aRefusedEventDoesNotKeepADefectOutOfTheLog() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(Sender.class);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.list = new CopyOnWriteArrayList<>();
        logged.start();
        logger.addAppender(logged);
        try {
            publisher.offer(List.of(
                    TestEvents.of(Records.quote(Records.PRICES_0, 7, "S"), TOO_LONG_LIVED, UserProperties.NONE)));
            publisher.offer(chunk(events, 1));
            publisher.up(
                    0,
                    new FakeSession()
                            .wire(topic -> {
                                throw new StackOverflowError();
                            })
                            .session());
            await().until(() ->
                    logged.list.stream().anyMatch(line -> line.getMessage().startsWith("sender defect")));
            assertThat(answers).first().isEqualTo("t Rejected");
        } finally {
            logger.detachAppender(logged);
        }
    }
}
