package dev.usher.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.Restart;
import dev.usher.broker.core.ArmedFault;
import dev.usher.broker.core.Fault;
import dev.usher.broker.core.FlowFault;
import dev.usher.broker.core.GuaranteedFault;
import dev.usher.broker.core.LoginRefusal;
import dev.usher.broker.core.Nack;
import dev.usher.broker.core.SlowFault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What the bridge does when Solace, or the way there, has trouble. */
final class BrokerFaultsIT extends FaultScenarios {

    @BothOrderings
    void aConnectionIsCutWithAWindowOfUnansweredMessages(Service service) {
        try (Desk desk = floor.desk("cut mid-window " + service, service, service.throughCrashes(), 3);
                ChildBridge bridge = floor.bridge(desk)) {
            // given messages that were accepted and not acknowledged
            ArmedFault withheld = desk.broker().faults().arm(GuaranteedFault.withholdAcks());
            desk.write(600, BAD_EVERY);
            Desk.await().until(() -> withheld.hits() >= 10);
            // when
            assertThat(desk.broker().faults().cutUsername("bridge")).isEqualTo(1);
            withheld.disarm();
            // then
            thenAllIsWell(desk, bridge);
        }
    }

    @BothOrderings
    void connectionsAreCutAgainAndAgainBeforeAndAfterAMessageIsAccepted(Service service) {
        try (Desk desk = floor.desk("cuts " + service, service, service.throughCrashes(), 3);
                ChildBridge bridge = floor.bridge(desk)) {
            List<ArmedFault> cuts = armed(
                    desk,
                    GuaranteedFault.cut().after(20).everyNth(61).times(4),
                    GuaranteedFault.acceptAndCut().after(50).everyNth(67).times(4));
            desk.write(600, BAD_EVERY);
            thenAllIsWell(desk, bridge);
            assertThat(cuts).extracting(ArmedFault::hits).containsOnly(4);
        }
    }

    @BothOrderings
    void theBrokerRestartsWithItsState(Service service) {
        try (Desk desk = floor.desk("restart keeping state " + service, service, service.throughCrashes(), 3);
                ChildBridge bridge = floor.bridge(desk)) {
            for (int i = 0; i < 3; i++) {
                desk.write(300, BAD_EVERY);
                desk.awaitAccepted(1);
                desk.broker().restart(Restart.KEEPING_STATE);
            }
            thenAllIsWell(desk, bridge);
        }
    }

    @BothOrderings
    void theBrokerRestartsAndDoesNotKnowTheFlowAnyMore(Service service) {
        try (Desk desk = floor.desk("restart losing flows " + service, service, service.throughCrashes(), 3);
                ChildBridge bridge = floor.bridge(desk)) {
            armed(desk, FlowFault.forget(), FlowFault.loseLast(3));
            for (int i = 0; i < 3; i++) {
                desk.write(300, BAD_EVERY);
                desk.awaitAccepted(1);
                desk.broker().restart(Restart.KEEPING_STATE);
            }
            thenAllIsWell(desk, bridge);
        }
    }

    @BothOrderings
    void anotherBrokerThatKnowsNothingTakesItsPlace(Service service) {
        try (Desk desk = floor.desk("restart losing state " + service, service, service.throughCrashes(), 3);
                ChildBridge bridge = floor.bridge(desk)) {
            desk.write(100, BAD_EVERY);
            desk.awaitAllThere();
            desk.broker().stop();
            desk.write(300, BAD_EVERY);
            desk.broker().startAgain(Restart.LOSING_STATE);
            desk.journalStartsOver();
            thenAllIsWell(desk, bridge);
        }
    }

    /** Each reason for one key; the other keys are not held up. */
    @BothOrderings
    void whatIsRefusedForGoodIsBuriedAndTheRestGoesOn(Service service) {
        try (Desk desk = floor.desk("permanent nacks " + service, service, service.throughCrashes(), 3);
                ChildBridge bridge = floor.bridge(desk)) {
            List<Nack> reasons =
                    Arrays.stream(Nack.values()).filter(Nack::isPermanent).toList();
            List<ArmedFault> nacks = new ArrayList<>();
            for (int i = 0; i < reasons.size(); i++) {
                desk.expectRefused("K" + i);
                nacks.add(desk.broker()
                        .faults()
                        .arm(GuaranteedFault.nack(reasons.get(i)).forTopic(desk.eventTopic("K" + i))));
            }
            desk.write(300, BAD_EVERY);
            thenAllIsWell(desk, bridge);
            assertThat(nacks).extracting(ArmedFault::hits).allMatch(hits -> hits > 0);
        }
    }

    @BothOrderings
    void whatIsRefusedForNowIsSentAgainUntilItIsTaken(Service service) {
        try (Desk desk = floor.desk("transient nacks " + service, service, service.throughRefusals(), 3);
                ChildBridge bridge = floor.bridge(desk)) {
            List<ArmedFault> nacks = Arrays.stream(Nack.values())
                    .filter(nack -> !nack.isPermanent())
                    .map(nack -> desk.broker()
                            .faults()
                            .arm(GuaranteedFault.nack(nack)
                                    .after(10 * nack.ordinal())
                                    .everyNth(29)
                                    .times(2)))
                    .toList();
            desk.write(600, BAD_EVERY);
            thenAllIsWell(desk, bridge);
            assertThat(nacks).extracting(ArmedFault::hits).containsOnly(2);
        }
    }

