package dev.usher.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.usher.broker.core.AclProfile;
import dev.usher.broker.core.Action;
import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.core.Client;
import dev.usher.broker.core.ClientPort;
import dev.usher.broker.core.ClientUsername;
import dev.usher.broker.core.Filter;
import dev.usher.broker.core.LoginRequest;
import dev.usher.broker.core.Message;
import dev.usher.broker.core.Password;
import dev.usher.broker.core.Protocol;
import dev.usher.broker.core.VpnState;
import dev.usher.broker.switches.BrokerSwitches;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class AwaitingTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(1);

    private final BrokerCore core = new BrokerCore(
            new VpnState("default", BrokerSwitches.defaults()), BrokerSwitches.defaults(), Clock.systemUTC());
    private final Awaiting awaiting = new Awaiting(core);

    private final ClientPort nobody = new ClientPort() {
        @Override
        public int deliver(Message message) {
            return 0;
        }

        @Override
        public void disconnect(String reason) {
            // Nobody there.
        }
    };

    private Client login(Protocol protocol, String username, String name) {
        return core.login(
                        new LoginRequest(protocol, username, "pw", name, "", "127.0.0.1:50000", "", "", "", true),
                        nobody)
                .fold(c -> c, refused -> null);
    }

    /** Runs it on a thread of its own and lets the change happen once somebody waits, or before: either must do. */
    private <T> T during(Supplier<T> wait, Runnable change) throws Exception {
        CompletableFuture<T> waited = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                waited.complete(wait.get());
            } catch (Throwable e) { // an AssertionError is what is looked for
                waited.completeExceptionally(e);
            }
        });
        thread.start();
        change.run();
        return waited.get();
    }

    private static String messageOf(ThrowingCallable wait) {
        return assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(wait)
                .actual()
                .getMessage();
    }

    @Test
    void aClientIsAwaitedByEachOfItsNames() throws Exception {
        assertThat(during(() -> awaiting.client("feed-1", LONG), () -> login(Protocol.SMF, "feed", "feed-1"))
                        .name())
                .isEqualTo("feed-1");
        assertThat(awaiting.client("feed", SHORT).name()).isEqualTo("feed-1");
        assertThat(during(() -> awaiting.client("tab", LONG), () -> login(Protocol.MQTT, "alice", "tab"))
                        .name())
                .isEqualTo("#mqtt/tab/1");
        // Unknown usernames are all let in as this one.
        assertThat(awaiting.client("default", SHORT).name()).isEqualTo("feed-1");
    }

    @Test
    void theEndOfAClientIsAwaited() throws Exception {
        Client client = login(Protocol.SMF, "feed", "feed-1");

        during(
                () -> {
                    awaiting.noClient("feed", LONG);
                    return "";
                },
                () -> client.close("test"));

        awaiting.noClients(SHORT);
    }

    @Test
    void aRenamedClientIsFoundByItsNewName() throws Exception {
        Client client = login(Protocol.SMF, "feed", "old");

        assertThat(during(() -> awaiting.client("new", LONG), () -> client.rename("new")))
                .isSameAs(client);
    }

    @Test
    void aSubscriptionIsAwaitedInEitherSyntax() throws Exception {
        Client smf = login(Protocol.SMF, "feed", "feed-1");
        Client mqtt = login(Protocol.MQTT, "alice", "tab");

        assertThat(during(() -> awaiting.subscription("feed", "US/>", LONG), () -> smf.subscribe(Filter.smf("US/>"))))
                .isSameAs(smf);
        assertThat(during(
                        () -> awaiting.subscription("tab", "US/+/AAPL", LONG),
                        () -> mqtt.subscribe(Filter.mqtt("US/+/AAPL"))))
                .isSameAs(mqtt);
        assertThat(awaiting.subscription("alice", "US/*/AAPL", SHORT)).isSameAs(mqtt);
    }

    @Test
    void aFilterThatIsMerelyCoveredIsNotThere() {
        login(Protocol.SMF, "feed", "feed-1").subscribe(Filter.smf("US/>"));

        messageOf(() -> awaiting.subscription("feed", "US/NASDAQ/>", SHORT));
        awaiting.noSubscription("feed", "US/NASDAQ/>", SHORT);
    }

    @Test
    void theEndOfASubscriptionIsAwaited() throws Exception {
        Client client = login(Protocol.SMF, "feed", "feed-1");
        client.subscribe(Filter.smf("US/>"));

        messageOf(() -> awaiting.noSubscription("feed", "US/>", SHORT));
        during(
                () -> {
                    awaiting.noSubscription("feed", "US/>", LONG);
                    return "";
                },
                () -> client.unsubscribe(Filter.smf("US/>")));
    }

    @Test
    void messagesAreAwaitedByTopicAndNumber() throws Exception {
        Client client = login(Protocol.SMF, "feed", "feed-1");
        client.publish(Message.of("DE/A", new byte[0]));
        client.publish(Message.of("US/A", new byte[0]));

        assertThat(during(
                        () -> awaiting.received("US/>", 2, LONG),
                        () -> client.publish(Message.of("US/B", new byte[0]))))
                .extracting(Message::topic)
                .containsExactly("US/A", "US/B");
    }

    @Test
    void whatIsThereInsteadIsSaid() {
        core.vpn().aclProfiles().put(AclProfile.created("fence").withConnect(Action.ALLOW));
        core.vpn()
                .clientUsernames()
                .put(ClientUsername.created("bob")
                        .withEnabled(true)
                        .withPassword(Password.of("pw"))
                        .withAclProfile("fence"));
        core.vpn().clientUsernames().put(ClientUsername.created("carol").withEnabled(true));
        Client feed = login(Protocol.SMF, "feed", "feed-1");
        feed.subscribe(Filter.smf("US/NASDAQ/>"));
        feed.publish(Message.of("US/A", new byte[0]));
        feed.publish(Message.of("US/A", new byte[0]));
        login(Protocol.MQTT, "bob", "tab").subscribe(Filter.mqtt("US/#"));
        login(Protocol.SMF, "carol", "carol-1");

        String message = messageOf(() -> awaiting.subscription("alice", "US/>", SHORT));

        assertThat(message.lines())
                .containsExactly(
                        "not within 1 ms: a client \"alice\" with the subscription \"US/>\"",
                        "  connected:",
                        "    feed-1 (SMF, username feed as default) subscribed to US/NASDAQ/>",
                        "    #mqtt/tab/1 (MQTT, username bob) subscribed to nothing",
                        "  received:",
                        "    US/A (2 times)",
                        "  refused:",
                        "    SUBSCRIBE by #mqtt/tab/1 for US/#: ACL_DENIED",
                        "    LOGIN by carol for carol-1: UNAUTHORIZED");
    }

    @Test
    void ofMuchTheNewestIsSaid() {
        Client feed = login(Protocol.SMF, "feed", "feed-1");
        for (int i = 0; i < 30; i++) {
            feed.publish(Message.of("US/" + i, new byte[0]));
        }

        assertThat(messageOf(() -> awaiting.client("alice", SHORT)).lines())
                .contains("    ... 10 more, older", "    US/10", "    US/29")
                .doesNotContain("    US/9");
    }

    @Test
    void anInterruptionEndsTheWaitAndStaysSet() {
        Thread.currentThread().interrupt();

        assertThatIllegalStateException().isThrownBy(() -> awaiting.client("alice", LONG));
        assertThat(Thread.interrupted()).isTrue();
    }
}
