package dev.usher.broker.smf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.solacesystems.jcsmp.DeliveryMode;
import com.solacesystems.jcsmp.JCSMPChannelProperties;
import com.solacesystems.jcsmp.JCSMPErrorResponseException;
import com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPProperties;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.ArmedFault;
import dev.usher.broker.core.Client;
import dev.usher.broker.core.DeliveryFault;
import dev.usher.broker.core.DirectFault;
import dev.usher.broker.core.FlowFault;
import dev.usher.broker.core.GuaranteedFault;
import dev.usher.broker.core.Nack;
import dev.usher.broker.core.OboOutcome;
import dev.usher.broker.core.SlowFault;
import dev.usher.broker.core.SubscribeFault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What real clients make of a broker that goes wrong. */
class FaultsIT {

    private static final int WINDOW = 10;

    private final List<JcsmpClient> clients = new ArrayList<>();
    private EmbeddedBroker broker;

    @BeforeEach
    void start() {
        broker = EmbeddedBroker.builder().user("alice", "a").user("bob", "b").start();
    }

    @AfterEach
    void stop() {
        broker.faults().clear();
        clients.forEach(JcsmpClient::close);
        broker.close();
    }

    /** One that comes back by itself. */
    private JcsmpClient steady(String username) throws JCSMPException {
        JcsmpClient client = JcsmpClient.connect(broker, username, username.substring(0, 1), username, p -> {
            JCSMPChannelProperties channel =
                    (JCSMPChannelProperties) p.getProperty(JCSMPProperties.CLIENT_CHANNEL_PROPERTIES);
            channel.setReconnectRetries(100);
            channel.setReconnectRetryWaitInMillis(20);
            p.setProperty(JCSMPProperties.REAPPLY_SUBSCRIPTIONS, true);
            p.setProperty(JCSMPProperties.PUB_ACK_WINDOW_SIZE, WINDOW);
        });
        clients.add(client);
        return client;
    }

    private static void send(JcsmpClient client, String topic, int from, int to) {
        try {
            for (int i = from; i < to; i++) {
                client.publish(topic, "m" + i, DeliveryMode.PERSISTENT, false, null);
            }
        } catch (JCSMPException e) {
            throw new AssertionError(e);
        }
    }

    private static void expectAcks(JcsmpClient client, int from, int to) throws InterruptedException {
        for (int i = from; i < to; i++) {
            assertThat(client.acknowledged().poll(10, TimeUnit.SECONDS)).isEqualTo("m" + i);
        }
    }

    private List<String> journal(String filter) {
        return broker.received(filter).stream()
                .map(m -> new String(m.payload(), StandardCharsets.UTF_8))
                .toList();
    }

