package dev.usher.broker.core;

import static dev.usher.broker.core.TestBroker.elidable;
import static dev.usher.broker.core.TestBroker.guaranteed;
import static dev.usher.broker.core.TestBroker.message;
import static dev.usher.broker.core.TestBroker.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.broker.core.AclProfile.Kind;
import dev.usher.broker.switches.BrokerSwitches;
import dev.usher.broker.switches.BrokerSwitches.GreaterThanForMqtt;
import dev.usher.broker.switches.MessageSwitches.ElidingOverflow;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Switches of the core that have no other test, each both ways. */
class SwitchesTest {

    private static TestBroker with(UnaryOperator<BrokerSwitches> change) {
        return new TestBroker(BrokerSwitches.defaults().with(change));
    }

    /** Alice may subscribe what this SMF exception says. */
    private static void fence(TestBroker b, String exception) {
        b.vpn.aclProfiles().create(AclProfile.allowAll("fence").withSubscribe(Action.DISALLOW));
        b.vpn.addException("fence", Kind.SUBSCRIBE, AclExemption.smf(exception));
        b.vpn.clientUsernames().update("alice", u -> u.withAclProfile("fence"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void allowExceptionMustCover(boolean value) {
        TestBroker b = with(s -> s.allowExceptionMustCover(value));
        fence(b, "US/NASDAQ/>");
        Client alice = b.login("alice", "a");
        assertThat(alice.subscribe(Filter.smf("US/>")))
                .isEqualTo(value ? SubscribeOutcome.ACL_DENIED : SubscribeOutcome.OK);
        assertThat(alice.subscribe(Filter.smf("EU/>"))).isEqualTo(SubscribeOutcome.ACL_DENIED);
        assertThat(alice.subscribe(Filter.smf("US/NASDAQ/GME"))).isEqualTo(SubscribeOutcome.OK);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void smfExceptionCoversMqttParent(boolean value) {
        TestBroker b = with(s -> s.smfExceptionCoversMqttParent(value));
        fence(b, "US/>");
        assertThat(b.login(Protocol.MQTT, "alice", "tab").subscribe(Filter.mqtt("US/#")))
                .isEqualTo(value ? SubscribeOutcome.OK : SubscribeOutcome.ACL_DENIED);
        assertThat(b.login("alice", "a").subscribe(Filter.smf("US"))).isEqualTo(SubscribeOutcome.ACL_DENIED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 200})
    void aclChangeLag(int millis) {
        TestBroker b = with(s -> s.aclChangeLag(Duration.ofMillis(millis)));
        fence(b, "US/>");
        Client alice = b.login("alice", "a");
        b.vpn.removeException("fence", Kind.SUBSCRIBE, AclExemption.smf("US/>"));
        assertThat(alice.subscribe(Filter.smf("US/1")))
                .isEqualTo(millis > 0 ? SubscribeOutcome.OK : SubscribeOutcome.ACL_DENIED);
        b.advanceMillis(millis);
        assertThat(alice.subscribe(Filter.smf("US/2"))).isEqualTo(SubscribeOutcome.ACL_DENIED);
        b.vpn.addException("fence", Kind.SUBSCRIBE, AclExemption.smf("EU/>"));
        assertThat(alice.subscribe(Filter.smf("EU/1")))
                .as("more is allowed at once")
                .isEqualTo(SubscribeOutcome.OK);
    }

    @Test
    void maxAclProfilesAndExceptions() {
        TestBroker b = with(s -> s.maxAclProfiles(3).maxAclExceptions(1));
        TestBroker unlimited = with(s -> s);
        for (TestBroker each : new TestBroker[] {b, unlimited}) {
            fence(each, "a");
        }
        unlimited.vpn.aclProfiles().create(AclProfile.created("more"));
        unlimited.vpn.addException("fence", Kind.SUBSCRIBE, AclExemption.smf("b"));
        assertThatThrownBy(() -> b.vpn.aclProfiles().create(AclProfile.created("more")))
                .isInstanceOfSatisfying(
                        ConfigRefusal.class, e -> assertThat(e.code()).isEqualTo(ConfigRefusal.Code.FAIL));
        assertThatThrownBy(() -> b.vpn.addException("fence", Kind.SUBSCRIBE, AclExemption.smf("b")))
                .isInstanceOfSatisfying(
                        ConfigRefusal.class, e -> assertThat(e.code()).isEqualTo(ConfigRefusal.Code.FAIL));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oboChecksTheAclOfManagerOrTarget(boolean value) {
        TestBroker b = with(s -> s.oboChecksManagerAcl(!value).oboChecksTargetAcl(value));
        fence(b, "US/>");
        Client manager = b.login("manager", "m");
        b.login("alice", "a");
        assertThat(manager.onBehalfOf(true, "a", "EU/>")).isEqualTo(value ? OboOutcome.ACL_DENIED : OboOutcome.OK);
        b.vpn.clientUsernames().update("alice", u -> u.withAclProfile("default"));
        b.login("alice", "a");
        b.vpn.clientUsernames().update("manager", u -> u.withAclProfile("fence"));
        Client fenced = b.login("manager", "m");
        assertThat(fenced.onBehalfOf(true, "a", "ASIA/>")).isEqualTo(value ? OboOutcome.OK : OboOutcome.ACL_DENIED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void managerFlagAtLogin(boolean value) {
        TestBroker b = with(s -> s.managerFlagAtLogin(value));
        Client manager = b.login("manager", "m");
        b.login("alice", "a");
        b.vpn.clientUsernames().update("manager", u -> u.withSubscriptionManager(false));
        assertThat(manager.onBehalfOf(true, "a", "t")).isEqualTo(value ? OboOutcome.OK : OboOutcome.MANAGER_DENIED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoMayRemoveWhatAnotherAdded(boolean value) {
        TestBroker b = with(s -> s.oboRemovesForeign(value).clientRemovesObo(value));
        Client manager = b.login("manager", "m");
        Client alice = b.login("alice", "a");
        alice.subscribe(Filter.smf("own"));
        manager.onBehalfOf(true, "a", "given");
        assertThat(manager.onBehalfOf(false, "a", "own")).isEqualTo(value ? OboOutcome.OK : OboOutcome.NOT_FOUND);
        assertThat(alice.unsubscribe(Filter.smf("given")))
                .isEqualTo(value ? UnsubscribeOutcome.OK : UnsubscribeOutcome.NOT_FOUND);
        assertThat(texts(alice)).hasSize(value ? 0 : 2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oboAddsQos1(boolean value) {
        TestBroker b = with(s -> s.oboAddsQos1(value));
        Client desk = b.loginDurable("alice", "desk");
        b.login("manager", "m").onBehalfOf(true, desk.name(), "t");
        b.login("bob", "b").publish(guaranteed("t", "x"));
        assertThat(b.port(desk).guaranteed).hasSize(value ? 1 : 0);
        assertThat(b.port(desk).received).hasSize(value ? 0 : 1);
    }

    @ParameterizedTest
    @EnumSource(GreaterThanForMqtt.class)
    void greaterThanForMqtt(GreaterThanForMqtt value) {
        TestBroker b = with(s -> s.greaterThanForMqtt(value));
        Client tab = b.login(Protocol.MQTT, "alice", "tab");
        OboOutcome outcome = b.login("manager", "m").onBehalfOf(true, tab.name(), "t/>");
        b.login("bob", "b").publish(message("t/1", "x"));
        assertThat(outcome).isEqualTo(value == GreaterThanForMqtt.REFUSED ? OboOutcome.INVALID : OboOutcome.OK);
        assertThat(b.port(tab).received).hasSize(value == GreaterThanForMqtt.WORKS ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void etxMatchesParent(boolean value) {
        TestBroker b = with(s -> s.etxMatchesParent(value));
        Client tab = b.login(Protocol.MQTT, "alice", "tab");
        b.login("manager", "m").onBehalfOf(true, tab.name(), "t/\u0003");
        Client bob = b.login("bob", "b");
        bob.publish(message("t", "parent"));
        bob.publish(message("t/1", "child"));
        assertThat(b.port(tab).received).hasSize(value ? 2 : 1).contains("t/1=child");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void managementAddsAtOnce(boolean value) {
        TestBroker b = with(s -> s.managementAddsAtOnce(value));
        Client desk = b.loginDurable("alice", "desk");
        b.core.mqttSessions().addSubscription("desk", Filter.mqtt("t"), 0);
        Client bob = b.login("bob", "b");
        bob.publish(message("t", "early"));
        assertThat(b.port(desk).received).hasSize(value ? 1 : 0);
        desk.close("away");
        Client back = b.loginDurable("alice", "desk");
        bob.publish(message("t", "late"));
        assertThat(b.port(back).received).containsExactly("t=late");
        b.core.mqttSessions().removeSubscription("desk", Filter.mqtt("t"));
        bob.publish(message("t", "gone"));
        assertThat(b.port(back).received).hasSize(1);
    }

    private static Client eliding(TestBroker b, int delay, int topics) {
        b.vpn.clientProfiles()
                .put(ClientProfile.builtIn("default").withEliding(true, delay).withElidingMaxTopicCount(topics));
        Client bob = b.login("bob", "b");
        bob.subscribe(Filter.smf("t/>"));
        return bob;
    }

    @ParameterizedTest
    @EnumSource(ElidingOverflow.class)
    void elidingOverflow(ElidingOverflow value) {
        TestBroker b = with(s -> s.elidingOverflow(value));
        Client bob = eliding(b, 1_000, 1);
        Client alice = b.login("alice", "a");
        alice.publish(elidable("t/1", "x"));
        alice.publish(elidable("t/2", "x"));
        assertThat(b.port(bob).received).hasSize(value == ElidingOverflow.UNELIDED ? 2 : 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void elidingDelayAtConnect(boolean value) {
        TestBroker b = with(s -> s.elidingDelayAtConnect(value));
        Client bob = eliding(b, 1_000, 10);
        b.vpn.clientProfiles().update("default", p -> p.withEliding(true, 0));
        Client alice = b.login("alice", "a");
        alice.publish(elidable("t/1", "x"));
        alice.publish(elidable("t/1", "y"));
        assertThat(b.port(bob).received).hasSize(value ? 1 : 2);
    }
}
