package dev.usher.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.core.SlowFault;
import dev.usher.e2e.faults.Violation.Kind;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A bridge that was broken on purpose is convicted, in the same place and by the same checker as the real one is acquitted. */
final class DefectiveBridgeIT extends FaultScenarios {

    @BothOrderings
    void oneThatIsNotBrokenIsAcquitted(Service service) {
        try (Desk desk = floor.desk("no defect " + service, service, service.throughCrashes(), 2);
                ChildBridge bridge = floor.child()) {
            desk.write(200, 25);
            bridge.open(desk.settings(bridge.name()));
            desk.awaitAllThere();
            bridge.closeGracefully();
            desk.check();
        }
    }

    @BothOrderings
    void oneThatDropsARecordIsConvictedOfTheLoss(Service service) {
        assertThat(verdict(service, Defect.DROPS_ONE)).contains(Kind.LOST, Kind.PREMATURE_COMMIT);
    }

    @Test
    void oneThatSwapsTwoRecordsIsConvictedOfTheirOrder() {
        // Its answers come in the wrong order, too, so that a position may be stored too early; but all arrives.
        assertThat(verdict(Service.PIPELINED, Defect.SWAPS_TWO))
                .contains(Kind.OUT_OF_ORDER)
                .doesNotContain(Kind.LOST);
    }

    /** Whatever happens until everything is committed. */
    private static Set<Kind> verdict(Service service, Defect defect) {
        try (Desk desk = floor.desk(defect + " " + service, service, service.throughCrashes(), 2);
                ChildBridge bridge = floor.child()) {
            desk.write(200, 25);
            bridge.open(desk.settings(bridge.name()), defect);
            Desk.await().until(desk::isAllCommitted);
            bridge.closeGracefully();
            desk.readJournal();
            return kinds(desk);
        }
    }

    @BothOrderings
    void oneThatCommitsTooFarIsConvictedWhenItIsKilled(Service service) {
        try (Desk desk = floor.desk("commits too far " + service, service, service.throughCrashes(), 1);
                ChildBridge bridge = floor.child()) {
            // given a backlog and a slow broker
            desk.write(5_000);
            desk.broker().faults().arm(SlowFault.messagesPerSecond(500));
            Stop stop = new Stop(Step.COMMIT, true, 1);
            bridge.stopAt(stop);
            // when a bridge stores positions above what is finished, and is killed
            bridge.open(desk.settings(bridge.name()), Defect.COMMITS_TOO_FAR);
            bridge.awaitAt(stop, () -> {});
            desk.readJournal();
            bridge.kill();
            desk.readLetters();
            desk.readPositions();
            // then
            assertThat(kinds(desk.checker().soFar())).containsExactly(Kind.PREMATURE_COMMIT);
        }
    }

    /** Direct delivery promises no more than that JCSMP wrote to the connection; held against more, it fails. */
    @Test
    void directDeliveryIsConvictedOfCommittingWhatTheBrokerNeverRead() {
        try (Desk desk = floor.desk("direct is not guaranteed", Service.DIRECT, Order.SUFFIXES, 1);
                ChildBridge bridge = floor.child()) {
            desk.write(50);
            desk.broker().faults().arm(SlowFault.messagesPerSecond(10));
            bridge.open(desk.settings(bridge.name()));
            Desk.await().until(() -> {
                desk.readJournal();
                desk.readPositions();
                return !desk.checker().soFar().isEmpty();
            });
            assertThat(kinds(desk.checker().soFar())).containsExactly(Kind.PREMATURE_COMMIT);
        }
    }

    private static Set<Kind> kinds(Desk desk) {
        return kinds(desk.checker().atTheEnd());
    }

    private static Set<Kind> kinds(List<Violation> violations) {
        return violations.stream().map(Violation::kind).collect(Collectors.toSet());
    }
}
