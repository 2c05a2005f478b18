package dev.usher.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResetTest {
    private final TestBroker broker = new TestBroker();
    private final List<Integer> atReset = new ArrayList<>();
    private VpnState.Saved built;

    @BeforeEach
    void build() {
        broker.vpn.aclProfiles().create(AclProfile.created("fence").withConnect(Action.ALLOW));
        broker.vpn.clientProfiles().create(ClientProfile.created("slow"));
        broker.vpn.updateSettings(s -> s.withMaxConnectionCount(7));
        built = broker.vpn.save();
    }

    private void reset() {
        broker.core.reset(built, () -> atReset.add(broker.core.clients().size()));
    }

    @Test
    void whatWasChangedIsAsItWasBuilt() {
        broker.vpn.aclProfiles().update("fence", p -> p.withPublish(Action.ALLOW));
        broker.vpn.aclProfiles().create(AclProfile.created("other"));
        broker.vpn.clientProfiles().delete("slow");
        broker.vpn.clientUsernames().update("alice", u -> u.withEnabled(false).withAclProfile("other"));
        broker.vpn.clientUsernames().delete("bob");
        broker.vpn.updateSettings(s -> s.withEnabled(false).withMaxConnectionCount(0));
        broker.vpn.mqttQueueLimits(new MqttQueueLimits(1, 1, 1));

        reset();

        assertThat(broker.vpn.save()).isEqualTo(built);
        broker.login("alice", "a");
        broker.login("bob", "b");
    }

    @Test
    void everybodyIsDisconnectedAndNothingIsDeliveredToThemAnyMore() {
        Client smf = broker.login("alice", "a");
        Client mqtt = broker.login(Protocol.MQTT, "bob", "tab");
        smf.subscribe(Filter.smf("x/>"));
        mqtt.subscribe(Filter.smf("x/>"));

        reset();
        Client publisher = broker.login("manager", "m");
        publisher.publish(TestBroker.message("x/y", "late"));

        assertThat(broker.port(smf).disconnects).hasSize(1);
        assertThat(broker.port(mqtt).disconnects).hasSize(1);
        assertThat(broker.port(smf).received).isEmpty();
        assertThat(broker.core.clients()).containsExactly(publisher);
        assertThat(broker.core.subscriptionCount()).isZero();
    }

    @Test
    void durableSessionsAreGoneWithWhatTheyStored() {
        Client tab = broker.loginDurable("alice", "tab");
        tab.subscribe(Filter.smf("x/>"), 1);
        tab.close("away");
        broker.core.mqttSessions().create("made", s -> s.withEnabled(true));
        broker.login("manager", "m").publish(TestBroker.guaranteed("x/y", "stored"));

        reset();

        assertThat(broker.core.mqttSessions().all()).isEmpty();
        Client back = broker.loginDurable("alice", "tab");
        assertThat(back.isSessionPresent()).isFalse();
        assertThat(broker.port(back).guaranteed).isEmpty();
    }

    @Test
    void whatWasReceivedAndRefusedIsForgotten() {
        broker.login("alice", "a").publish(TestBroker.message("x", "1"));
        broker.refusal(Protocol.SMF, "alice", "wrong", "a");
        assertThat(broker.core.journal().all()).hasSize(1);
        assertThat(broker.core.refusals()).hasSize(1);

        reset();

        assertThat(broker.core.journal().all()).isEmpty();
        assertThat(broker.core.refusals()).isEmpty();
    }

    @Test
    void trafficIsCountedFromNothing() {
        broker.login("alice", "a").publish(TestBroker.message("x", "1"));
        Client gone = broker.login("bob", "b");
        gone.publish(TestBroker.message("x", "2"));
        gone.close("bye");
        reset();
        assertThat(broker.core.traffic()).isEqualTo(Traffic.NONE);
    }

    @Test
    void aMessageOnItsWayDuringTheResetIsLost() {
        Client alice = broker.login("alice", "a");
        List<Client> fresh = new ArrayList<>();
        broker.core.faults().arm(DirectFault.drop().where("never, but for a reset", s -> {
            reset();
            fresh.add(broker.login("bob", "b"));
            fresh.get(0).subscribe(Filter.smf("x"));
            return false;
        }));
        alice.publish(TestBroker.message("x", "late"));
        assertThat(broker.core.journal().all()).isEmpty();
        assertThat(broker.core.journal().accepted()).isZero();
        assertThat(broker.port(fresh.get(0)).received).isEmpty();
    }

    @Test
    void aWillThatComesAfterTheResetIsLost() {
        Client alice = broker.login("alice", "a");
        reset();
        alice.publishWill(TestBroker.message("x", "will"));
        assertThat(broker.core.journal().all()).isEmpty();
    }

    @Test
    void theRestIsResetWhenNobodyIsConnected() {
        broker.login("alice", "a");
        reset();
        assertThat(atReset).containsExactly(0);
    }

    @Test
    void faultsAreCleared() {
        broker.core.faults().refuseLogins(LoginRefusal.SERVICE_UNAVAILABLE);
        broker.core.faults().dropClientEvents(true);
        broker.core.faults().obo(OboFault.swallow());

        reset();

        broker.login("alice", "a");
        assertThat(broker.core.faults().clientEventsDropped()).isFalse();
        assertThat(broker.core.faults().nextObo("a", "x")).isEqualTo(Optional.empty());
    }

    @Test
    void whatFaultsHeldBackIsDiscarded() {
        List<String> done = new ArrayList<>();
        Faults faults = broker.core.faults();
        Runnable due = faults.putOff(() -> done.add("run"), () -> done.add("delay ended"));
        faults.freeze();
        faults.whenThawed(() -> done.add("run"), () -> done.add("freeze ended"));

        reset();
        due.run();

        assertThat(faults.isFrozen()).isFalse();
        assertThat(done).containsExactlyInAnyOrder("delay ended", "freeze ended");
    }
}
