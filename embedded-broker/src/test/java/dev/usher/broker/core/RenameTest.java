package dev.usher.broker.core;

import static dev.usher.broker.core.TestBroker.message;
import static dev.usher.broker.core.TestBroker.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.switches.BrokerSwitches;
import org.junit.jupiter.api.Test;

/** What goes with a name when a client takes another. */
class RenameTest {

    private final TestBroker broker = new TestBroker();

    @Test
    void theInboxOfAFormerNameIsLeft() {
        Client eve = broker.login("bob", "eve");
        assertThat(eve.rename("victim")).isEmpty();
        String inbox = eve.inbox();
        assertThat(eve.subscribe(Filter.smf(inbox + "/>"))).isEqualTo(SubscribeOutcome.OK);
        assertThat(eve.rename("eve")).isEmpty();
        Client victim = broker.login("alice", "victim");
        assertThat(victim.inbox()).isEqualTo(inbox);
        victim.subscribe(Filter.smf(inbox + "/>"));
        broker.login("manager", "m").publish(message(inbox + "/_", "secret"));
        assertThat(broker.port(eve).received).isEmpty();
        assertThat(broker.port(victim).received).containsExactly(inbox + "/_=secret");
    }

    @Test
    void aClientMayStillUnsubscribeTheInboxThatItLeftOnce() {
        Client alice = broker.login("alice", "before");
        Filter former = Filter.smf(alice.inbox() + "/>");
        alice.subscribe(former);
        alice.rename("after");
        Filter inbox = Filter.smf(alice.inbox() + "/>");
        assertThat(alice.subscribe(inbox)).isEqualTo(SubscribeOutcome.OK);
        assertThat(alice.unsubscribe(former)).isEqualTo(UnsubscribeOutcome.OK);
        assertThat(alice.unsubscribe(former)).isEqualTo(UnsubscribeOutcome.NOT_FOUND);
        assertThat(alice.subscriptions()).extracting(Subscription::filter).containsExactly(inbox);
        assertThat(broker.core.subscriptionCount()).isEqualTo(1);
    }

    @Test
    void whatTheClientAskedForElseStays() {
        Client alice = broker.login("alice", "before");
        alice.subscribe(Filter.smf("a/>"));
        alice.subscribe(Filter.smf(alice.inbox() + "/>"));
        alice.rename("after");
        assertThat(texts(alice)).containsExactly("a/>");
        assertThat(alice.subscriptions()).hasSize(1);
    }

    @Test
    void whatAManagerAddedUnderAFormerNameEndsWithItAndNothingElseDoes() {
        TestBroker ends = new TestBroker(BrokerSwitches.defaults().with(s -> s.oboEndsWithManager(true)));
        Client target = ends.login("alice", "t");
        Client first = ends.login("manager", "m");
        first.onBehalfOf(true, "t", "of/first");
        first.rename("n");
        Client second = ends.login("manager", "m");
        second.onBehalfOf(true, "t", "of/second");
        first.close("gone");
        assertThat(texts(target)).containsExactly("of/second");
        second.close("gone");
        assertThat(texts(target)).isEmpty();
    }
}