    private static List<String> texts(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "m" + i).toList();
    }

    private void awaitReturn(String name, int formerId) {
        await().until(() -> broker.clients().stream()
                .filter(c -> c.name().equals(name))
                .mapToInt(Client::clientId)
                .anyMatch(id -> id > formerId));
    }

    private int idOf(String name) {
        return broker.clients().stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow()
                .clientId();
    }

    @Test
    void everyNackReachesThePublisherAndTheFlowGoesOn() throws Exception {
        JcsmpClient alice = steady("alice");
        alice.producer();
        for (Nack nack : Nack.values()) {
            ArmedFault fault = broker.faults()
                    .arm(GuaranteedFault.nack(nack).forTopic("bad").times(1));
            send(alice, "bad", 0, 1);
            JCSMPException refused = alice.publishErrors().poll(10, TimeUnit.SECONDS);
            assertThat(refused).as(nack.name()).isInstanceOf(JCSMPErrorResponseException.class);
            assertThat(((JCSMPErrorResponseException) refused).getResponseCode())
                    .isEqualTo(nack.code());
            assertThat(((JCSMPErrorResponseException) refused).getSubcodeEx())
                    .as(nack.name())
                    .isNotZero();
            assertThat(fault.hits()).isEqualTo(1);
            send(alice, "good", 0, 1);
            expectAcks(alice, 0, 1);
        }
        assertThat(journal("bad")).isEmpty();
        assertThat(journal("good")).hasSize(Nack.values().length);
    }

    @Test
    void everyThirdMessageIsRefused() throws Exception {
        JcsmpClient alice = steady("alice");
        broker.faults()
                .arm(GuaranteedFault.nack(Nack.SPOOL_OVER_QUOTA).everyNth(3).forUsername("alice"));
        send(alice, "t", 0, 30);
        await().until(() -> alice.publishErrors().size() + alice.acknowledged().size() == 30);
        assertThat(alice.publishErrors())
                .hasSize(10)
                .allSatisfy(e -> assertThat(((JCSMPErrorResponseException) e).getSubcodeEx())
                        .isEqualTo(JCSMPErrorResponseSubcodeEx.SPOOL_OVER_QUOTA));
        assertThat(journal("t"))
                .isEqualTo(IntStream.range(0, 30)
                        .filter(i -> i % 3 != 2)
                        .mapToObj(i -> "m" + i)
                        .toList());
    }

    @Test
    void withheldAcknowledgementsFillTheWindowAndGoOutWhenReleased() throws Exception {
        JcsmpClient alice = steady("alice");
        alice.producer();
        ArmedFault withheld = broker.faults().arm(GuaranteedFault.withholdAcks());
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(alice, "t", 0, 30));
        await().until(() -> journal("t").size() == WINDOW);
        assertThat(alice.acknowledged()).isEmpty();
        assertThat(sending).isNotDone();

        withheld.disarm();
        sending.get(10, TimeUnit.SECONDS);
        expectAcks(alice, 0, 30);
        assertThat(journal("t")).isEqualTo(texts(0, 30));
    }

    @Test
    void aMessageWhoseAcknowledgementWasLostIsSentAgainAndNotAcceptedTwice() throws Exception {
        JcsmpClient alice = steady("alice");
        alice.producer();
        AtomicInteger came = new AtomicInteger();
        broker.faults().arm(GuaranteedFault.withholdAcks().where("never", s -> {
            came.incrementAndGet();
            return false;
        }));
        ArmedFault lost = broker.faults().arm(GuaranteedFault.loseAck().times(1));
        send(alice, "t", 0, 1);
        expectAcks(alice, 0, 1);
        assertThat(lost.hits()).isEqualTo(1);
        assertThat(came).hasValue(2);
        assertThat(journal("t")).containsExactly("m0");
    }

    @Test
    void aMessageThatWasLostIsSentAgain() throws Exception {
        JcsmpClient alice = steady("alice");
        alice.producer();
        ArmedFault lost = broker.faults().arm(GuaranteedFault.loseMessage().times(1));
        send(alice, "t", 0, 1);
        expectAcks(alice, 0, 1);
        assertThat(lost.hits()).isEqualTo(1);
        assertThat(journal("t")).containsExactly("m0");
    }

    @Test
    void cutsInTheMiddleOfAWindowLoseAndDoubleNothing() throws Exception {
        JcsmpClient alice = steady("alice");
        alice.producer();
        ArmedFault before =
                broker.faults().arm(GuaranteedFault.cut().after(15).everyNth(40).times(2));
        ArmedFault after = broker.faults()
                .arm(GuaranteedFault.acceptAndCut().after(7).everyNth(40).times(2));
        send(alice, "t", 0, 200);
        expectAcks(alice, 0, 200);
        assertThat(before.hits()).isEqualTo(2);
        assertThat(after.hits()).isEqualTo(2);
        assertThat(journal("t")).isEqualTo(texts(0, 200));
    }

    @Test
    void messagesTheBrokerLostComeAgainWhenTheFlowIsResumed() throws Exception {
        JcsmpClient alice = steady("alice");
        alice.producer();
        int id = idOf("alice");
        ArmedFault withheld = broker.faults().arm(GuaranteedFault.withholdAcks());
        send(alice, "t", 0, 8);
        await().until(() -> journal("t").size() == 8);
        ArmedFault lost = broker.faults().arm(FlowFault.loseLast(3).forUsername("alice"));
        withheld.disarm();
        assertThat(lost.hits()).isZero();
        expectAcks(alice, 0, 8);
        broker.faults().arm(GuaranteedFault.withholdAcks());
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(alice, "t", 8, 16));
        await().until(() -> journal("t").size() == 16);
        sending.get(10, TimeUnit.SECONDS);
        assertThat(broker.faults().cut("alice")).isTrue();
        awaitReturn("alice", id);
        expectAcks(alice, 8, 13);
        await().until(() -> journal("t").size() == 19);
        assertThat(lost.hits()).isEqualTo(1);
        assertThat(journal("t").subList(16, 19)).isEqualTo(texts(13, 16));
        broker.faults().clear();
        expectAcks(alice, 13, 16);
    }

    @Test
    void aFlowTheBrokerForgotIsOpenedAnewAndWhatWasNotAcknowledgedComesAgain() throws Exception {
        JcsmpClient alice = steady("alice");
        alice.producer();
        int id = idOf("alice");
        broker.faults().arm(GuaranteedFault.withholdAcks());
        ArmedFault forgotten = broker.faults().arm(FlowFault.forget());
        send(alice, "t", 0, 5);
        await().until(() -> journal("t").size() == 5);
        broker.faults().cut("alice");
        awaitReturn("alice", id);
        await().until(() -> journal("t").size() == 10);
        assertThat(forgotten.hits()).isEqualTo(1);
        broker.faults().clear();
        expectAcks(alice, 0, 5);
        assertThat(journal("t").subList(5, 10)).isEqualTo(texts(0, 5));
    }

    @Test
    void aFlowThatTheBrokerClosesEndsTheProducerAndNotTheSession() throws Exception {
        JcsmpClient alice = steady("alice");
        alice.producer();
        int id = idOf("alice");
        ArmedFault closed = broker.faults().arm(FlowFault.close().after(3).times(1));
        send(alice, "t", 0, 4);
        expectAcks(alice, 0, 3);

        await().until(() -> alice.producer().isClosed());
        assertThat(alice.publishErrors().poll(10, TimeUnit.SECONDS))
                .isNotNull()
                .isNotInstanceOf(JCSMPErrorResponseException.class);
        assertThat(closed.hits()).isEqualTo(1);
        assertThat(journal("t")).isEqualTo(texts(0, 3));
        assertThat(alice.session().isClosed()).isFalse();
        assertThat(idOf("alice")).isEqualTo(id);
        alice.subscribe("t");
        broker.publish("t", "still here");
        assertThat(alice.nextText()).isEqualTo("still here");
        assertThat(alice.down()).isEmpty();
    }

    @Test
    void aFlowIsRefused() throws Exception {
        JcsmpClient alice = steady("alice");
        broker.faults().arm(FlowFault.refuse(503, "Service Unavailable").times(1));
        assertThatThrownBy(alice::producer)
                .isInstanceOfSatisfying(
                        JCSMPErrorResponseException.class,
                        e -> assertThat(e.getResponseCode()).isEqualTo(503));
        send(alice, "t", 0, 1);
        expectAcks(alice, 0, 1);
    }

    @Test
    void aConnectionThatEndsInsideAFrameIsTakenUpAgain() throws Exception {
        JcsmpClient bob = steady("bob");
        bob.subscribe("t");
        int id = idOf("bob");
        ArmedFault cut =
                broker.faults().arm(DeliveryFault.cutInside().forClient("bob").times(1));
        JcsmpClient alice = steady("alice");
        alice.publish("t", "half");
        await().until(() -> cut.hits() == 1);
        awaitReturn("bob", id);
        broker.awaitSubscription("bob", "t");
        alice.publish("t", "whole");
        assertThat(bob.nextText()).isEqualTo("whole");
    }

    @Test
    void aRefusedDirectMessageIsReportedAndADroppedOneIsNot() throws Exception {
        JcsmpClient alice = steady("alice");
        alice.producer();
        broker.faults().arm(DirectFault.drop().forTopic("dropped"));
        broker.faults().arm(DirectFault.refuse().forTopic("refused"));
        alice.publish("dropped", "x");
        alice.publish("refused", "x");
        JCSMPException refused = alice.publishErrors().poll(10, TimeUnit.SECONDS);
        assertThat(((JCSMPErrorResponseException) refused).getSubcodeEx())
                .isEqualTo(JCSMPErrorResponseSubcodeEx.PUBLISH_ACL_DENIED);
        assertThat(alice.publishErrors()).isEmpty();
        assertThat(broker.received(">")).isEmpty();
        assertThat(broker.faults().unused()).isEmpty();
    }

    @Test
    void aClientsOwnSubscribeRequestIsRefusedOrDelayed() throws Exception {
        JcsmpClient bob = steady("bob");
        broker.faults().arm(SubscribeFault.answer(OboOutcome.TOO_MANY).forFilter("many"));
        broker.faults().arm(SubscribeFault.delay(Duration.ofMillis(50)).forFilter("late"));
        assertThatThrownBy(() -> bob.subscribe("many"))
                .isInstanceOfSatisfying(
                        JCSMPErrorResponseException.class,
                        e -> assertThat(e.getSubcodeEx()).isEqualTo(JCSMPErrorResponseSubcodeEx.SUBSCRIPTION_TOO_MANY));
        bob.subscribe("late");
        assertThat(broker.subscriptionsOf("bob")).containsExactly("late");
    }

    @Test
    void aBrokerThatReadsNothingBlocksItsPublisherAndNobodyElse() throws Exception {
        JcsmpClient alice = steady("alice");
        JcsmpClient bob = steady("bob");
        alice.producer();
        ArmedFault stopped = broker.faults().arm(SlowFault.stopReading().forUsername("alice"));
        await().until(() -> stopped.hits() > 0);
        int count = 30_000;
        AtomicInteger offered = new AtomicInteger();
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            try {
                while (offered.get() < count) {
                    alice.publish("t", "x".repeat(1_000));
                    offered.incrementAndGet();
                }
            } catch (JCSMPException e) {
                throw new AssertionError(e);
            }
        });
        await().until(() -> {
            int before = offered.get();
            for (int i = 0; i < 100; i++) {
                int expected = broker.received("b").size() + 1;
                bob.publish("b", "lively");
                await().pollInterval(1, TimeUnit.MILLISECONDS)
                        .until(() -> broker.received("b").size() == expected);
            }
            return before > 0 && offered.get() == before;
        });
        assertThat(offered).as("30 MB are more than any socket holds").hasValueLessThan(count);
        assertThat(broker.received("t")).isEmpty();
        assertThat(sending).isNotDone();

        stopped.disarm();
        sending.get(30, TimeUnit.SECONDS);
        await().until(() -> broker.clients().stream()
                .anyMatch(c -> c.name().equals("alice") && c.received().accepted() == count));
    }

    @Test
    void aSlowBrokerTakesEverythingInOrder() throws Exception {
        JcsmpClient alice = steady("alice");
        alice.producer();
        ArmedFault slow = broker.faults().arm(SlowFault.messagesPerSecond(1_000).forClient("alice"));
        send(alice, "t", 0, 100);
        expectAcks(alice, 0, 100);
        assertThat(slow.hits()).isPositive();
        slow.disarm();
        ArmedFault slower = broker.faults().arm(SlowFault.bytesPerSecond(100_000));
        send(alice, "t", 100, 200);
        expectAcks(alice, 100, 200);
        assertThat(slower.hits()).isPositive();
        assertThat(journal("t")).isEqualTo(texts(0, 200));
    }

    @Test
    void aFrozenBrokerAnswersNoLoginAndWorksOffWhatCameWhenThawed() throws Exception {
        JcsmpClient alice = steady("alice");
        JcsmpClient bob = steady("bob");
        bob.subscribe("t");
        alice.producer();
        broker.faults().freeze();
        alice.publish("t", "m0");
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(alice, "g", 0, 3));
        // Its own timeouts end this: the broker accepts the connection and says nothing.
        assertThatThrownBy(() -> JcsmpClient.connect(broker, "bob", "b", "late", p -> {
                    JCSMPChannelProperties channel =
                            (JCSMPChannelProperties) p.getProperty(JCSMPProperties.CLIENT_CHANNEL_PROPERTIES);
                    channel.setConnectTimeoutInMillis(300);
                    channel.setReadTimeoutInMillis(300);
                }))
                .isInstanceOf(JCSMPException.class);
        assertThat(bob.waiting()).isZero();
        assertThat(broker.received(">")).isEmpty();
        assertThat(alice.acknowledged()).isEmpty();
        assertThat(broker.clients()).extracting(Client::name).containsExactlyInAnyOrder("alice", "bob");

        broker.faults().thaw();
        assertThat(bob.nextText()).isEqualTo("m0");
        sending.get(10, TimeUnit.SECONDS);
        expectAcks(alice, 0, 3);
        try (JcsmpClient late = JcsmpClient.connect(broker, "bob", "b", "later")) {
            late.publish("t", "again");
            assertThat(bob.nextText()).isEqualTo("again");
        }
    }

    @Test
    void theKeepAliveOfAClientRunsOutOnAFrozenBroker() throws Exception {
        JcsmpClient bob = JcsmpClient.connect(broker, "bob", "b", "bob", p -> {
            JCSMPChannelProperties channel =
                    (JCSMPChannelProperties) p.getProperty(JCSMPProperties.CLIENT_CHANNEL_PROPERTIES);
            channel.setKeepAliveIntervalInMillis(200);
            channel.setKeepAliveLimit(3);
        });
        clients.add(bob);
        broker.faults().freeze();
        await().until(() -> !bob.down().isEmpty());
        assertThat(broker.clients()).as("the broker cannot have noticed").hasSize(1);
        broker.faults().thaw();
        await().until(() -> broker.clients().isEmpty());
    }
}
