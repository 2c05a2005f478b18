package dev.usher.broker.core;

import static dev.usher.broker.core.TestBroker.elidable;
import static dev.usher.broker.core.TestBroker.message;
import static dev.usher.broker.core.TestBroker.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.broker.core.AclProfile.Kind;
import dev.usher.broker.switches.BrokerSwitches;
import dev.usher.broker.switches.BrokerSwitches.MqttSpelling;
import dev.usher.broker.switches.BrokerSwitches.SameName;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrokerCoreTest {

    @Test
    void whoIsAtAnAddressIsWhoConnectedFromThereLast() {
        TestBroker broker = new TestBroker();
        Client former = broker.login("alice", "former");
        String address = former.address();
        assertThat(broker.core.clientAt(address)).contains(former);
        Client later = broker.login("alice", "later");
        former.close("noticed late");
        assertThat(broker.core.clientAt(address)).contains(later);
        assertThat(broker.core.clientAt("192.0.2.1:1")).isEmpty();
        later.close("bye");
        assertThat(broker.core.clientAt(address)).isEmpty();
    }

    private final TestBroker broker = new TestBroker();

    @Test
    void loginsAreRefusedForAReason() {
        assertThat(broker.refusal(Protocol.SMF, "alice", "wrong", "a")).isEqualTo(LoginRefusal.UNAUTHORIZED);
        assertThat(broker.refusal(Protocol.SMF, "alice", "alice", "a".repeat(161)))
                .isEqualTo(LoginRefusal.NAME_INVALID);
        assertThat(broker.refusal(Protocol.SMF, "alice", "alice", "#mqtt/b/1")).isEqualTo(LoginRefusal.NAME_INVALID);
        assertThat(broker.refusal(Protocol.MQTT, "alice", "alice", "")).isEqualTo(LoginRefusal.NAME_INVALID);
        broker.vpn.clientUsernames().update("bob", u -> u.withEnabled(false));
        assertThat(broker.refusal(Protocol.SMF, "bob", "bob", "b")).isEqualTo(LoginRefusal.USERNAME_SHUTDOWN);
        broker.vpn.updateSettings(s -> s.withMaxConnectionCount(0));
        assertThat(broker.refusal(Protocol.SMF, "alice", "alice", "a")).isEqualTo(LoginRefusal.TOO_MANY_CLIENTS);
        broker.core.faults().refuseLogins(LoginRefusal.SERVICE_UNAVAILABLE);
        assertThat(broker.refusal(Protocol.SMF, "alice", "alice", "a")).isEqualTo(LoginRefusal.SERVICE_UNAVAILABLE);
        broker.core.faults().clear();
        broker.vpn.updateSettings(s -> s.withEnabled(false));
        assertThat(broker.refusal(Protocol.SMF, "alice", "alice", "a")).isEqualTo(LoginRefusal.VPN_UNAVAILABLE);
        assertThat(broker.core.clients()).isEmpty();
    }

    @Test
    void connectExceptionsAreAddresses() {
        broker.vpn.aclProfiles().create(AclProfile.created("p").withConnectExceptions(List.of("127.0.0.0/8")));
        broker.vpn.clientUsernames().update("alice", u -> u.withAclProfile("p"));
        assertThat(broker.refusal(Protocol.SMF, "alice", "alice", "a")).isNull();
        broker.vpn.aclProfiles().update("p", p -> p.withConnectExceptions(List.of("10.0.0.0/8", "::1/128", "host/8")));
        assertThat(broker.refusal(Protocol.SMF, "alice", "alice", "b")).isEqualTo(LoginRefusal.ACL_DENIED);
    }

    @Test
    void mqttNamesGrowByConnectionAndTheClientIdTakesOver() {
        Client first = broker.login(Protocol.MQTT, "alice", "dev");
        first.subscribe(Filter.mqtt("a/#"));
        Client second = broker.login(Protocol.MQTT, "alice", "dev");
        assertThat(first.name()).isEqualTo("#mqtt/dev/1");
        assertThat(second.name()).isEqualTo("#mqtt/dev/2");
        assertThat(broker.port(first).disconnects).hasSize(1);
        assertThat(broker.core.clients()).containsExactly(second);
        assertThat(texts(second)).isEmpty();
        assertThat(first.subscribe(Filter.mqtt("b"))).isEqualTo(SubscribeOutcome.CLOSED);
        assertThat(first.publish(message("a", "x"))).isEqualTo(PublishOutcome.CLOSED);
    }

    @Test
    void takeOverCanBeRefusedOrLimitedToTheSameUsername() {
        TestBroker refusing = new TestBroker(BrokerSwitches.defaults().with(s -> s.sameName(SameName.REFUSE)));
        refusing.login("alice", "same");
        assertThat(refusing.refusal(Protocol.SMF, "alice", "alice", "same")).isEqualTo(LoginRefusal.NAME_IN_USE);
        TestBroker own = new TestBroker(BrokerSwitches.defaults().with(s -> s.takeOverAcrossUsernames(false)));
        own.login("alice", "same");
        assertThat(own.refusal(Protocol.SMF, "bob", "bob", "same")).isEqualTo(LoginRefusal.NAME_IN_USE);
        assertThat(own.refusal(Protocol.SMF, "alice", "alice", "same")).isNull();
    }

    @Test
    void denyExceptionsUnderDefaultAllow() {
        AclExemption deny = AclExemption.smf("US/NASDAQ/>");
        broker.vpn.aclProfiles().update("default", p -> p.plus(Kind.SUBSCRIBE, deny));
        Client alice = broker.login("alice", "a");
        assertThat(alice.subscribe(Filter.smf("US/>"))).isEqualTo(SubscribeOutcome.ACL_DENIED);
        assertThat(alice.subscribe(Filter.smf("US/NYSE/>"))).isEqualTo(SubscribeOutcome.OK);

        TestBroker lax = new TestBroker(BrokerSwitches.defaults().with(s -> s.denyExceptionRefusesOverlap(false)));
        lax.vpn.aclProfiles().update("default", p -> p.plus(Kind.SUBSCRIBE, deny));
        Client other = lax.login("alice", "a");
        assertThat(other.subscribe(Filter.smf("US/>"))).isEqualTo(SubscribeOutcome.OK);
        assertThat(other.subscribe(Filter.smf("US/NASDAQ/AAPL"))).isEqualTo(SubscribeOutcome.ACL_DENIED);
    }

    @Test
    void anMqttExceptionGovernsSmfClientsToo() {
        broker.vpn
                .aclProfiles()
                .create(AclProfile.created("p")
                        .withConnect(Action.ALLOW)
                        .plus(Kind.SUBSCRIBE, AclExemption.mqtt("s/$client-id/#")));
        broker.vpn.clientUsernames().update("alice", u -> u.withAclProfile("p"));
        assertThat(broker.login(Protocol.MQTT, "alice", "dev").subscribe(Filter.mqtt("s/dev/#")))
                .isEqualTo(SubscribeOutcome.OK);
        assertThat(broker.login("alice", "dev").subscribe(Filter.smf("s/dev/>")))
                .isEqualTo(SubscribeOutcome.ACL_DENIED);
    }

    @Test
    void aRemovedExceptionKeepsWhatIsSubscribedUnlessSwept() {
        for (boolean sweep : new boolean[] {false, true}) {
            TestBroker b = new TestBroker(BrokerSwitches.defaults().with(s -> s.aclChangeSweepsSubscriptions(sweep)));
            b.vpn.aclProfiles()
                    .create(AclProfile.created("p")
                            .withConnect(Action.ALLOW)
                            .plus(Kind.SUBSCRIBE, AclExemption.smf("a/>")));
            b.vpn.clientUsernames().update("alice", u -> u.withAclProfile("p"));
            Client alice = b.login("alice", "a");
            Client manager = b.login("manager", "m");
            assertThat(alice.subscribe(Filter.smf("a/>"))).isEqualTo(SubscribeOutcome.OK);
            assertThat(manager.onBehalfOf(true, "a", "b/>")).isEqualTo(OboOutcome.OK);
            b.vpn.removeException("p", Kind.SUBSCRIBE, AclExemption.smf("a/>"));
            assertThat(texts(alice)).isEqualTo(sweep ? List.of("b/>") : List.of("a/>", "b/>"));
            assertThat(alice.subscribe(Filter.smf("a/x"))).isEqualTo(SubscribeOutcome.ACL_DENIED);
        }
    }

    @Test
    void onBehalfOfAnMqttClientIsSpelledInSmf() {
        Client dev = broker.login(Protocol.MQTT, "alice", "dev");
        Client manager = broker.login("manager", "m");
        assertThat(manager.onBehalfOf(true, dev.name(), "US/NASDAQ/*/\u0003")).isEqualTo(OboOutcome.OK);
        assertThat(manager.onBehalfOf(true, dev.name(), "US/NYSE/>")).isEqualTo(OboOutcome.OK);
        assertThat(texts(dev)).containsExactly("US/NASDAQ/+/#", "US/NYSE/>");
        manager.publish(message("US/NYSE/IBM", "no"));
        manager.publish(message("US/NASDAQ/AAPL", "yes"));
        assertThat(broker.port(dev).received).containsExactly("US/NASDAQ/AAPL=yes");
        assertThat(dev.unsubscribe(Filter.mqtt("US/NASDAQ/+/#"))).isEqualTo(UnsubscribeOutcome.OK);
    }

    @Test
    void monitorMaySpellMqttSubscriptionsInSmf() {
        TestBroker b = new TestBroker(BrokerSwitches.defaults().with(s -> s.mqttSpelling(MqttSpelling.SMF)));
        Client dev = b.login(Protocol.MQTT, "alice", "dev");
        dev.subscribe(Filter.mqtt("a/+/#"));
        assertThat(texts(dev)).containsExactly("a/*/\u0003");
    }

    @Test
    void onlyManagersActForOthersAndTheirFlagCountsNow() {
        Client bob = broker.login("bob", "b");
        Client manager = broker.login("manager", "m");
        assertThat(bob.onBehalfOf(true, "m", "a")).isEqualTo(OboOutcome.MANAGER_DENIED);
        broker.vpn.clientUsernames().update("bob", u -> u.withSubscriptionManager(true));
        assertThat(bob.onBehalfOf(true, "m", "a")).isEqualTo(OboOutcome.OK);
        assertThat(manager.onBehalfOf(true, "nobody", "a")).isEqualTo(OboOutcome.UNKNOWN_CLIENT);
        assertThat(manager.onBehalfOf(true, "b", "#share/g/a")).isEqualTo(OboOutcome.INVALID);
        assertThat(manager.onBehalfOf(true, "b", "")).isEqualTo(OboOutcome.INVALID);
    }

    @Test
    void subscriptionsAreCounted() {
        broker.vpn.clientProfiles().update("default", p -> p.withMaxSubscriptionCount(2));
        Client dev = broker.login("alice", "dev");
        assertThat(dev.subscribe(Filter.smf("a"))).isEqualTo(SubscribeOutcome.OK);
        assertThat(dev.subscribe(Filter.smf("b"))).isEqualTo(SubscribeOutcome.OK);
        assertThat(dev.subscribe(Filter.smf("c"))).isEqualTo(SubscribeOutcome.TOO_MANY);
        assertThat(dev.subscribeByManagement(Filter.smf("d"))).isEqualTo(SubscribeOutcome.OK);
        assertThat(dev.subscribe(Filter.smf("a"))).isEqualTo(SubscribeOutcome.ALREADY_EXISTS);
    }

    @Test
    void aClientMayReadItsOwnInboxOnly() {
        broker.vpn.aclProfiles().create(AclProfile.created("p").withConnect(Action.ALLOW));
        broker.vpn.clientUsernames().update("alice", u -> u.withAclProfile("p"));
        Client alice = broker.login("alice", "a");
        Client bob = broker.login("bob", "b");
        assertThat(alice.subscribe(Filter.smf(alice.inbox() + "/>"))).isEqualTo(SubscribeOutcome.OK);
        assertThat(alice.subscribe(Filter.smf(bob.inbox() + "/>"))).isEqualTo(SubscribeOutcome.ACL_DENIED);
        bob.publish(message(alice.inbox() + "/_", "hello"));
        assertThat(broker.port(alice).received).containsExactly(alice.inbox() + "/_=hello");
    }

    @Test
    void whatASlowClientLosesIsCounted() {
        Client alice = broker.login("alice", "a");
        alice.subscribe(Filter.smf(">"));
        TestBroker.Port port = broker.port(alice);
        port.full = true;
        alice.publish(message("t", "1"));
        alice.publish(message("t", "2"));
        port.full = false;
        alice.publish(message("t", "3"));
        alice.publish(message("t", "4"));
        assertThat(port.received).containsExactly("t=3", "t=4");
        assertThat(alice.discarded()).isEqualTo(2);
        assertThat(alice.delivered()).isEqualTo(2);
    }

    @Test
    void elidingIsPerTopicBoundedAndOptionalForMqtt() {
        broker.vpn
                .clientProfiles()
                .update("default", p -> p.withEliding(true, 100).withElidingMaxTopicCount(2));
        Client alice = broker.login("alice", "a");
        alice.subscribe(Filter.smf(">"));
        for (String text : List.of("1", "2", "3")) {
            alice.publish(elidable("x", text));
            alice.publish(elidable("y", text));
            alice.publish(elidable("beyond", text));
        }
        assertThat(broker.port(alice).received).containsExactly("x=1", "y=1", "beyond=1", "beyond=2", "beyond=3");
        broker.advanceMillis(99);
        assertThat(broker.port(alice).received).hasSize(5);
        broker.advanceMillis(1);
        assertThat(broker.port(alice).received.subList(5, 7)).containsExactlyInAnyOrder("x=3", "y=3");
        broker.advanceMillis(50);
        alice.publish(elidable("x", "4"));
        assertThat(broker.port(alice).received).hasSize(7);
        broker.advanceMillis(50);
        assertThat(broker.port(alice).received).hasSize(8).last().isEqualTo("x=4");
        broker.advanceMillis(100);
        assertThat(alice.elidingTopics()).isZero();

        TestBroker b = new TestBroker(BrokerSwitches.defaults().with(s -> s.elidingToMqtt(false)));
        b.vpn.clientProfiles().update("default", p -> p.withEliding(true, 100));
        Client dev = b.login(Protocol.MQTT, "alice", "dev");
        dev.subscribe(Filter.mqtt("#"));
        dev.publish(elidable("x", "1"));
        dev.publish(elidable("x", "2"));
        assertThat(b.port(dev).received).containsExactly("x=1", "x=2");
    }

    @Test
    void profileChangesOfAnEnabledUsernameDisconnectOrAreRefused() {
        broker.vpn.aclProfiles().create(AclProfile.allowAll("other"));
        Client alice = broker.login("alice", "a");
        broker.vpn.clientUsernames().update("alice", u -> u.withPassword(Password.of("new")));
        assertThat(alice.isClosed()).isFalse();
        broker.vpn.clientUsernames().update("alice", u -> u.withAclProfile("other"));
        assertThat(alice.isClosed()).isTrue();
        assertThat(broker.port(alice).disconnects).hasSize(1);

        TestBroker legacy =
                new TestBroker(BrokerSwitches.defaults().with(s -> s.profileChangeNeedsDisabledUsername(true)));
        legacy.vpn.aclProfiles().create(AclProfile.allowAll("other"));
        assertThatThrownBy(() -> legacy.vpn.clientUsernames().update("alice", u -> u.withAclProfile("other")))
                .isInstanceOfSatisfying(
                        ConfigRefusal.class, e -> assertThat(e.code()).isEqualTo(ConfigRefusal.Code.NOT_ALLOWED));
    }

    @Test
    void whatIsBoundCannotBeDeleted() {
        broker.vpn.aclProfiles().create(AclProfile.created("p"));
        broker.vpn.clientUsernames().update("alice", u -> u.withAclProfile("p"));
        assertThatThrownBy(() -> broker.vpn.aclProfiles().delete("p"))
                .isInstanceOfSatisfying(
                        ConfigRefusal.class, e -> assertThat(e.code().number()).isEqualTo(89));
        broker.vpn.clientUsernames().update("alice", u -> u.withEnabled(false));
        broker.vpn.aclProfiles().delete("p");
        broker.vpn
                .clientUsernames()
                .update("alice", u -> u.withAclProfile("default").withEnabled(true));
        assertThat(broker.login("alice", "a").acl().allowsSubscribe(Filter.smf(">")))
                .isTrue();
    }

    @Test
    void exceptionsAreUniqueAndMustExistToGo() {
        AclExemption e = AclExemption.smf("a/>");
        broker.vpn.addException("default", Kind.PUBLISH, e);
        assertThatThrownBy(() -> broker.vpn.addException("default", Kind.PUBLISH, e))
                .isInstanceOfSatisfying(
                        ConfigRefusal.class, r -> assertThat(r.code().number()).isEqualTo(10));
        broker.vpn.removeException("default", Kind.PUBLISH, e);
        assertThatThrownBy(() -> broker.vpn.removeException("default", Kind.PUBLISH, e))
                .isInstanceOfSatisfying(
                        ConfigRefusal.class, r -> assertThat(r.code().number()).isEqualTo(6));
    }

    @Test
    void eventsTellWhoCameAndWent() {
        broker.vpn.updateSettings(s -> s.withClientEvents(true).withEventFormats(true, true));
        Client watcher = broker.login("alice", "w");
        watcher.subscribe(Filter.smf("#LOG/>"));
        watcher.subscribe(Filter.smf("$SYS/LOG/>"));
        Client dev = broker.login(Protocol.MQTT, "bob", "dev");
        dev.kick("test");
        assertThat(broker.port(watcher).received)
                .extracting(s -> s.substring(0, s.indexOf('=')))
                .containsExactly(
                        "#LOG/INFO/CLIENT/usher-broker/CLIENT_CLIENT_CONNECT/default/#mqtt/dev/1",
                        "$SYS/LOG/INFO/CLIENT/usher-broker/CLIENT_CLIENT_CONNECT/default/#mqtt/dev/1",
                        "#LOG/INFO/CLIENT/usher-broker/CLIENT_CLIENT_DISCONNECT/default/#mqtt/dev/1",
                        "$SYS/LOG/INFO/CLIENT/usher-broker/CLIENT_CLIENT_DISCONNECT/default/#mqtt/dev/1");
    }

    @Test
    void aWillIsPublishedOnceAndUnderTheAcl() {
        Client watcher = broker.login("alice", "w");
        watcher.subscribe(Filter.smf("will/>"));
        Client dev = broker.login(Protocol.MQTT, "bob", "dev");
        broker.vpn.aclProfiles().update("default", p -> p.plus(Kind.PUBLISH, AclExemption.smf("will/no")));
        dev.kick("test");
        assertThat(dev.publishWill(message("will/no", "x"))).isFalse();
        assertThat(dev.publishWill(message("will/yes", "x"))).isTrue();
        assertThat(dev.publishWill(message("will/yes", "x"))).isFalse();
        assertThat(broker.port(watcher).received).containsExactly("will/yes=x");
    }
}
