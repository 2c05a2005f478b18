package dev.usher.broker.smf;

import static com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx.OUT_OF_RESOURCES;
import static com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx.SUBSCRIPTION_ACL_DENIED;
import static com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx.SUBSCRIPTION_ALREADY_PRESENT;
import static com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx.SUBSCRIPTION_MANAGER_DENIED;
import static com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx.SUBSCRIPTION_NOT_FOUND;
import static com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx.UNKNOWN_CLIENT_NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.solacesystems.jcsmp.JCSMPErrorResponseException;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPResponseListener;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.AclProfile;
import dev.usher.broker.core.Action;
import dev.usher.broker.core.OboFault;
import dev.usher.broker.core.OboOutcome;
import dev.usher.broker.switches.BrokerSwitches;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SmfOnBehalfOfIT {

    private EmbeddedBroker broker;
    private JcsmpClient manager;
    private JcsmpClient alice;

    @BeforeEach
    void start() throws JCSMPException {
        broker = start(BrokerSwitches.defaults());
        manager = JcsmpClient.connect(broker, "manager", "m", "manager");
        alice = JcsmpClient.connect(broker, "alice", "a", "host/17/alice");
    }

    private static EmbeddedBroker start(BrokerSwitches switches) {
        return EmbeddedBroker.builder()
                .switches(switches)
                .aclProfile(AclProfile.created("fence").withConnect(Action.ALLOW))
                .user(u -> u.name("manager").password("m").subscriptionManager(true))
                .user(u -> u.name("alice").password("a").aclProfile("fence"))
                .user("feed", "f")
                .start();
    }

    @AfterEach
    void stop() {
        manager.close();
        alice.close();
        broker.close();
    }

    private int refused(boolean add, String target, String topic) {
        JCSMPErrorResponseException e =
                catchThrowableOfType(JCSMPErrorResponseException.class, () -> manager.onBehalfOf(add, target, topic));
        assertThat(e).as(target + " " + topic).isNotNull();
        return e.getSubcodeEx();
    }

    @Test
    void anInjectedSubscriptionDeliversDespiteTheTargetsAclAndEndsWhenRemoved() throws Exception {
        assertThat(catchThrowableOfType(JCSMPErrorResponseException.class, () -> alice.subscribe("US/NASDAQ/>"))
                        .getSubcodeEx())
                .isEqualTo(SUBSCRIPTION_ACL_DENIED);
        manager.onBehalfOf(true, "host/17/alice", "US/NASDAQ/>");
        manager.onBehalfOf(true, "host/17/alice", "control");
        assertThat(broker.subscriptionsOf("host/17/alice")).containsExactly("US/NASDAQ/>", "control");
        manager.publish("US/NASDAQ/AAPL", "yes");
        manager.publish("US/NYSE/IBM", "no");
        assertThat(alice.nextText()).isEqualTo("yes");

        manager.onBehalfOf(false, "host/17/alice", "US/NASDAQ/>");
        for (int i = 0; i < 1_000; i++) {
            manager.publish("US/NASDAQ/AAPL", "revoked");
        }
        manager.publish("control", "last");
        assertThat(alice.nextText()).isEqualTo("last");
    }

    @Test
    void refusalsCarryTheirSubcodes() throws JCSMPException {
        manager.onBehalfOf(true, "host/17/alice", "a/>");
        assertThat(refused(true, "host/17/alice", "a/>")).isEqualTo(SUBSCRIPTION_ALREADY_PRESENT);
        assertThat(refused(false, "host/17/alice", "b/>")).isEqualTo(SUBSCRIPTION_NOT_FOUND);
        assertThat(refused(true, "nobody", "a/>")).isEqualTo(UNKNOWN_CLIENT_NAME);
        assertThat(refused(false, "nobody", "a/>")).isEqualTo(UNKNOWN_CLIENT_NAME);
        broker.configuration().clientUsernames().update("manager", u -> u.withSubscriptionManager(false));
        assertThat(refused(true, "host/17/alice", "c/>")).isEqualTo(SUBSCRIPTION_MANAGER_DENIED);
        assertThat(refused(false, "host/17/alice", "a/>")).isEqualTo(SUBSCRIPTION_MANAGER_DENIED);
        assertThat(broker.subscriptionsOf("host/17/alice")).containsExactly("a/>");
    }

    @Test
    void theManagersOwnAclApplies() throws JCSMPException {
        broker.configuration().aclProfiles().update("default", p -> p.withSubscribe(Action.DISALLOW));
        assertThat(refused(true, "host/17/alice", "a/>")).isEqualTo(SUBSCRIPTION_ACL_DENIED);
        assertThat(broker.subscriptionsOf("host/17/alice")).isEmpty();
    }

    @Test
    void injectedSubscriptionsDieWithTheTargetAndOutliveTheManager() throws JCSMPException {
        manager.onBehalfOf(true, "host/17/alice", "a/>");
        manager.close();
        await().untilAsserted(() -> assertThat(broker.clients()).hasSize(1));
        assertThat(broker.subscriptionsOf("host/17/alice")).containsExactly("a/>");
        alice.close();
        await().untilAsserted(() -> assertThat(broker.clients()).isEmpty());
        alice = JcsmpClient.connect(broker, "alice", "a", "host/17/alice");
        assertThat(broker.subscriptionsOf("host/17/alice")).isEmpty();
    }

    @Test
    void switchesChangeWhatIsUnconfirmed() throws JCSMPException {
        try (EmbeddedBroker other = start(BrokerSwitches.pessimistic());
                JcsmpClient feed = JcsmpClient.connect(other, "feed", "f", "feed")) {
            feed.subscribe("own/>");
            try (JcsmpClient otherManager = JcsmpClient.connect(other, "manager", "m", "manager")) {
                JCSMPErrorResponseException e = catchThrowableOfType(
                        JCSMPErrorResponseException.class, () -> otherManager.onBehalfOf(false, "feed", "own/>"));
                assertThat(e.getSubcodeEx()).isEqualTo(SUBSCRIPTION_NOT_FOUND);
                otherManager.onBehalfOf(true, "feed", "injected/>");
                assertThat(other.subscriptionsOf("feed")).containsExactly("own/>", "injected/>");
            }
            await().untilAsserted(
                            () -> assertThat(other.subscriptionsOf("feed")).containsExactly("own/>"));
        }
    }

    @Test
    void manyRequestsAreAnsweredOneByOne() throws Exception {
        BlockingQueue<Object> answers = new LinkedBlockingQueue<>();
        for (int i = 0; i < 2_000; i++) {
            request("t/" + i, answers);
        }
        for (int i = 0; i < 2_000; i++) {
            assertThat(answers.poll(10, TimeUnit.SECONDS)).isEqualTo("t/" + i);
        }
        assertThat(broker.subscriptionsOf("host/17/alice")).hasSize(2_000);
    }

    private void request(String topic, BlockingQueue<Object> answers) throws JCSMPException {
        manager.session()
                .addSubscription(
                        JCSMPFactory.onlyInstance().createClientName("host/17/alice"),
                        JCSMPFactory.onlyInstance().createTopic(topic),
                        new JCSMPResponseListener() {
                            @Override
                            public void handleSuccess(Object key) {
                                answers.add(key);
                            }

                            @Override
                            public void handleError(Object key, Exception e) {
                                answers.add(e);
                            }
                        },
                        topic);
    }

    @Test
    void faultsReplaceTheAnswer() throws Exception {
        broker.faults()
                .obo(OboFault.answer(OboOutcome.OUT_OF_RESOURCES)
                        .forTarget("host/17/alice")
                        .times(1));
        assertThat(refused(true, "host/17/alice", "a/>")).isEqualTo(OUT_OF_RESOURCES);
        assertThat(broker.subscriptionsOf("host/17/alice")).isEmpty();

        broker.faults().obo(OboFault.delay(Duration.ofDays(1)).forFilter("late/>"));
        broker.faults().obo(OboFault.swallow().forFilter("never/>"));
        broker.faults().obo(OboFault.applyUnanswered().forFilter("silent/>"));
        BlockingQueue<Object> answers = new LinkedBlockingQueue<>();
        request("never/>", answers);
        request("silent/>", answers);
        request("late/>", answers);
        request("prompt/>", answers);
        assertThat(answers.poll(10, TimeUnit.SECONDS)).isEqualTo("prompt/>");
        broker.faults().clear();
        assertThat(answers.poll(10, TimeUnit.SECONDS)).isEqualTo("late/>");
        assertThat(answers).isEmpty();
        assertThat(broker.subscriptionsOf("host/17/alice")).containsExactly("silent/>", "prompt/>", "late/>");
    }

    @Test
    void aFaultCanCutTheManagerAfterApplying() throws Exception {
        broker.faults().obo(OboFault.applyAndCut().times(1));
        request("a/>", new LinkedBlockingQueue<>());
        await().untilAsserted(() -> assertThat(manager.down()).isNotEmpty());
        assertThat(broker.subscriptionsOf("host/17/alice")).containsExactly("a/>");
    }

    @Test
    void connectionsCanBeCut() {
        assertThat(broker.faults().cutUsername("alice")).isEqualTo(1);
        assertThat(broker.faults().cut("nobody")).isFalse();
        await().untilAsserted(() -> assertThat(alice.down()).isNotEmpty());
        assertThat(broker.clients()).extracting(c -> c.name()).containsExactly("manager");
    }
}
