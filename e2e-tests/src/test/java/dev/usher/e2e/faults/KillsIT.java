package dev.usher.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.core.ArmedFault;
import dev.usher.broker.core.GuaranteedFault;
import dev.usher.broker.core.SlowFault;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/** {@code kill -9} at every step of the way, over and over on the same topic; {@code -Dusher.kills=…} of them. */
final class KillsIT extends FaultScenarios {

    private static final int KILLS = Integer.getInteger("usher.kills", 200);

    @BothOrderings
    void aKilledBridgeLosesNothing(Service service) {
        try (Desk desk = floor.desk("kills " + service, service, service.throughCrashes(), 3);
                Successors bridges = new Successors(floor, 1)) {
            Map<Step, Integer> kills = new EnumMap<>(Step.class);
            Duration cpu = Duration.ZERO;
            long began = System.nanoTime();

            for (Stop stop : Stop.evenly(KILLS / 2, desk.chance())) {
                desk.topUp(60, BAD_EVERY);
                ArmedFault weather = weather(desk);
                ChildBridge bridge = bridges.next();
                bridge.stopAt(stop);
                bridge.open(desk.successor(bridge.name()));

                bridge.awaitAt(stop, () -> desk.write(5, BAD_EVERY));
                // What it stored, it stored because of what was accepted before it stopped: that it stores too early
                // does not go
                // unseen because the broker reads the rest from the socket of the dead.
                desk.readJournal();
                cpu = cpu.plus(bridge.cpu());
                bridge.kill();

                desk.readLetters();
                desk.readPositions();
                weather.disarm();
                desk.broker().awaitNoClient(bridge.name());
                desk.readJournal();
                desk.checkSoFar();
                kills.merge(stop.step(), 1, Integer::sum);
            }
            int killed = kills.values().stream().mapToInt(Integer::intValue).sum();
            System.out.printf(
                    "faults: %s killed %d %s, %d ms of CPU and %d ms each, %s%n",
                    service,
                    killed,
                    kills,
                    cpu.toMillis() / killed,
                    Duration.ofNanos(System.nanoTime() - began).toMillis() / killed,
                    desk.checker());

            ChildBridge last = bridges.next();
            last.open(desk.successor(last.name()));
            desk.awaitAllThere();
            last.closeGracefully();
            desk.check();
            assertThat(kills).hasSize(Step.values().length);
            assertThat(kills.values()).allMatch(count -> count >= KILLS / 2 / Step.values().length);
        }
    }

    /** What the broker is like meanwhile: quick, slow to read, or losing acknowledgements. */
    private static ArmedFault weather(Desk desk) {
        Random chance = desk.chance();
        return switch (chance.nextInt(3)) {
            case 0 -> desk.broker().faults().arm(SlowFault.messagesPerSecond(500 + chance.nextInt(2_000)));
            case 1 -> desk.broker().faults().arm(GuaranteedFault.loseAck().everyNth(2 + chance.nextInt(5)));
            default -> desk.broker().faults().arm(GuaranteedFault.loseAck().forUsername("nobody"));
        };
    }
}