    @BothOrderings
    void theSpoolIsOverItsQuotaForAWhile(Service service) {
        try (Desk desk = floor.desk("spool over quota " + service, service, service.throughRefusals(), 3);
                ChildBridge bridge = floor.bridge(desk)) {
            // given that some went through, and then nothing does
            desk.write(50);
            desk.awaitAllThere();
            ArmedFault full = desk.broker().faults().arm(GuaranteedFault.nack(Nack.SPOOL_OVER_QUOTA));
            desk.write(300, BAD_EVERY);
            Desk.await().until(() -> full.hits() >= 10);
            desk.readJournal();
            desk.readLetters();
            desk.readPositions();
            desk.checkSoFar();
            // when there is room again
            full.disarm();
            // then
            thenAllIsWell(desk, bridge);
        }
    }

    @BothOrderings
    void acknowledgementsAreWithheldUntilTheWindowIsFull(Service service) {
        try (Desk desk = floor.desk("withheld acks " + service, service, service.throughCrashes(), 3);
                ChildBridge bridge = floor.bridge(desk)) {
            ArmedFault withheld = desk.broker().faults().arm(GuaranteedFault.withholdAcks());
            desk.write(1_000, BAD_EVERY);
            Desk.await().until(() -> withheld.hits() >= 20);
            desk.readJournal();
            desk.readLetters();
            desk.readPositions();
            desk.checkSoFar();
            withheld.disarm();
            thenAllIsWell(desk, bridge);
        }
    }

    @BothOrderings
    void acknowledgementsAndMessagesAreLost(Service service) {
        try (Desk desk = floor.desk("losses on the way " + service, service, service.throughCrashes(), 3);
                ChildBridge bridge = floor.bridge(desk)) {
            armed(
                    desk,
                    GuaranteedFault.loseAck().everyNth(7),
                    GuaranteedFault.loseMessage().after(40).everyNth(97).times(3));
            desk.write(600, BAD_EVERY);
            thenAllIsWell(desk, bridge);
        }
    }

    @BothOrderings
    void theBrokerIsSlowAndThenReadsNothingAtAll(Service service) {
        try (Desk desk = floor.desk("slow broker " + service, service, service.throughCrashes(), 3);
                ChildBridge bridge = floor.bridge(desk)) {
            ArmedFault slow = desk.broker().faults().arm(SlowFault.messagesPerSecond(500));
            desk.write(300, BAD_EVERY);
            desk.awaitAccepted(50);
            ArmedFault stalled = desk.broker().faults().arm(SlowFault.stopReading());
            slow.disarm();
            desk.write(300, BAD_EVERY);
            Desk.await().until(() -> bridge.metric("usher_bridge_in_flight") > 0);
            desk.readJournal();
            desk.readLetters();
            desk.readPositions();
            desk.checkSoFar();
            stalled.disarm();
            thenAllIsWell(desk, bridge);
        }
    }

    /** JCSMP tries so often and then gives its session up for ever; the bridge makes another one. */
    @BothOrderings
    void jcsmpGivesUpItsSessionAndAnotherOneIsMade(Service service) {
        try (Desk desk = floor.desk("session rebuilt " + service, service, service.throughCrashes(), 3);
                ChildBridge bridge = floor.bridge(desk)) {
            desk.write(300, BAD_EVERY);
            desk.awaitAccepted(1);
            int refusals = desk.broker().refusals().size();
            desk.broker().faults().refuseLogins(LoginRefusal.SERVICE_UNAVAILABLE);
            assertThat(desk.broker().faults().cutUsername("bridge")).isEqualTo(1);
            Desk.await().until(() -> desk.broker().refusals().size() >= refusals + 2);
            assertThat(bridge.get("/ready")).contains("\"name\":\"solace\",\"ready\":false");
            desk.write(100, BAD_EVERY);
            desk.broker().faults().acceptLogins();
            thenAllIsWell(desk, bridge);
        }
    }

    /** The backlog is many times what the bridge may hold; what it holds stays the same, and it is drained without anybody's help. */
    @BothOrderings
    void theBrokerIsAwayForAWhile(Service service) {
        try (Desk desk = floor.desk("broker away " + service, service, service.throughCrashes(), 3);
                ChildBridge bridge = floor.child()) {
            // given a bridge at work
            Map<String, Object> settings = desk.settings(
                    bridge.name(), Map.of("fetch.max.bytes", "200000", "max.partition.fetch.bytes", "100000"));
            settings.put("flow", Map.of("queueSize", 500, "inFlightPerPartition", 500));
            bridge.open(settings);
            desk.write(100);
            desk.awaitAllThere();
            long before = bridge.heap();
            // when the broker goes, and 20 MB are written
            desk.broker().stop();
            desk.pad(2_000);
            desk.write(10_000);
            // then all partitions are paused and little of it is in memory
            Desk.await().until(() -> bridge.metric("usher_bridge_paused_partitions") == 3);
            long grown = bridge.heap() - before;
            System.out.printf("faults: %s heap in use %,d bytes, %,d more with a backlog%n", service, before, grown);
            assertThat(grown).isLessThan(10_000_000L);
            // and when it comes back
            desk.broker().startAgain();
            thenAllIsWell(desk, bridge);
        }
    }

    private static List<ArmedFault> armed(Desk desk, Fault<?, ?>... faults) {
        return Arrays.stream(faults).map(desk.broker().faults()::arm).toList();
    }
}
