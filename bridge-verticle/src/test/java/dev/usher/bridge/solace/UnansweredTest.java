package dev.usher.bridge.solace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bridge.core.OutboundEvent;
import dev.usher.bridge.core.PublishOutcome;
import dev.usher.bridge.core.Records;
import dev.usher.bridge.core.TestEvents;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The context is this test: what it is to run runs when the test says so. */
final class UnansweredTest implements Unanswered.Watcher {

    private static final PublishOutcome UNKNOWN = new PublishOutcome.Unknown("gone");

    private final Deque<Handler<Void>> tasks = new ArrayDeque<>();
    private boolean refusing;
    private final List<String> notTaken = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final TestEvents events = new TestEvents();
    private final Object line = new Object();
    private final Unanswered unanswered = new Unanswered(
            context(),
            (settled, outcome) -> told.add(settled + " " + outcome.getClass().getSimpleName()),
            this);

    UnansweredTest() {
        unanswered.begin(line);
    }

    @Test
    void oneTaskTellsAllThatIsDueTogether() {
        OutboundEvent[] sent = sent(3);
        unanswered.resolve(line, sent[0], PublishOutcome.ACCEPTED);
        unanswered.resolve(line, sent[1], PublishOutcome.ACCEPTED);
        unanswered.resolve(line, sent[2], UNKNOWN);

        assertThat(tasks).hasSize(1);
        assertThat(unanswered.isEmpty()).isFalse();
        run();
        assertThat(told).containsExactly("[PRICES-0@0, PRICES-0@1] Accepted", "[PRICES-0@2] Unknown");
        assertThat(unanswered.isEmpty()).isTrue();
    }

    @Test
    void theFirstWithoutAnOutcomeHoldsUpThoseBehindIt() {
        OutboundEvent[] sent = sent(3);
        unanswered.resolve(line, sent[1], PublishOutcome.ACCEPTED);
        unanswered.add(events.next(), PublishOutcome.ACCEPTED);
        assertThat(tasks).isEmpty();

        unanswered.resolve(line, sent[0], PublishOutcome.ACCEPTED);
        run();
        assertThat(told).containsExactly("[PRICES-0@0, PRICES-0@1] Accepted");
        assertThat(unanswered.open()).isEqualTo(1);
    }

    @Test
    void onlyTheFirstAnswerOfTheConnectionInUseCounts() {
        OutboundEvent[] sent = sent(2);
        unanswered.resolve(new Object(), sent[0], PublishOutcome.ACCEPTED);
        assertThat(tasks).isEmpty();

        unanswered.resolve(line, sent[1], PublishOutcome.ACCEPTED);
        unanswered.resolve(line, sent[1], UNKNOWN);
        unanswered.resolve(line, sent[0], PublishOutcome.ACCEPTED);
        run();
        assertThat(told).containsExactly("[PRICES-0@0, PRICES-0@1] Accepted");
    }

    @Test
    void whatIsOpenWhenTheConnectionIsGivenUpIsUnknown() {
        OutboundEvent[] sent = sent(3);
        unanswered.resolve(line, sent[1], PublishOutcome.ACCEPTED);

        assertThat(unanswered.giveUp(UNKNOWN)).isEqualTo(2);
        unanswered.resolve(line, sent[2], PublishOutcome.ACCEPTED);
        run();
        assertThat(told).containsExactly("[PRICES-0@0] Unknown", "[PRICES-0@1] Accepted", "[PRICES-0@2] Unknown");
    }

    @Test
    void onlyWhatIsOpenAtTheEndIsTakenBack() {
        OutboundEvent[] sent = sent(4);
        unanswered.resolve(line, sent[1], PublishOutcome.ACCEPTED);

        assertThat(unanswered.takeBack(3)).isEqualTo(2);
        assertThat(unanswered.open()).isEqualTo(1);
        unanswered.resolve(line, sent[3], PublishOutcome.ACCEPTED);
        unanswered.resolve(line, sent[0], PublishOutcome.ACCEPTED);
        run();
        assertThat(told).containsExactly("[PRICES-0@0, PRICES-0@1] Accepted");
        assertThat(unanswered.isEmpty()).isTrue();
    }

    /** The answers to the second sending may be those to the first. */
    @Test
    void whatWasTakenBackIsHeldUntilOneBehindItIsAnswered() {
        OutboundEvent[] sent = sent(2);
        assertThat(unanswered.takeBack(2)).isEqualTo(2);
        assertThat(held()).isTrue();

        unanswered.add(sent, 2, null);
        unanswered.resolve(line, sent[0], PublishOutcome.ACCEPTED);
        unanswered.resolve(line, sent[1], PublishOutcome.ACCEPTED);
        run();
        assertThat(held()).as("nothing is open").isTrue();

        unanswered.resolve(line, sent(1)[0], PublishOutcome.ACCEPTED);
        assertThat(held()).isFalse();
    }

