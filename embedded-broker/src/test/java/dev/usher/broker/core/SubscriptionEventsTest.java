package dev.usher.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.switches.BrokerSwitches;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubscriptionEventsTest {

    private final TestBroker broker = new TestBroker();
    private final Client watcher = broker.login("alice", "w");

    private List<String> seen() {
        return broker.port(watcher).received;
    }

    private void watch(SubscriptionEventMode mode, String filter) {
        watcher.subscribe(Filter.smf(filter));
        broker.vpn.updateSettings(s -> s.withSubscriptionEvents(mode));
    }

    @Test
    void formatTwoNamesTheClientInItsTopic() {
        watch(SubscriptionEventMode.V2, "#LOG/INFO/SUB/>");
        Client bob = broker.login("bob", "b/1");
        bob.subscribe(Filter.smf("US/*/>"));
        bob.unsubscribe(Filter.smf("US/*/>"));
        assertThat(seen())
                .containsExactly(
                        "#LOG/INFO/SUB/usher-broker/ADD/default/b/1/US/*/>="
                                + "usher-broker default b/1 SUBSCRIPTION_ADD US/*/> bob 127.0.0.1:50000\0",
                        "#LOG/INFO/SUB/usher-broker/DEL/default/b/1/US/*/>="
                                + "usher-broker default b/1 SUBSCRIPTION_DELETE US/*/> bob 127.0.0.1:50000\0");
    }

    @Test
    void formatOneHasTheSubscriptionAloneInItsTopic() {
        watch(SubscriptionEventMode.V1, "#LOG/INFO/>");
        Client bob = broker.login("bob", "b");
        bob.subscribe(Filter.smf("US/>"));
        bob.unsubscribe(Filter.smf("US/>"));
        assertThat(topics()).containsExactly("#LOG/INFO/SUB_ADD/US/>", "#LOG/INFO/SUB_DEL/US/>");
        assertThat(seen().get(0)).endsWith("usher-broker default b SUBSCRIPTION_ADD US/> bob 127.0.0.1:50000\0");
    }

    private List<String> topics() {
        return seen().stream().map(s -> s.substring(0, s.indexOf('='))).toList();
    }

    @Test
    void onBehalfOfTheManagerIsNamedToo() {
        watch(SubscriptionEventMode.V2, "#LOG/INFO/SUB/>");
        broker.login("bob", "b");
        Client manager = broker.login("manager", "m");
        manager.onBehalfOf(true, "b", "US/>");
        manager.onBehalfOf(false, "b", "US/>");
        assertThat(seen())
                .extracting(s -> s.substring(s.indexOf('=') + 1))
                .containsExactly(
                        "usher-broker default b SUBSCRIPTION_ADD US/> bob 127.0.0.1:50000 m manager 127.0.0.1:50000\0",
                        "usher-broker default b SUBSCRIPTION_DELETE US/> bob 127.0.0.1:50000 m manager 127.0.0.1:50000\0");
    }

    @Test
    void whatWasRefusedOrWasThereAlreadyIsNoEvent() {
        broker.vpn.aclProfiles().update("default", p -> p.withSubscribe(Action.ALLOW));
        watch(SubscriptionEventMode.V2, "#LOG/INFO/SUB/>");
        Client bob = broker.login("bob", "b");
        bob.subscribe(Filter.smf("US/>"));
        bob.subscribe(Filter.smf("US/>"));
        bob.unsubscribe(Filter.smf("UK/>"));
        broker.vpn.aclProfiles().update("default", p -> p.withSubscribe(Action.DISALLOW));
        bob.subscribe(Filter.smf("DE/>"));
        bob.subscribe(Filter.smf(bob.inbox() + "/>"));
        assertThat(topics()).containsExactly("#LOG/INFO/SUB/usher-broker/ADD/default/b/US/>");
    }

    @Test
    void aDisconnectEndsEverySubscriptionUnlessTheModeIsQuietThen() {
        watch(SubscriptionEventMode.V2, "#LOG/INFO/SUB/*/DEL/>");
        Client bob = broker.login("bob", "b");
        bob.subscribe(Filter.smf("US/>"));
        bob.subscribe(Filter.smf("UK/>"));
        bob.kick("test");
        assertThat(topics())
                .containsExactly(
                        "#LOG/INFO/SUB/usher-broker/DEL/default/b/US/>",
                        "#LOG/INFO/SUB/usher-broker/DEL/default/b/UK/>");

        seen().clear();
        broker.vpn.updateSettings(s -> s.withSubscriptionEvents(SubscriptionEventMode.V2_NOT_ON_DISCONNECT));
        Client again = broker.login("bob", "b");
        again.subscribe(Filter.smf("US/>"));
        again.subscribe(Filter.smf("UK/>"));
        again.unsubscribe(Filter.smf("UK/>"));
        again.kick("test");
        assertThat(topics()).containsExactly("#LOG/INFO/SUB/usher-broker/DEL/default/b/UK/>");
    }

    @Test
    void aDurableMqttSessionKeepsItsSubscriptionsSilentlyAndAManagedOneHasItsOwnName() {
        watch(SubscriptionEventMode.V2, "#LOG/INFO/SUB/>");
        Client dev = broker.loginDurable("bob", "dev");
        dev.subscribe(Filter.mqtt("a/+"));
        dev.kick("test");
        assertThat(topics()).containsExactly("#LOG/INFO/SUB/usher-broker/ADD/default/#mqtt/dev/1/a/+");
        seen().clear();
        broker.core.mqttSessions().create("later", s -> s.withOwner("alice"));
        broker.core.mqttSessions().addSubscription("later", Filter.mqtt("a"), 0);
        assertThat(seen())
                .containsExactly("#LOG/INFO/SUB/usher-broker/ADD/default/#mqtt/later/2/a="
                        + "usher-broker default #mqtt/later/2 SUBSCRIPTION_ADD a alice \0");
    }

    @Test
    void aDisconnectOfACleanMqttClientNamesIt() {
        watch(SubscriptionEventMode.V1, "#LOG/INFO/SUB_DEL/>");
        Client dev = broker.login(Protocol.MQTT, "bob", "dev");
        dev.subscribe(Filter.mqtt("a"));
        dev.kick("test");
        assertThat(seen())
                .containsExactly("#LOG/INFO/SUB_DEL/a="
                        + "usher-broker default #mqtt/dev/1 SUBSCRIPTION_DELETE a bob 127.0.0.1:50000\0");
    }

    @Test
    void aSweepTellsWhatItRemoved() {
        TestBroker sweeping = new TestBroker(BrokerSwitches.defaults().with(s -> s.aclChangeSweepsSubscriptions(true)));
        sweeping.vpn.aclProfiles().create(AclProfile.allowAll("fence"));
        sweeping.vpn.clientUsernames().update("bob", u -> u.withAclProfile("fence"));
        Client eye = sweeping.login("alice", "w");
        eye.subscribe(Filter.smf("#LOG/INFO/SUB_DEL/>"));
        sweeping.vpn.updateSettings(s -> s.withSubscriptionEvents(SubscriptionEventMode.V1_NOT_ON_DISCONNECT));
        sweeping.login("bob", "b").subscribe(Filter.smf("US/>"));
        sweeping.vpn.aclProfiles().update("fence", p -> p.withSubscribe(Action.DISALLOW));
        assertThat(sweeping.port(eye).received).hasSize(1);
    }

    @Test
    void eventsAreBelowTheTopicsTheVpnSaysAndCanGetLost() {
        watcher.subscribe(Filter.smf("$SYS/LOG/>"));
        watch(SubscriptionEventMode.V1, "#LOG/>");
        broker.vpn.updateSettings(s -> s.withEventFormats(false, true));
        Client bob = broker.login("bob", "b");
        bob.subscribe(Filter.smf("US/>"));
        assertThat(topics()).containsExactly("$SYS/LOG/INFO/SUB_ADD/US/>");
        broker.core.faults().dropClientEvents(true);
        bob.subscribe(Filter.smf("UK/>"));
        assertThat(seen()).hasSize(1);
        broker.core.faults().dropClientEvents(false);
        broker.vpn.updateSettings(s -> s.withSubscriptionEvents(SubscriptionEventMode.OFF));
        bob.subscribe(Filter.smf("DE/>"));
        assertThat(seen()).hasSize(1);
    }

    @Test
    void aSubscriptionTooLongForAnEventTopicHasNone() {
        watch(SubscriptionEventMode.V1, "#LOG/>");
        broker.login("bob", "b").subscribe(Filter.smf("x".repeat(250)));
        assertThat(seen()).isEmpty();
    }

    @Test
    void theSubscribeAclAppliesToEventsAsToAnyTopic() {
        broker.vpn.aclProfiles().update("default", p -> p.withSubscribe(Action.DISALLOW));
        assertThat(watcher.subscribe(Filter.smf("#LOG/INFO/SUB/>"))).isEqualTo(SubscribeOutcome.ACL_DENIED);
        broker.vpn.addException("default", AclProfile.Kind.SUBSCRIBE, AclExemption.smf("#LOG/INFO/>"));
        assertThat(watcher.subscribe(Filter.smf("#LOG/INFO/SUB/>"))).isEqualTo(SubscribeOutcome.OK);
    }

    @Test
    void mqttClientsMayHaveEventsOfTheirOwnNames() {
        TestBroker other = new TestBroker(BrokerSwitches.defaults().with(s -> s.mqttEventNames(true)));
        other.vpn.updateSettings(s -> s.withClientEvents(true));
        Client eye = other.login("alice", "w");
        eye.subscribe(Filter.smf("#LOG/INFO/CLIENT/*/CLIENT_CLIENT_CONNECT_MQTT/>"));
        eye.subscribe(Filter.smf("#LOG/INFO/CLIENT/*/CLIENT_CLIENT_DISCONNECT_MQTT/>"));
        other.login(Protocol.MQTT, "bob", "dev").kick("test");
        other.login("bob", "b");
        assertThat(other.port(eye).received)
                .extracting(s -> s.substring(0, s.indexOf('=')))
                .containsExactly(
                        "#LOG/INFO/CLIENT/usher-broker/CLIENT_CLIENT_CONNECT_MQTT/default/#mqtt/dev/1",
                        "#LOG/INFO/CLIENT/usher-broker/CLIENT_CLIENT_DISCONNECT_MQTT/default/#mqtt/dev/1");
    }
}
