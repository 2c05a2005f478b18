package dev.usher.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A bridge is stopped by the system ({@code SIGSTOP}) at every step of the way, and goes on ({@code SIGCONT}) as if nothing had been. */
final class FreezesIT extends FaultScenarios {

    private static final int SHORT = 20;
    private static final int LONG = 10;

    /** As a machine that swaps, or a virtual machine that is moved. */
    @BothOrderings
    void aShortFreezeChangesNothing(Service service) {
        try (Desk desk = floor.desk("short freezes " + service, service, service.throughCrashes(), 3);
                ChildBridge bridge = floor.child()) {
            Map<Step, Integer> freezes = new EnumMap<>(Step.class);
            bridge.open(desk.successor(bridge.name()));
            for (Stop stop : Stop.evenly(SHORT, desk.chance())) {
                bridge.stopAt(stop);
                desk.topUp(60, BAD_EVERY);
                bridge.awaitAt(stop, () -> desk.write(20, BAD_EVERY));
                desk.readJournal();

                bridge.freeze();
                desk.readLetters();
                desk.readPositions();
                desk.checkSoFar();
                bridge.thaw();

                bridge.on();
                freezes.merge(stop.step(), 1, Integer::sum);
            }
            desk.awaitAllThere();
            bridge.closeGracefully();
            desk.check();
            report("short", service, freezes, desk, SHORT);
        }
    }

    /** The group gives its partitions to another member, which does all the work; then the former owner goes on where it was. */
    @BothOrderings
    void whoIsFrozenForLongIsReplacedAndDoesNoHarmWhenItWakes(Service service) {
        try (Desk desk = floor.desk("long freezes " + service, service, service.throughTakeOvers(), 4);
                ChildBridge one = floor.child();
                ChildBridge other = floor.child()) {
            Map<Step, Integer> freezes = new EnumMap<>(Step.class);
            List<ChildBridge> members = List.of(one, other);
            for (ChildBridge member : members) {
                member.open(desk.impatient(member.name()));
            }
            for (Stop stop : Stop.evenly(LONG, desk.chance())) {
                ChildBridge frozen = members.get(desk.chance().nextInt(2));
                frozen.stopAt(stop);
                desk.topUp(60, BAD_EVERY);
                frozen.awaitAt(stop, () -> desk.write(20, BAD_EVERY));

                frozen.freeze();
                desk.write(60, BAD_EVERY);
                // The other has taken over everything, also what the frozen one was at.
                desk.awaitAllThere();
                frozen.thaw();

                frozen.on();
                freezes.merge(stop.step(), 1, Integer::sum);
            }
            desk.write(100, BAD_EVERY);
            desk.awaitAllThere();
            one.closeGracefully();
            other.closeGracefully();
            desk.check();
            report("long", service, freezes, desk, LONG);
        }
    }

    private static void report(String how, Service service, Map<Step, Integer> freezes, Desk desk, int count) {
        System.out.printf("faults: %s %s freezes %s, %s%n", service, how, freezes, desk.checker());
        assertThat(freezes).hasSize(Step.values().length);
        assertThat(freezes.values()).allMatch(each -> each >= count / Step.values().length);
    }
}
