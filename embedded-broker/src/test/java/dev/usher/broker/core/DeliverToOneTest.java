package dev.usher.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliverToOneTest {

    private final TestBroker broker = new TestBroker();
    private final Client feed = broker.login("alice", "feed");

    private Client client(String name, int priority, boolean always) {
        TestBroker.Port port = new TestBroker.Port();
        Client client = broker.core
                .login(
                        new LoginRequest(
                                Protocol.SMF,
                                "bob",
                                "bob",
                                name,
                                "",
                                "127.0.0.1:1",
                                "",
                                "",
                                "",
                                true,
                                priority,
                                false,
                                new Credentials.Basic()),
                        port)
                .fold(c -> c, refused -> {
                    throw new AssertionError(refused);
                });
        client.subscribe(Filter.smf("t/>"), always);
        ports.add(port);
        return client;
    }

    private final List<TestBroker.Port> ports = new ArrayList<>();

    private static Message toOne(String text, boolean guaranteed) {
        Message plain = TestBroker.message("t/1", text);
        return Message.received("t/1", plain.content(), new Message.Traits(false, guaranteed, true, 1, plain.size()));
    }

    private List<Integer> counts() {
        return ports.stream().map(p -> p.received.size()).toList();
    }

    @Test
    void clientsOfTheSamePriorityTakeTurns() {
        client("a", 1, false);
        client("b", 1, false);
        client("c", 1, false);
        for (int i = 0; i < 9; i++) {
            assertThat(feed.publish(toOne("m" + i, false))).isEqualTo(PublishOutcome.OK);
        }
        assertThat(counts()).containsExactly(3, 3, 3);
        feed.publish(TestBroker.message("t/1", "to everybody"));
        assertThat(counts()).containsExactly(4, 4, 4);
    }

    @Test
    void theHighestPriorityThatIsConnectedGetsAll() {
        Client first = client("a", 2, false);
        client("b", 3, false);
        client("c", 2, false);
        feed.publish(toOne("1", false));
        feed.publish(toOne("2", false));
        assertThat(counts()).containsExactly(1, 0, 1);
        first.close("test");
        feed.publish(toOne("3", false));
        assertThat(counts()).containsExactly(1, 0, 2);
    }

    @Test
    void whoeverSubscribedAsDeliverAlwaysGetsItBesides() {
        client("a", 4, true);
        client("b", 1, false);
        client("c", 1, true);
        feed.publish(toOne("1", false));
        feed.publish(toOne("2", false));
        assertThat(counts()).containsExactly(2, 2, 2);
    }

    @Test
    void aGuaranteedMessageGoesToAll() {
        client("a", 1, false);
        client("b", 1, false);
        feed.publish(toOne("1", true));
        assertThat(counts()).containsExactly(1, 1);
    }

    @Test
    void nobodyIsChosenThatIsNotThere() {
        Client tab = broker.loginDurable("bob", "tab");
        tab.subscribe(Filter.mqtt("t/#"), 0);
        tab.close("away");
        client("b", 4, false);
        feed.publish(toOne("1", false));
        assertThat(counts()).containsExactly(1);
        assertThat(feed.received().unmatched()).isZero();
    }

    @Test
    void deliverAlwaysIsPartOfASubscription() {
        Client a = client("a", 1, true);
        assertThat(a.subscribe(Filter.smf("t/>"), true)).isEqualTo(SubscribeOutcome.ALREADY_EXISTS);
        assertThat(a.subscribe(Filter.smf("t/>"), false)).isEqualTo(SubscribeOutcome.CONFLICT);
        a.unsubscribe(Filter.smf("t/>"));
        assertThat(a.subscribe(Filter.smf("t/>"), false)).isEqualTo(SubscribeOutcome.OK);
        client("b", 1, false);
        feed.publish(toOne("1", false));
        assertThat(counts().stream().mapToInt(i -> i).sum()).isEqualTo(1);
    }

    @Test
    void noLocalKeepsOnlyOnesOwnMessagesAway() {
        TestBroker.Port port = new TestBroker.Port();
        Client hermit = broker.core
                .login(
                        new LoginRequest(
                                Protocol.SMF,
                                "bob",
                                "bob",
                                "hermit",
                                "",
                                "127.0.0.1:1",
                                "",
                                "",
                                "",
                                true,
                                1,
                                true,
                                new Credentials.Basic()),
                        port)
                .fold(c -> c, refused -> {
                    throw new AssertionError(refused);
                });
        hermit.subscribe(Filter.smf("t/>"));
        feed.subscribe(Filter.smf("t/>"));
        hermit.publish(TestBroker.message("t/1", "mine"));
        hermit.publish(toOne("mine too", false));
        feed.publish(TestBroker.message("t/1", "another's"));
        assertThat(port.received).containsExactly("t/1=another's");
        assertThat(broker.port(feed).received).containsExactly("t/1=mine", "t/1=mine too", "t/1=another's");
    }
}
