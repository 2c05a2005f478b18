package dev.usher.broker.smf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.solacesystems.jcsmp.CapabilityType;
import com.solacesystems.jcsmp.JCSMPErrorResponseException;
import com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPProperties;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.AclProfile;
import dev.usher.broker.core.Action;
import dev.usher.broker.switches.BrokerSwitches;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SmfLoginIT {

    private EmbeddedBroker broker;

    @BeforeEach
    void start() {
        broker = EmbeddedBroker.builder()
                .aclProfile(AclProfile.created("closed"))
                .aclProfile(AclProfile.created("elsewhere")
                        .withConnect(Action.ALLOW)
                        .withConnectExceptions(List.of("127.0.0.0/8")))
                .user("alice", "alice-password")
                .user(u -> u.name("idle").password("x").enabled(false))
                .user(u -> u.name("closed").password("x").aclProfile("closed"))
                .user(u -> u.name("elsewhere").password("x").aclProfile("elsewhere"))
                .user(u -> u.name("manager").password("m").subscriptionManager(true))
                .start();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private int refusal(String username, String password, String clientName) {
        JCSMPErrorResponseException e = catchThrowableOfType(
                JCSMPErrorResponseException.class,
                () -> JcsmpClient.connect(broker, username, password, clientName)
                        .close());
        assertThat(e).as("login of " + username).isNotNull();
        return e.getSubcodeEx();
    }

    @Test
    void aUserConnectsUnderTheNameAskedForAndLeaves() throws JCSMPException {
        try (JcsmpClient alice = JcsmpClient.connect(broker, "alice", "alice-password", "alice-1")) {
            assertThat(broker.clients()).singleElement().satisfies(c -> {
                assertThat(c.name()).isEqualTo("alice-1");
                assertThat(c.username()).isEqualTo("alice");
                assertThat(c.address()).startsWith("127.0.0.1:");
            });
            assertThat(alice.session().getProperty(JCSMPProperties.VPN_NAME_IN_USE))
                    .isEqualTo("default");
            assertThat(alice.session()
                            .getProperty(JCSMPProperties.P2PINBOX_IN_USE)
                            .toString())
                    .startsWith("#P2P/v:usher-broker/");
            assertThat(broker.subscriptionsOf("alice-1")).isEmpty();
        }
        await().untilAsserted(() -> assertThat(broker.clients()).isEmpty());
    }

    @Test
    void onlyAManagerHasTheManagerCapability() throws JCSMPException {
        try (JcsmpClient alice = JcsmpClient.connect(broker, "alice", "alice-password", "alice-1");
                JcsmpClient manager = JcsmpClient.connect(broker, "manager", "m", "manager-1")) {
            assertThat(alice.session().isCapable(CapabilityType.SUBSCRIPTION_MANAGER))
                    .isFalse();
            assertThat(manager.session().isCapable(CapabilityType.SUBSCRIPTION_MANAGER))
                    .isTrue();
        }
    }

    @Test
    void refusalsCarryTheirSubcodes() {
        assertThat(refusal("alice", "wrong", "a")).isEqualTo(JCSMPErrorResponseSubcodeEx.UNAUTHORIZED);
        assertThat(refusal("idle", "x", "a")).isEqualTo(JCSMPErrorResponseSubcodeEx.CLIENT_USERNAME_IS_SHUTDOWN);
        assertThat(refusal("closed", "x", "a")).isEqualTo(JCSMPErrorResponseSubcodeEx.CLIENT_ACL_DENIED);
        assertThat(refusal("elsewhere", "x", "a")).isEqualTo(JCSMPErrorResponseSubcodeEx.CLIENT_ACL_DENIED);
        assertThat(refusal("alice", "alice-password", "#mqtt/alice/1"))
                .isEqualTo(JCSMPErrorResponseSubcodeEx.CLIENT_NAME_INVALID);
        assertThat(broker.clients()).isEmpty();
    }

    @Test
    void anUnknownUsernameFallsToDefaultUntilThatIsDisabled() throws JCSMPException {
        try (JcsmpClient stranger = JcsmpClient.connect(broker, "stranger", "any", "s")) {
            assertThat(stranger.session().isClosed()).isFalse();
            assertThat(broker.clients()).singleElement().satisfies(c -> {
                assertThat(c.username()).isEqualTo("default");
                assertThat(c.originalUsername()).isEqualTo("stranger");
            });
        }
        broker.configuration().clientUsernames().update("default", u -> u.withEnabled(false));
        assertThat(refusal("stranger", "any", "s")).isEqualTo(JCSMPErrorResponseSubcodeEx.UNAUTHORIZED);
    }

    @Test
    void aSecondLoginUnderTheSameNameTakesOver() throws JCSMPException {
        try (JcsmpClient first = JcsmpClient.connect(broker, "alice", "alice-password", "same")) {
            first.subscribe("a/>");
            try (JcsmpClient second = JcsmpClient.connect(broker, "alice", "alice-password", "same")) {
                await().untilAsserted(() -> assertThat(first.down()).isNotEmpty());
                assertThat(broker.clients())
                        .singleElement()
                        .satisfies(c -> assertThat(c.name()).isEqualTo("same"));
                assertThat(broker.subscriptionsOf("same")).isEmpty();
                second.subscribe("b/>");
                assertThat(broker.subscriptionsOf("same")).containsExactly("b/>");
            }
        }
    }

    @Test
    void aSecondLoginIsRefusedIfTheSwitchSaysSo() throws JCSMPException {
        try (EmbeddedBroker strict = EmbeddedBroker.builder()
                        .user("alice", "p")
                        .switches(BrokerSwitches.defaults().with(s -> s.sameName(BrokerSwitches.SameName.REFUSE)))
                        .start();
                JcsmpClient first = JcsmpClient.connect(strict, "alice", "p", "same")) {
            assertThatThrownBy(() -> JcsmpClient.connect(strict, "alice", "p", "same"))
                    .isInstanceOfSatisfying(
                            JCSMPErrorResponseException.class,
                            e -> assertThat(e.getSubcodeEx())
                                    .isEqualTo(JCSMPErrorResponseSubcodeEx.CLIENT_NAME_ALREADY_IN_USE));
            assertThat(first.down()).isEmpty();
        }
    }

    @Test
    void aClientMayChangeItsName() throws Exception {
        try (JcsmpClient alice = JcsmpClient.connect(broker, "alice", "alice-password", "before")) {
            alice.subscribe("a/>");
            alice.session().setProperty(JCSMPProperties.CLIENT_NAME, "after");
            assertThat(broker.clients())
                    .singleElement()
                    .satisfies(c -> assertThat(c.name()).isEqualTo("after"));
            assertThat(broker.subscriptionsOf("after")).containsExactly("a/>");
            String inbox =
                    alice.session().getProperty(JCSMPProperties.P2PINBOX_IN_USE).toString();
            alice.publish(inbox, "to myself");
            assertThat(alice.nextText()).isEqualTo("to myself");
        }
    }

    @Test
    void disablingAUsernameOrChangingItsProfileDisconnectsItsClients() throws JCSMPException {
        try (JcsmpClient alice = JcsmpClient.connect(broker, "alice", "alice-password", "a");
                JcsmpClient manager = JcsmpClient.connect(broker, "manager", "m", "m")) {
            broker.configuration().clientUsernames().update("alice", u -> u.withAclProfile("closed"));
            assertThat(broker.clients()).extracting(c -> c.name()).containsExactly("m");
            await().untilAsserted(() -> assertThat(alice.down()).isNotEmpty());

            broker.configuration().clientUsernames().update("manager", u -> u.withSubscriptionManager(false));
            assertThat(broker.clients()).extracting(c -> c.name()).containsExactly("m");
            broker.configuration().clientUsernames().update("manager", u -> u.withEnabled(false));
            assertThat(broker.clients()).isEmpty();
            await().untilAsserted(() -> assertThat(manager.down()).isNotEmpty());
        }
    }

    @Test
    void closingTwiceIsFineAndLeavesNoThread() throws JCSMPException {
        Set<Long> before = threads();
        EmbeddedBroker other = EmbeddedBroker.builder().user("a", "b").start();
        JcsmpClient.connect(other, "a", "b", "c").close();
        assertThat(threads()).isNotEqualTo(before);
        other.close();
        other.close();
        await().untilAsserted(() -> assertThat(threads()).isEqualTo(before));
        JCSMPException e = catchThrowableOfType(JCSMPException.class, () -> JcsmpClient.connect(other, "a", "b", "c"));
        assertThat(e).isNotNull();
    }

    /** The broker's own threads; JCSMP's are its own affair. */
    private static Set<Long> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().startsWith("vert.x"))
                .map(Thread::getId)
                .collect(Collectors.toSet());
    }
}