    @Test
    void whatWasTakenBackTwiceIsHeldForThoseTakenBackFirst() {
        OutboundEvent[] sent = sent(2);
        unanswered.takeBack(2);
        unanswered.add(sent, 1, null);
        unanswered.takeBack(1);
        unanswered.add(sent, 2, null);
        unanswered.resolve(line, sent[0], PublishOutcome.ACCEPTED);
        unanswered.resolve(line, sent[1], PublishOutcome.ACCEPTED);
        assertThat(held()).isTrue();
    }

    @Test
    void whatWasTakenBackIsNotHeldByAnotherConnection() {
        sent(1);
        unanswered.takeBack(1);
        unanswered.giveUp(UNKNOWN);
        unanswered.begin(new Object());
        assertThat(held()).isFalse();
    }

    @Test
    void aListenerThatFailsDoesNotKeepTheOthersFromTheirAnswersAndItIsHeardOf() {
        List<OutboundEvent> heard = new ArrayList<>();
        Unanswered fragile = new Unanswered(
                context(),
                (settled, outcome) -> {
                    heard.addAll(settled);
                    throw new AssertionError("a defect");
                },
                this);
        fragile.add(events.next(), PublishOutcome.ACCEPTED);
        fragile.add(events.next(), UNKNOWN);
        run();
        fragile.add(events.next(), PublishOutcome.ACCEPTED);
        run();
        assertThat(heard).hasSize(3);
        assertThat(fragile.isEmpty()).isTrue();
        assertThat(notTaken).containsExactly("1 AssertionError", "1 AssertionError", "1 AssertionError");
    }

    @Test
    void aContextThatTakesNoTaskNowIsAskedAgainWithTheNextAnswer() {
        OutboundEvent[] sent = sent(2);
        refusing = true;
        unanswered.resolve(line, sent[0], PublishOutcome.ACCEPTED);
        refusing = false;
        unanswered.resolve(line, sent[1], PublishOutcome.ACCEPTED);
        run();
        assertThat(told).containsExactly("[PRICES-0@0, PRICES-0@1] Accepted");
    }

    @Test
    void aContextThatTookNoTaskIsAskedAgainThoughNoAnswerFollows() {
        OutboundEvent[] sent = sent(2);
        unanswered.resolve(line, sent[0], PublishOutcome.ACCEPTED);
        run();
        refusing = true;
        unanswered.giveUp(UNKNOWN);
        unanswered.tellAgain();
        refusing = false;
        unanswered.tellAgain();
        unanswered.tellAgain();
        assertThat(tasks).hasSize(1);
        run();
        assertThat(told).containsExactly("[PRICES-0@0] Accepted", "[PRICES-0@1] Unknown");
        unanswered.tellAgain();
        assertThat(tasks).as("with nothing to tell").isEmpty();
    }

    @Test
    void abandonedEventsSetAsideDoNotWaitForThoseThatAreOpen() {
        OutboundEvent[] sent = sent(1);
        unanswered.addAside(List.of(events.next()), UNKNOWN);
        assertThat(unanswered.isEmpty()).isFalse();
        run();
        unanswered.resolve(line, sent[0], PublishOutcome.ACCEPTED);
        run();
        assertThat(told).containsExactly("[PRICES-0@1] Unknown", "[PRICES-0@0] Accepted");
        assertThat(unanswered.isEmpty()).isTrue();
    }

    @Test
    void itGrowsWithWhatIsUnanswered() {
        OutboundEvent[] first = sent(900);
        for (OutboundEvent event : first) {
            unanswered.resolve(line, event, PublishOutcome.ACCEPTED);
        }
        run();
        OutboundEvent[] second = sent(3000);
        for (OutboundEvent event : second) {
            unanswered.resolve(line, event, PublishOutcome.ACCEPTED);
        }
        run();
        assertThat(told).hasSize(2);
        assertThat(told.get(1)).startsWith("[PRICES-0@900, PRICES-0@901, ").endsWith("PRICES-0@3899] Accepted");
    }

    private boolean held() {
        return unanswered.holds(Set.of(Records.PRICES_0));
    }

    private OutboundEvent[] sent(int count) {
        OutboundEvent[] sent = new OutboundEvent[count];
        for (int i = 0; i < count; i++) {
            sent[i] = events.next();
        }
        unanswered.add(sent, count, null);
        return sent;
    }

    private void run() {
        while (!tasks.isEmpty()) {
            tasks.poll().handle(null);
        }
    }

    @SuppressWarnings("unchecked")
    private Context context() {
        return (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(), new Class<?>[] {Context.class}, (self, method, args) -> {
                    if (!method.getName().equals("runOnContext")) {
                        throw new UnsupportedOperationException(method.toString());
                    }
                    if (refusing) {
                        throw new OutOfMemoryError();
                    }
                    tasks.add((Handler<Void>) args[0]);
                    return null;
                });
    }

    @Override
    public void answered(int count) {}

    @Override
    public void notTaken(int count, Throwable cause) {
        notTaken.add(count + " " + cause.getClass().getSimpleName());
    }

    @Override
    public void allTold() {}

    @Override
    public void acknowledged(int stillOpen) {}
}
