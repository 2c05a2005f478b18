package dev.usher.broker.core;

import static dev.usher.broker.core.TestBroker.guaranteed;
import static dev.usher.broker.core.TestBroker.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultsTest {

    private final TestBroker broker = new TestBroker();
    private final Faults faults = broker.core.faults();

    private Client subscriber(String filter) {
        Client bob = broker.login("bob", "bob");
        assertThat(bob.subscribe(Filter.smf(filter))).isEqualTo(SubscribeOutcome.OK);
        return bob;
    }

    private List<String> publish(String topic, int count) {
        Client alice = broker.core.client("alice").orElseGet(() -> broker.login("alice", "alice"));
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            assertThat(alice.publish(message(topic, "" + i))).isEqualTo(PublishOutcome.OK);
            expected.add(topic + "=" + i);
        }
        return expected;
    }

    private List<String> received(Client client) {
        return broker.port(client).received;
    }

    @Test
    void aFaultSaysWhatItDoesWhereAndHowOften() {
        assertThat(GuaranteedFault.nack(Nack.SPOOL_OVER_QUOTA)
                        .forTopic("US/>")
                        .after(2)
                        .everyNth(3)
                        .times(4))
                .hasToString("guaranteed: nack 503 Spool Over Quota for topic US/> after 2 every 3 times 4");
        assertThat(SempFault.refuse(503, 2, "busy").forMethod("PATCH"))
                .hasToString("SEMP: refuse 503 code 2 for PATCH");
    }

    @Test
    void whatNothingHitIsUnused() {
        ArmedFault used = faults.arm(DirectFault.drop().forTopic("t/>").times(1));
        ArmedFault unused = faults.arm(DirectFault.drop().forTopic("other/>"));
        publish("t/1", 3);

        assertThat(used.hits()).isEqualTo(1);
        assertThat(faults.unused()).containsExactly(unused);
        unused.disarm();
        assertThat(faults.unused()).as("disarmed, and still never needed").containsExactly(unused);
        assertThat(faults.armed()).containsExactly(used, unused);
        faults.clear();
        assertThat(faults.armed()).isEmpty();
    }

    @Test
    void aScheduleIsAfterEveryAndTimes() {
        Client bob = subscriber("t");
        faults.arm(DirectFault.drop().after(2).everyNth(3).times(2));
        publish("t", 12);

        // Of the occasions 0, 1, ... the first two pass, then each third is hit, twice: 4 and 7.
        assertThat(received(bob))
                .isEqualTo(IntStream.range(0, 12)
                        .filter(i -> i != 4 && i != 7)
                        .mapToObj(i -> "t=" + i)
                        .toList());
        assertThatThrownBy(() -> DirectFault.drop().times(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SlowFault.bytesPerSecond(0)).hasMessageContaining("stopReading()");
    }

    @Test
    void droppedDirectMessagesLeaveNoTraceAndGuaranteedOnesAreSpared() {
        Client bob = subscriber("t");
        faults.arm(DirectFault.drop().forUsername("alice").forClient("alice"));
        publish("t", 2);
        assertThat(broker.core.journal().matching(Filter.smf(">"))).isEmpty();

        Client alice = broker.core.client("alice").orElseThrow();
        alice.publish(guaranteed("t", "g"));
        bob.publish(message("t", "b"));
        assertThat(received(bob)).containsExactly("t=g", "t=b");
    }

    @Test
    void refusedDirectMessagesAreCounted() {
        faults.arm(DirectFault.refuse());
        Client alice = broker.login("alice", "alice");
        assertThat(alice.publish(message("t", "x"))).isEqualTo(PublishOutcome.ACL_DENIED);
        assertThat(alice.received().refused()).isEqualTo(1);
    }

    @Test
    void aDelayedDeliveryKeepsTheOrderAndStopsNobodyElse() {
        Client bob = subscriber("t/>");
        Client manager = broker.login("manager", "m");
        manager.subscribe(Filter.smf("t/>"));
        faults.arm(DeliveryFault.delay(Duration.ofMillis(100))
                .forClient("bob")
                .forTopic("t/slow")
                .times(1));
        publish("t/slow", 1);
        publish("t/fast", 2);

        assertThat(received(bob)).isEmpty();
        assertThat(received(manager)).hasSize(3);
        broker.advanceMillis(99);
        assertThat(received(bob)).isEmpty();
        broker.advanceMillis(1);
        assertThat(received(bob)).containsExactly("t/slow=0", "t/fast=0", "t/fast=1");
        publish("t/fast", 1);
        assertThat(received(bob)).hasSize(4);
    }

    @Test
    void clearingDeliversWhatWasDelayed() {
        Client bob = subscriber("t");
        faults.arm(DeliveryFault.delay(Duration.ofDays(1)));
        List<String> all = publish("t", 3);
        faults.clear();
        broker.core.tick();
        assertThat(received(bob)).isEqualTo(all);
    }

    @Test
    void deliveriesGetLost() {
        Client bob = subscriber("t");
        faults.arm(DeliveryFault.lose().forUsername("bob").everyNth(2));
        publish("t", 4);
        assertThat(received(bob)).containsExactly("t=0", "t=2");
    }

    @Test
    void aConnectionIsCutInsideAMessage() {
        Client bob = subscriber("t");
        faults.arm(DeliveryFault.cutInside().after(1));
        publish("t", 3);
        assertThat(received(bob)).containsExactly("t=0");
        assertThat(broker.port(bob).disconnects).containsExactly("fault");
        assertThat(broker.core.client("bob")).isEmpty();
    }

    @Test
    void eventsGetLostByKindAndClient() {
        broker.vpn.updateSettings(s -> s.withClientEvents(true));
        Client bob = subscriber("#LOG/>");
        faults.arm(EventFault.lose().forEvent("DISCONNECT").forClient("alice").times(1));
        broker.login("alice", "alice").close("bye");
        broker.login("alice", "alice").close("bye");
        broker.login("manager", "m").close("bye");

        assertThat(received(bob).stream().map(r -> r.split("[/=]")[4] + " " + r.split("[/=]")[6]))
                .containsExactly(
                        "CLIENT_CLIENT_CONNECT alice",
                        "CLIENT_CLIENT_CONNECT alice",
                        "CLIENT_CLIENT_DISCONNECT alice",
                        "CLIENT_CLIENT_CONNECT m",
                        "CLIENT_CLIENT_DISCONNECT m");
    }

    @Test
    void whoIsNotReadIsNotReadUntilTheFaultIsDisarmed() {
        SlowFault stop = SlowFault.stopReading().forClient("alice").forUsername("alice");
        assertThatThrownBy(() -> stop.times(1)).hasMessageContaining("disarmed");
        assertThatThrownBy(() -> stop.after(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> stop.everyNth(2)).isInstanceOf(IllegalArgumentException.class);
        assertThat(SlowFault.bytesPerSecond(1).times(1)).hasToString("slow: read 1 bytes/s times 1");
    }

    @Test
    void anEventThatIsNotPublishedIsNotLost() {
        ArmedFault fault = faults.arm(EventFault.lose());
        broker.login("alice", "alice").close("bye");
        assertThat(fault.hits()).isZero();
    }

    @Test
    void loginsAreRefusedByUsername() {
        faults.arm(LoginFault.refuse(LoginRefusal.TOO_MANY_CLIENTS)
                .forUsername("alice")
                .times(1));
        broker.login("bob", "b");
        assertThat(broker.refusal(Protocol.SMF, "alice", "alice", "a")).isEqualTo(LoginRefusal.TOO_MANY_CLIENTS);
        broker.login("alice", "a");
    }

    @Test
    void cutsByNameByUsernameAndAll() {
        broker.login("alice", "a1");
        broker.login("alice", "a2");
        broker.login("bob", "b");
        broker.login(Protocol.MQTT, "bob", "m");
        assertThat(faults.cut("a1")).isTrue();
        assertThat(faults.cut("a1")).isFalse();
        assertThat(faults.cutUsername("alice")).isEqualTo(1);
        assertThat(faults.cutAll()).isEqualTo(2);
        assertThat(broker.core.clients()).isEmpty();
    }

    @Test
    void aFreezeHoldsTasksUntilTheThaw() {
        List<String> done = new ArrayList<>();
        faults.whenThawed(() -> done.add("at once"), () -> done.add("discarded"));
        faults.freeze();
        faults.whenThawed(() -> done.add("first"), () -> done.add("discarded"));
        faults.whenThawed(() -> done.add("second"), () -> done.add("discarded"));
        assertThat(done).containsExactly("at once");
        faults.clear();
        assertThat(faults.isFrozen()).isFalse();
        assertThat(done).containsExactly("at once", "first", "second");
    }

    @Test
    void clearingRunsWhatAFaultPutOffOnce() {
        List<String> done = new ArrayList<>();
        Runnable due = faults.putOff(() -> done.add("first"), () -> done.add("discarded"));
        faults.clear();
        due.run();
        faults.clear();
        faults.putOff(() -> done.add("second"), () -> done.add("discarded")).run();
        faults.clear();
        assertThat(done).containsExactly("first", "second");
    }
}
