package dev.usher.bridge.solace;

import static org.assertj.core.api.Assertions.assertThat;

import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.JCSMPTransportException;
import dev.usher.bridge.core.OutboundEvent;
import dev.usher.bridge.core.PartitionId;
import dev.usher.bridge.core.Records;
import dev.usher.bridge.core.TestEvents;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events of partitions that somebody else has, or is about to have. */
@Timeout(30)
final class GivenAwayTest extends FakedPublisher {

    @Test
    void abandonedEventsAreNotSent() throws Exception {
        publisher.offer(chunk(events, 3));
        events.abandon();

        await().until(() -> answers.size() == 3);
        assertThat(answers).allMatch(answer -> answer.endsWith("Unknown"));
        FakeSession session = new FakeSession();
        publisher.up(0, session.session());
        assertThat(session.sent()).isEmpty();
    }

    @Test
    void whatIsAbandonedDoesNotGoAlongWithTheOthersOfACall() throws Exception {
        FakeSession session = new FakeSession();
        publisher.up(0, session.session());
        TestEvents other = new TestEvents();
        other.abandon();
        List<OutboundEvent> mixed = chunk(events, 1);
        mixed.addAll(chunk(other, 1));
        mixed.addAll(chunk(events, 1));
        publisher.offer(mixed);

        await().until(() -> answers.size() == 3);
        assertThat(answers).containsExactly("t/0 Accepted", "t/0 Unknown", "t/1 Accepted");
        assertThat(session.sent()).isEqualTo(topics(0, 2));
    }

    @Test
    void abandonedEventsBehindOthersAreAnsweredWhileTheSessionIsAway() throws Exception {
        TestEvents other = new TestEvents(GUARANTEED, new PartitionId("P", 1));
        publisher.offer(chunk(events, 1));
        publisher.offer(chunk(other, 2));
        publisher.offer(chunk(events, 1));

        other.abandon();

        await().until(() -> answers.size() == 2);
        assertThat(answers).containsExactly("t/0 Unknown", "t/1 Unknown");
        FakeSession session = new FakeSession();
        publisher.up(0, session.session());
        await().until(() -> answers.size() == 4);
        assertThat(session.sent()).isEqualTo(topics(0, 2));
    }

    @Test
    void eventsAbandonedWhileTheWindowIsFullAreNotSentWhenThereIsRoom() throws Exception {
        publisher.close();
        start(10_000, 1);
        FakeSession session = new FakeSession();
        publisher.up(0, session.session());
        List<OutboundEvent> chunk = chunk(guaranteed, 300);
        publisher.offer(chunk);
        await().until(() -> session.sent().size() == 250);

        guaranteed.abandon();
        chunk.subList(0, 250).forEach(session.answers()::responseReceivedEx);

        await().until(() -> answers.size() == 300);
        assertThat(session.sent()).hasSize(250);
        assertThat(answers).last().isEqualTo("t/299 Unknown");
    }

    @Test
    void aSessionThatHoldsWhatIsDiscardedIsGivenUpAndNoOther() throws Exception {
        publisher.close();
        start(1000, 2);
        List<String> givenUp = new CopyOnWriteArrayList<>();
        FakeSession one = new FakeSession();
        FakeSession two = new FakeSession();
        JCSMPSession first = one.session();
        JCSMPSession second = two.session();
        publisher.use((index, session, why) -> {
            assertThat(session == (index == 0 ? first : second)).isTrue();
            givenUp.add("session " + index);
            return Future.succeededFuture();
        });
        publisher.up(0, first);
        publisher.up(1, second);
        PartitionId a = new PartitionId("A", 0);
        PartitionId b = new PartitionId("A", 1);
        TestEvents ofA = new TestEvents(GUARANTEED, a);
        TestEvents ofB = new TestEvents(GUARANTEED, b);
        publisher.offer(chunk(ofA, 2));
        publisher.offer(chunk(ofB, 2));
        await().until(() -> one.sent().size() == 2 && two.sent().size() == 2);

        publisher.discard(Set.of(new PartitionId("A", 2)));
        assertThat(givenUp).isEmpty();
        ofA.abandon();
        publisher.discard(Set.of(a));

        assertThat(givenUp).hasSize(1);
        await().until(() -> answers.size() == 2);
        assertThat(answers).containsExactly("t/0 Unknown", "t/1 Unknown");
    }

    /** Those three are answered, but JCSMP has one of them. */
    @Test
    void aSessionThatMayHoldWhatItTookInACallThatFailedIsGivenUp() throws Exception {
        List<String> givenUp = new CopyOnWriteArrayList<>();
        publisher.use((index, session, why) -> {
            givenUp.add(why);
            return Future.succeededFuture();
        });
        FakeSession broken = new FakeSession();
        broken.wire(topic -> {
            if (!broken.sent().isEmpty()) {
                throw new JCSMPTransportException("the connection is away");
            }
        });
        publisher.up(0, broken.session());
        publisher.offer(chunk(guaranteed, 3));
        await().until(() -> again.get() >= 3);
        guaranteed.abandon();
        await().until(() -> answers.size() == 3);
        assertThat(broken.sent()).containsExactly("t/0");

        publisher.discard(Set.of(Records.PRICES_1));
        assertThat(givenUp).isEmpty();
        publisher.discard(Set.of(Records.PRICES_0));
        assertThat(givenUp).hasSize(1);

        FakeSession next = new FakeSession();
        publisher.up(0, next.session());
        publisher.offer(chunk(new TestEvents(GUARANTEED, Records.PRICES_1), 1));
        await().until(() -> next.sent().size() == 1);
        publisher.discard(Set.of(Records.PRICES_0));
        assertThat(givenUp).as("that was the former session").hasSize(1);
    }
}
