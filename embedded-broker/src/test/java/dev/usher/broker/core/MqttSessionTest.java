package dev.usher.broker.core;

import static dev.usher.broker.core.TestBroker.guaranteed;
import static dev.usher.broker.core.TestBroker.message;
import static dev.usher.broker.core.TestBroker.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.broker.core.AclProfile.Kind;
import dev.usher.broker.core.Subscription.Origin;
import dev.usher.broker.switches.BrokerSwitches;
import dev.usher.broker.switches.BrokerSwitches.OwnerlessSession;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class MqttSessionTest {

    private final TestBroker broker = new TestBroker();
    private final Client publisher = broker.login("bob", "publisher");

    private static TestBroker with(UnaryOperator<BrokerSwitches> change) {
        return new TestBroker(BrokerSwitches.defaults().with(change));
    }

    private MqttSession session() {
        return broker.core.mqttSessions().get("dev");
    }

    private static List<String> filters(TestBroker b) {
        return b.core.mqttSessions().get("dev").subscriptions().stream()
                .map(Subscription::text)
                .toList();
    }

    private static void assertRefused(int code, Runnable action) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        ConfigRefusal.class, e -> assertThat(e.code().number()).isEqualTo(code));
    }

    @Test
    void aDurableSessionKeepsItsSubscriptionsAndOnlyQos1Messages() {
        Client dev = broker.loginDurable("alice", "dev");
        assertThat(dev.isSessionPresent()).isFalse();
        assertThat(dev.subscribe(Filter.mqtt("zero"), 0)).isEqualTo(SubscribeOutcome.OK);
        assertThat(dev.subscribe(Filter.mqtt("one/#"), 1)).isEqualTo(SubscribeOutcome.OK);
        dev.close("gone");
        assertThat(dev.subscriptions()).isEmpty();
        publisher.publish(guaranteed("zero", "lost"));
        publisher.publish(message("one/a", "published with QoS 0"));
        publisher.publish(guaranteed("one/a", "kept"));
        publisher.publish(guaranteed("other", "not matched"));
        assertThat(session().client()).isEmpty();
        assertThat(filters(broker)).containsExactly("zero", "one/#");

        Client back = broker.loginDurable("alice", "dev");
        assertThat(back.isSessionPresent()).isTrue();
        assertThat(back.name()).startsWith("#mqtt/dev/").isNotEqualTo(dev.name());
        assertThat(broker.port(back).guaranteed).containsExactly("1:one/a=kept");
        assertThat(broker.port(back).received).isEmpty();
        publisher.publish(message("zero", "live"));
        publisher.publish(message("one", "live"));
        assertThat(broker.port(back).received).containsExactly("zero=live", "one=live");
    }

    @Test
    void unacknowledgedMessagesComeAgainAsDuplicatesBeforeTheOthers() {
        Client dev = broker.loginDurable("alice", "dev");
        dev.subscribe(Filter.mqtt("t"), 1);
        broker.core.mqttSessions().update("dev", s -> s.withMaxUnacknowledged(2));
        for (String text : List.of("a", "b", "c")) {
            publisher.publish(guaranteed("t", text));
        }
        assertThat(broker.port(dev).guaranteed).containsExactly("1:t=a", "2:t=b");
        dev.acknowledge(1);
        assertThat(broker.port(dev).guaranteed).endsWith("3:t=c");
        dev.acknowledge(9);

        Client back = broker.loginDurable("alice", "dev");
        assertThat(dev.isClosed()).isTrue();
        publisher.publish(guaranteed("t", "d"));
        assertThat(broker.port(back).guaranteed).containsExactly("2!:t=b", "3!:t=c");
        dev.acknowledge(2);
        assertThat(session().status().queue().messages()).isEqualTo(3);
        back.acknowledge(2);
        back.acknowledge(3);
        back.acknowledge(4);
        assertThat(broker.port(back).guaranteed).containsExactly("2!:t=b", "3!:t=c", "4:t=d");
        MqttQueueStatus queue = session().status().queue();
        assertThat(queue).isEqualTo(new MqttQueueStatus(0, 0, 0, 4, 0, 2));
    }

    @Test
    void whatIsStoredIsBoundedAndTheNewestIsDiscarded() {
        broker.vpn.mqttQueueLimits(new MqttQueueLimits(2, 1_000, 10));
        Client dev = broker.loginDurable("alice", "dev");
        dev.subscribe(Filter.mqtt("t"), 1);
        dev.close("gone");
        for (String text : List.of("a", "b", "c")) {
            publisher.publish(guaranteed("t", text));
        }
        assertThat(session().status().queue()).isEqualTo(new MqttQueueStatus(2, 4, 0, 2, 1, 0));
        assertThat(broker.port(broker.loginDurable("alice", "dev")).guaranteed).containsExactly("1:t=a", "2:t=b");
    }

    @Test
    void aDurableSessionNeverExpires() {
        Client dev = broker.loginDurable("alice", "dev");
        dev.subscribe(Filter.mqtt("t"), 1);
        dev.close("gone");
        publisher.publish(guaranteed("t", "old"));
        broker.advanceMillis(Duration.ofDays(3_650).toMillis());
        publisher.publish(guaranteed("t", "new"));
        assertThat(filters(broker)).containsExactly("t");
        Client back = broker.loginDurable("alice", "dev");
        assertThat(back.isSessionPresent()).isTrue();
        assertThat(broker.port(back).guaranteed).containsExactly("1:t=old", "2:t=new");
    }

    @Test
    void aCleanConnectDiscardsAndACleanSessionEndsWithItsConnection() {
        Client dev = broker.loginDurable("alice", "dev");
        dev.subscribe(Filter.mqtt("t"), 1);
        dev.close("gone");
        publisher.publish(guaranteed("t", "a"));
        Client clean = broker.login(Protocol.MQTT, "alice", "dev");
        assertThat(clean.isSessionPresent()).isFalse();
        assertThat(texts(clean)).isEmpty();
        clean.subscribe(Filter.mqtt("t"), 1);
        publisher.publish(guaranteed("t", "b"));
        assertThat(broker.port(clean).guaranteed).containsExactly("1:t=b");
        clean.close("gone");
        assertThat(broker.core.mqttSessions().all()).isEmpty();
        assertThat(broker.loginDurable("alice", "dev").isSessionPresent()).isFalse();
        assertThat(broker.port(clean).guaranteed).hasSize(1);
    }

    @Test
    void theHighestQosOfTheMatchingFiltersAppliesOnce() {
        Client dev = broker.loginDurable("alice", "dev");
        dev.subscribe(Filter.mqtt("t/#"), 0);
        dev.subscribe(Filter.mqtt("t/+"), 1);
        publisher.publish(guaranteed("t/a", "x"));
        assertThat(broker.port(dev).guaranteed).containsExactly("1:t/a=x");
        assertThat(broker.port(dev).received).isEmpty();
        assertThat(dev.subscribe(Filter.mqtt("t/+"), 0)).isEqualTo(SubscribeOutcome.ALREADY_EXISTS);
        publisher.publish(guaranteed("t/b", "y"));
        assertThat(broker.port(dev).received).containsExactly("t/b=y");
    }

    @Test
    void directMessagesArePromotedOnlyBySwitch() {
        TestBroker b = with(s -> s.qos1PromotesDirect(true));
        Client dev = b.loginDurable("alice", "dev");
        dev.subscribe(Filter.mqtt("t"), 1);
        b.login("bob", "p").publish(message("t", "x"));
        assertThat(b.port(dev).guaranteed).containsExactly("1:t=x");
    }

    @Test
    void aSessionBelongsToWhoMadeIt() {
        broker.loginDurable("alice", "dev").close("gone");
        assertThat(broker.durableRefusal("bob", "dev")).isEqualTo(LoginRefusal.NOT_SESSION_OWNER);
        assertThat(broker.refusal(Protocol.MQTT, "bob", "bob", "dev")).isEqualTo(LoginRefusal.NOT_SESSION_OWNER);
        Client alice = broker.loginDurable("alice", "dev");
        assertThat(broker.durableRefusal("bob", "dev")).isEqualTo(LoginRefusal.NOT_SESSION_OWNER);
        assertThat(alice.isClosed()).isFalse();

        TestBroker b = with(s -> s.durableSessionAcrossUsernames(true));
        Client first = b.loginDurable("alice", "dev");
        first.subscribe(Filter.mqtt("t"), 1);
        first.close("gone");
        Client thief = b.loginDurable("bob", "dev");
        assertThat(texts(thief)).containsExactly("t");
        assertThat(b.core.mqttSessions().get("dev").settings().owner()).isEqualTo("alice");
    }

    @Test
    void aSessionWithoutAnOwner() {
        UnaryOperator<MqttSessionSettings> enabled = s -> s.withEnabled(true);
        broker.core.mqttSessions().create("dev", enabled);
        broker.loginDurable("alice", "dev");
        assertThat(session().settings().owner()).isEqualTo("alice");
        assertThat(broker.durableRefusal("bob", "dev")).isEqualTo(LoginRefusal.NOT_SESSION_OWNER);

        TestBroker open = with(s -> s.ownerlessSession(OwnerlessSession.OPEN));
        open.core.mqttSessions().create("dev", enabled);
        open.loginDurable("alice", "dev").close("gone");
        open.loginDurable("bob", "dev");
        assertThat(open.core.mqttSessions().get("dev").settings().owner()).isEmpty();

        TestBroker closed = with(s -> s.ownerlessSession(OwnerlessSession.REFUSED));
        closed.core.mqttSessions().create("dev", enabled);
        assertThat(closed.durableRefusal("alice", "dev")).isEqualTo(LoginRefusal.NOT_SESSION_OWNER);
    }

    @Test
    void disablingKeepsStoringAndKeepsTheClientOut() {
        Client dev = broker.loginDurable("alice", "dev");
        dev.subscribe(Filter.mqtt("t"), 1);
        broker.core.mqttSessions().update("dev", s -> s.withEnabled(false));
        assertThat(dev.isClosed()).isTrue();
        assertThat(broker.durableRefusal("alice", "dev")).isEqualTo(LoginRefusal.SESSION_SHUTDOWN);
        publisher.publish(guaranteed("t", "x"));
        broker.core.mqttSessions().update("dev", s -> s.withEnabled(true));
        Client back = broker.loginDurable("alice", "dev");
        assertThat(broker.port(back).guaranteed).containsExactly("1:t=x");
        broker.core.mqttSessions().update("dev", s -> s.withOwner("bob"));
        assertThat(back.isClosed()).isTrue();
        assertThat(broker.durableRefusal("alice", "dev")).isEqualTo(LoginRefusal.NOT_SESSION_OWNER);
    }

    @Test
    void aDeletedSessionLeavesNothing() {
        Client dev = broker.loginDurable("alice", "dev");
        dev.subscribe(Filter.mqtt("t"), 1);
        assertRefused(89, () -> broker.core.mqttSessions().delete("dev"));
        broker.core.mqttSessions().update("dev", s -> s.withEnabled(false));
        broker.core.mqttSessions().delete("dev");
        assertRefused(6, () -> broker.core.mqttSessions().delete("dev"));
        publisher.publish(guaranteed("t", "x"));
        Client back = broker.loginDurable("alice", "dev");
        assertThat(back.isSessionPresent()).isFalse();
        assertThat(broker.port(back).guaranteed).isEmpty();

        TestBroker b = with(s -> s.sessionDeleteNeedsShutdown(false));
        Client live = b.loginDurable("alice", "dev");
        b.core.mqttSessions().delete("dev");
        assertThat(live.isClosed()).isTrue();
        assertThat(b.core.mqttSessions().all()).isEmpty();
        assertThat(b.core.subscriptionCount()).isZero();
    }

    @Test
    void aShutdownOrChangedUsernameKicksAndTheSessionStays() {
        Client dev = broker.loginDurable("alice", "dev");
        dev.subscribe(Filter.mqtt("t"), 1);
        broker.vpn.clientUsernames().update("alice", u -> u.withEnabled(false));
        assertThat(dev.isClosed()).isTrue();
        broker.vpn.clientUsernames().delete("alice");
        publisher.publish(guaranteed("t", "x"));
        assertThat(session().status().queue().messages()).isEqualTo(1);
        assertThat(session().settings().owner()).isEqualTo("alice");
    }

    @Test
    void onBehalfOfSubscriptionsStayOnlyBySwitchAndManagementOnesAlways() {
        for (boolean kept : new boolean[] {false, true}) {
            TestBroker b = with(s -> s.oboKeptByDurableSession(kept));
            Client dev = b.loginDurable("alice", "dev");
            Client manager = b.login("manager", "m");
            assertThat(manager.onBehalfOf(true, dev.name(), "obo")).isEqualTo(OboOutcome.OK);
            b.core.mqttSessions().addSubscription("dev", Filter.mqtt("semp"), 0);
            dev.close("gone");
            assertThat(manager.onBehalfOf(true, dev.name(), "late")).isEqualTo(OboOutcome.UNKNOWN_CLIENT);
            assertThat(filters(b)).containsExactlyElementsOf(kept ? List.of("obo", "semp") : List.of("semp"));
            Client back = b.loginDurable("alice", "dev");
            manager.publish(message("semp", "x"));
            manager.publish(message("obo", "x"));
            assertThat(b.port(back).received)
                    .containsExactlyElementsOf(kept ? List.of("semp=x", "obo=x") : List.of("semp=x"));
        }
    }

    @Test
    void whatAManagerAddedToASessionThatIsAwayEndsWithTheManagerBySwitch() {
        TestBroker b = with(s -> s.oboKeptByDurableSession(true).oboEndsWithManager(true));
        Client dev = b.loginDurable("alice", "dev");
        Client manager = b.login("manager", "m");
        manager.onBehalfOf(true, dev.name(), "obo");
        dev.close("gone");
        manager.close("gone");
        assertThat(filters(b)).isEmpty();
    }

    @Test
    void aCleanConnectWipesAManagedSessionUnlessSwitched() {
        for (boolean wipes : new boolean[] {true, false}) {
            TestBroker b = with(s -> s.cleanConnectWipesManagedSession(wipes));
            b.core.mqttSessions().create("dev", s -> s.withEnabled(true).withOwner("alice"));
            b.core.mqttSessions().addSubscription("dev", Filter.mqtt("semp"), 1);
            b.login("bob", "p").publish(guaranteed("semp", "x"));
            Client clean = b.login(Protocol.MQTT, "alice", "dev");
            assertThat(clean.isSessionPresent()).isFalse();
            assertThat(b.port(clean).guaranteed).isEmpty();
            assertThat(texts(clean)).isEqualTo(wipes ? List.of() : List.of("semp"));
            clean.subscribe(Filter.mqtt("own"), 0);
            clean.close("gone");
            assertThat(filters(b)).isEqualTo(wipes ? List.of() : List.of("semp", "own"));
            assertThat(b.core.mqttSessions().get("dev").isDurable()).isTrue();
        }
    }

    @Test
    void limitsHoldForClientsAndManagersButNotForManagement() {
        broker.vpn.clientProfiles().update("default", p -> p.withMaxSubscriptionCount(2));
        Client dev = broker.loginDurable("alice", "dev");
        assertThat(dev.subscribe(Filter.mqtt("a"), 1)).isEqualTo(SubscribeOutcome.OK);
        assertThat(dev.subscribe(Filter.mqtt("b"), 1)).isEqualTo(SubscribeOutcome.TOO_MANY);
        assertThat(broker.login("manager", "m").onBehalfOf(true, dev.name(), "c"))
                .isEqualTo(OboOutcome.TOO_MANY);
        broker.core.mqttSessions().addSubscription("dev", Filter.mqtt("d"), 0);
        assertRefused(10, () -> broker.core.mqttSessions().addSubscription("dev", Filter.mqtt("d"), 0));
        broker.vpn.updateSettings(s -> s.withMaxSubscriptionCount(broker.core.subscriptionCount()));
        assertRefused(2, () -> broker.core.mqttSessions().addSubscription("dev", Filter.mqtt("e"), 0));
    }

    @Test
    void managementAndTheAcl() {
        for (boolean checks : new boolean[] {false, true}) {
            TestBroker b = with(s -> s.managementAddChecksAcl(checks));
            b.vpn.aclProfiles().update("default", p -> p.withSubscribe(Action.DISALLOW));
            b.vpn.addException("default", Kind.SUBSCRIBE, AclExemption.mqtt("mine/$client-id"));
            MqttSessions sessions = b.core.mqttSessions();
            sessions.create("dev", s -> s.withOwner("alice"));
            sessions.addSubscription("dev", Filter.mqtt("mine/dev"), 0);
            if (checks) {
                assertRefused(89, () -> sessions.addSubscription("dev", Filter.mqtt("other"), 0));
            } else {
                sessions.addSubscription("dev", Filter.mqtt("other"), 0);
            }
            assertThat(filters(b)).hasSize(checks ? 1 : 2);
        }
    }

    @Test
    void aSweepReachesSessionsThatAreAway() {
        TestBroker b = with(s -> s.aclChangeSweepsSubscriptions(true));
        Client dev = b.loginDurable("alice", "dev");
        dev.subscribe(Filter.mqtt("a"), 0);
        b.core.mqttSessions().addSubscription("dev", Filter.mqtt("semp"), 0);
        dev.close("gone");
        b.vpn.aclProfiles().update("default", p -> p.withSubscribe(Action.DISALLOW));
        assertThat(filters(b)).containsExactly("semp");
    }

    @Test
    void aStableNameIsThatOfTheSession() {
        TestBroker b = with(s -> s.mqttNameStable(true));
        Client first = b.loginDurable("alice", "dev");
        first.subscribe(Filter.mqtt("t"), 1);
        Client second = b.loginDurable("alice", "dev");
        assertThat(second.name()).isEqualTo(first.name());
        assertThat(b.core.clients()).containsExactly(second);
        assertThat(b.core.client(second.name())).containsSame(second);
        assertThat(b.core.mqttSessions().get("dev").queueName()).contains(second.name());
    }

    @Test
    void whatSempShowsOfOnBehalfOfSubscriptionsIsASwitch() {
        for (boolean shown : new boolean[] {true, false}) {
            TestBroker b = with(s -> s.oboAddsInSessions(shown));
            Client dev = b.loginDurable("alice", "dev");
            dev.subscribe(Filter.mqtt("own"), 1);
            b.login("manager", "m").onBehalfOf(true, dev.name(), "obo");
            MqttSessionStatus status = b.core.mqttSessions().get("dev").status();
            assertThat(status.subscriptions())
                    .extracting(Subscription::origin)
                    .isEqualTo(shown ? List.of(Origin.CLIENT, Origin.OBO) : List.of(Origin.CLIENT));
        }
    }

    @Test
    void theOldConnectionOfASessionCanChangeNothing() {
        Client old = broker.loginDurable("alice", "dev");
        Client now = broker.loginDurable("alice", "dev");
        now.subscribe(Filter.mqtt("t"), 1);
        assertThat(old.unsubscribe(Filter.mqtt("t"))).isEqualTo(UnsubscribeOutcome.NOT_FOUND);
        assertThat(old.subscribe(Filter.mqtt("u"), 1)).isEqualTo(SubscribeOutcome.CLOSED);
        old.close("late");
        assertThat(session().client()).contains(now);
        assertThat(texts(now)).containsExactly("t");
    }

    @Test
    void aQos2MessageIsPublishedOnceAlsoAcrossConnections() {
        Client reader = broker.login("bob", "reader");
        reader.subscribe(Filter.smf("t"));
        Client dev = broker.loginDurable("alice", "dev");
        assertThat(dev.publishOnce(7, guaranteed("t", "x"))).isEqualTo(PublishOutcome.OK);
        Client back = broker.loginDurable("alice", "dev");
        assertThat(back.publishOnce(7, guaranteed("t", "x"))).isEqualTo(PublishOutcome.OK);
        back.releaseOnce(7);
        back.publishOnce(7, guaranteed("t", "y"));
        assertThat(broker.port(reader).received).containsExactly("t=x", "t=y");
    }

    @Test
    void aCleanConnectForgetsWhichQos2MessagesCame() {
        broker.core.mqttSessions().create("dev", s -> s.withEnabled(true));
        Client reader = broker.login("bob", "reader");
        reader.subscribe(Filter.smf("t"));
        broker.loginDurable("alice", "dev").publishOnce(7, guaranteed("t", "x"));
        broker.login(Protocol.MQTT, "alice", "dev").publishOnce(7, guaranteed("t", "new"));
        assertThat(broker.port(reader).received).containsExactly("t=x", "t=new");
    }
}
