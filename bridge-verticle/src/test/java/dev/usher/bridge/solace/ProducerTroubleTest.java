package dev.usher.bridge.solace;

import static org.assertj.core.api.Assertions.assertThat;

import com.solacesystems.jcsmp.InvalidOperationException;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.JCSMPTransportException;
import com.solacesystems.jcsmp.StaleSessionException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions that stay up and are of no use all the same, or of another use than before. */
@Timeout(30)
final class ProducerTroubleTest extends FakedPublisher {

    private final List<JCSMPSession> givenUp = new CopyOnWriteArrayList<>();
    private final List<String> reasons = new CopyOnWriteArrayList<>();

    @BeforeEach
    void remember() {
        publisher.use((index, session, why) -> {
            reasons.add(why);
            givenUp.add(session);
            return Future.succeededFuture();
        });
    }

    @Test
    void aSendAfterWhichJcsmpClosesItsProducerGivesTheSessionUpOnceAndShows() throws Exception {
        FakeSession broken = new FakeSession();
        broken.wire(topic -> {
            broken.close();
            throw new InvalidOperationException("not allowed");
        });
        JCSMPSession session = broken.session();
        publisher.offer(chunk(guaranteed, 2));
        publisher.up(0, session);

        await().until(() -> answers.size() == 2 && givenUp.size() == 1);
        assertThat(givenUp.get(0) == session).isTrue();
        assertThat(reasons).containsExactly("JCSMP closed its producer: InvalidOperationException");
        assertThat(answers).containsExactly("t/0 Unknown", "t/1 Unknown");
        publisher.offer(chunk(guaranteed, 1));
        assertThat(publisher.problem())
                .hasValueSatisfying(text ->
                        assertThat(text).contains("InvalidOperationException").doesNotContain("not allowed"));

        FakeSession next = replaceBy(new FakeSession());
        await().until(() -> next.sent().size() == 1);
        await().until(() -> publisher.problem().isEmpty());
        assertThat(givenUp).hasSize(1);
    }

    @Test
    void directEventsOfSuchASendGoOverTheNextSession() throws Exception {
        FakeSession broken = new FakeSession();
        broken.wire(topic -> {
            broken.answers().handleErrorEx(null, new JCSMPTransportException("the socket"), 0);
            broken.close();
            throw new StaleSessionException("closed", null);
        });
        publisher.offer(chunk(events, 3));
        publisher.up(0, broken.session());
        await().until(() -> givenUp.size() == 1);
        assertThat(reasons).containsExactly("JCSMP closed its producer: JCSMPTransportException");

        FakeSession next = replaceBy(new FakeSession());
        await().until(() -> answers.size() == 3);
        assertThat(next.sent()).containsExactly("t/0", "t/1", "t/2");
        assertThat(answers).allMatch(answer -> answer.endsWith("Accepted"));
    }

    /** One call with the cause, and no event of the session. */
    @Test
    void aFlowThatTheBrokerClosesGivesTheSessionUpAlsoWithNothingToSend() throws Exception {
        FakeSession session = new FakeSession();
        publisher.up(0, session.session());
        publisher.offer(chunk(guaranteed, 1));
        await().until(() -> session.sent().size() == 1);

        session.close();
        session.answers().handleErrorEx(null, new JCSMPTransportException("unsolicited CloseFlow"), 0);

        await().until(() -> givenUp.size() == 1 && answers.size() == 1);
        assertThat(reasons).first().asString().startsWith("JCSMP closed its producer: ");
        assertThat(answers).containsExactly("t/0 Unknown");
        assertThat(publisher.problem()).isPresent();
        replaceBy(new FakeSession());
        await().until(() -> publisher.problem().isEmpty());
    }

    @Test
    void aProducerThatClosesOnlyAfterTheSessionIsBackIsNoticed() throws Exception {
        FakeSession session = new FakeSession();
        JCSMPSession same = session.session();
        publisher.up(0, same);
        publisher.down(0);
        publisher.up(0, same);
        session.close();
        publisher.offer(chunk(events, 1));

        await().until(() -> givenUp.size() == 1);
        FakeSession next = replaceBy(new FakeSession());
        await().until(() -> next.sent().size() == 1);
    }

    @Test
    void aSessionThatIsAwayIsLeftToItsSupervisor() throws Exception {
        FakeSession session = new FakeSession();
        publisher.up(0, session.session());
        publisher.offer(chunk(guaranteed, 1));
        await().until(() -> session.sent().size() == 1);
        publisher.down(0);
        session.close();

        await().until(() -> answers.size() == 1);
        assertThat(answers).containsExactly("t/0 Unknown");
        assertThat(givenUp).isEmpty();
    }

    @Test
    void guaranteedEventsWaitForALoginThatMaySendThemAndDirectOnesBeforeThemDoNot() throws Exception {
        FakeSession without = new FakeSession().guaranteedAllowed(false);
        publisher.offer(chunk(events, 1));
        publisher.offer(chunk(guaranteed, 2));
        publisher.up(0, without.session());

        await().until(() -> givenUp.size() == 1 && !answers.isEmpty());
        assertThat(without.sent()).containsExactly("t/0");
        assertThat(answers).containsExactly("t/0 Accepted");
        assertThat(publisher.problem())
                .hasValueSatisfying(text -> assertThat(text).contains("allowGuaranteedMsgSendEnabled"));

        replaceBy(new FakeSession().guaranteedAllowed(false));
        await().until(() -> givenUp.size() == 2);
        FakeSession allowed = replaceBy(new FakeSession());
        await().until(() -> allowed.sent().size() == 2);
        await().until(() -> publisher.problem().isEmpty());
    }

    /** JCSMP may have brought the session back with another host of its list. */
    @Test
    void theLimitsAreThoseOfTheLatestLogin() throws Exception {
        FakeSession session = new FakeSession();
        JCSMPSession same = session.session();
        publisher.up(0, same);
        publisher.offer(chunk(events, 1));
        await().until(() -> answers.size() == 1);
        publisher.down(0);
        session.largest(10);
        publisher.up(0, same);
        publisher.offer(chunk(events, 1));

        await().until(() -> answers.size() == 2);
        assertThat(answers).containsExactly("t/0 Accepted", "t/1 Rejected");
    }

    @Test
    void answersThatTheContextDidNotTakeAreToldAlsoWhenNoneFollow() throws Exception {
        AtomicInteger refusals = new AtomicInteger();
        Context real = vertx.getOrCreateContext();
        Context fragile = (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(), new Class<?>[] {Context.class}, (self, method, args) -> {
                    if (method.getName().equals("runOnContext") && refusals.getAndDecrement() > 0) {
                        throw new OutOfMemoryError();
                    }
                    return method.invoke(real, args);
                });
        SolacePublisher other = new SolacePublisher(fragile, 1000, 1, this);
        other.start(this);
        refusals.set(1);
        FakeSession session = new FakeSession();
        other.up(0, session.session());
        other.offer(chunk(events, 3));

        await().until(() -> answers.size() == 3);
        assertThat(refusals.get()).isLessThan(1);
        other.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private FakeSession replaceBy(FakeSession next) throws JCSMPException {
        publisher.down(0);
        publisher.up(0, next.session());
        return next;
    }
}
