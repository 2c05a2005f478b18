package dev.usher.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.core.ArmedFault;
import dev.usher.broker.core.Fault;
import dev.usher.broker.core.GuaranteedFault;
import dev.usher.broker.core.Message;
import dev.usher.broker.core.SlowFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The owner of a partition is stopped by the system with all JCSMP takes and more behind it, another member takes over and publishes
 * everything, and then the former owner goes on. While it does, its event loop is held, so that nothing but the lease keeps its sender
 * back.
 */
final class PausedOwnerIT extends FaultScenarios {

    /** What JCSMP holds of guaranteed messages, and of direct ones in one call. */
    private static final int WINDOW = 255;

    private static final int CALL = 50;

    /** More than would be free in a window for another call. */
    private static final int NO_ROOM = WINDOW - CALL;

    /** The event loop stands still at the next record. */
    private static final Stop AT_THE_NEXT_RECORD = new Stop(Step.MAP, false, 1);

    /** Where the former owner's window is when it is stopped. */
    enum Window {
        /** The broker has accepted it and says so when the owner goes on, over the same connection. */
        ACCEPTED {
            @Override
            Fault<?, ?> fault(String owner) {
                return GuaranteedFault.withholdAcks().forClient(owner);
            }
        },
        /** On its way: the broker accepts it over the same connection, while the owner is still stopped. */
        IN_THE_SOCKET {
            @Override
            Fault<?, ?> fault(String owner) {
                return SlowFault.stopReading().forClient(owner);
            }
        },
        /** Accepted, and the connection ends before the owner hears of it. */
        ACCEPTED_AND_CUT {
            @Override
            Fault<?, ?> fault(String owner) {
                return GuaranteedFault.withholdAcks().forClient(owner);
            }
        },
        /** Lost with the connection: JCSMP comes back when the owner goes on, and sends it again. */
        LOST_AND_CUT {
            @Override
            Fault<?, ?> fault(String owner) {
                return GuaranteedFault.loseMessage().forClient(owner);
            }
        };

        /** Keeps the owner waiting for acknowledgements. */
        abstract Fault<?, ?> fault(String owner);

        boolean isCut() {
            return this == ACCEPTED_AND_CUT || this == LOST_AND_CUT;
        }

        /** Whether the broker has it before anything of the new owner. */
        boolean isAcceptedBefore() {
            return this == ACCEPTED || this == ACCEPTED_AND_CUT;
        }
    }

    /** An event in the broker's journal. */
    private record Accepted(String by, long offset) {}

    @ParameterizedTest
    @EnumSource
    void ofAFullWindowNothingButTheWindowIsAccepted(Window window) {
        int written = 1_000;
        try (Desk desk = floor.desk("paused owner " + window, Service.PIPELINED, Order.FIRST_TIMES, 1);
                ChildBridge former = floor.child();
                ChildBridge other = floor.child()) {
            // given a full window, and many events behind it
            int done = openedAndAtWork(desk, former);
            ArmedFault noAnswers = desk.broker().faults().arm(window.fault(former.name()));
            // In one go: once JCSMP sends again what is not acknowledged, after two seconds, it takes nothing more.
            desk.write(written - 1 - done);
            Desk.await().until(() -> handed(former, written - 1) - done, held -> held > NO_ROOM && held <= WINDOW);
            int sent = handed(former, written - 1);
            assertThat(desk.broker().accepted()).isEqualTo(window.isAcceptedBefore() ? sent : done);
            freeze(desk, former);
            if (window.isCut()) {
                assertThat(desk.broker().faults().cut(former.name())).isTrue();
            }

            takeOver(desk, other, written, former, sent, noAnswers);

            List<Accepted> late = late(desk, former, other, written);
            System.out.printf(
                    "faults: paused owner, window of %d %s: %d accepted late%n", sent - done, window, late.size());
            assertThat(late)
                    .extracting(Accepted::offset)
                    .containsExactlyElementsOf(
                            window.isAcceptedBefore()
                                    ? List.of()
                                    : LongStream.range(done, sent).boxed().toList());
            assertThat(read(desk).taken)
                    .as("what a reader takes, without a gap")
                    .containsExactlyElementsOf(
                            LongStream.range(0, desk.position()).boxed().toList());
        }
    }

    @Test
    void ofAFullQueueNothingIsAcceptedButWhatIsInTheSocketAndTheCallUnderWay() {
        int written = 6_000;
        try (Desk desk = floor.desk("paused owner DIRECT", Service.DIRECT, Order.NONE, 1);
                ChildBridge former = floor.child();
                ChildBridge other = floor.child()) {
            // given a sender that is blocked in a call, and many events behind it
            desk.pad(2_000);
            int done = openedAndAtWork(desk, former);
            ArmedFault blocked =
                    desk.broker().faults().arm(SlowFault.stopReading().forClient(former.name()));
            desk.write(written - 1 - done);
            Desk.await().during(Duration.ofSeconds(1)).until(() -> handed(former, written - 1), new Steady()::isSteady);
            int sent = handed(former, written - 1);
            assertThat(sent).isBetween(done + 1, written - 2 * CALL);
            freeze(desk, former);

            takeOver(desk, other, written, former, sent, blocked);

            List<Accepted> late = late(desk, former, other, written);
            System.out.printf("faults: paused owner, %d direct events sent: %d accepted late%n", sent, late.size());
            assertThat(late.size() + done).isBetween(sent, sent + CALL);
            assertThat(late)
                    .extracting(Accepted::offset)
                    .containsExactlyElementsOf(
                            LongStream.range(done, done + late.size()).boxed().toList());
        }
    }

    /** @return how many events it has finished; more are not there */
    private static int openedAndAtWork(Desk desk, ChildBridge bridge) {
        bridge.open(member(desk, bridge));
        desk.write(1);
        desk.awaitAllThere();
        return 1;
    }

    /** One more record is written, at which it stands still. */
    private static void freeze(Desk desk, ChildBridge bridge) {
        bridge.stopAt(AT_THE_NEXT_RECORD);
        desk.write(1);
        bridge.awaitAt(AT_THE_NEXT_RECORD, () -> {});
        bridge.freeze();
    }

    /** A number that is there and was the same the last time. */
    private static final class Steady {
        private int before = -1;

        boolean isSteady(int now) {
            boolean same = now == before && now > 0;
            before = now;
            return same;
        }
    }

    /** Goes on when the former owner has its partition back and nothing of all this is on its way any more. */
    private static void takeOver(
            Desk desk, ChildBridge other, int written, ChildBridge former, int sent, ArmedFault fault) {
        // when another one takes over, and the former owner goes on
        other.open(member(desk, other));
        Desk.await().until(() -> accepted(desk).contains(new Accepted(other.name(), written - 1)));
        fault.disarm();
        former.thaw();
        Desk.await().until(() -> accepted(desk).contains(new Accepted(former.name(), sent - 1)));
        // Its sender has room now, and time for everything it would send.
        desk.write(200);
        desk.awaitAllThere();
        former.on();
        // then it is a member again, whose commits from before were refused
        Desk.await()
                .failFast(() -> desk.position() < written)
                .until(() -> former.get("/ready").contains("\"ready\":true"));
        other.closeGracefully();
        desk.write(100);
        desk.awaitAllThere();
        former.closeGracefully();
        desk.check();
    }

    /** What was accepted from the former owner after the first event of the other one, of what it had read before. */
    private static List<Accepted> late(Desk desk, ChildBridge former, ChildBridge other, int written) {
        List<Accepted> all = accepted(desk);
        List<String> by = all.stream().map(Accepted::by).toList();
        List<Accepted> late = all.subList(by.indexOf(other.name()), all.size()).stream()
                .filter(event -> event.by().equals(former.name()) && event.offset() < written)
                .toList();
        assertThat(read(desk).ignored).as("what a reader ignores").containsAll(late);
        assertThat(all.get(all.size() - 1).by()).as("owner in the end").isEqualTo(former.name());
        return late;
    }

    /** Follows the rule that the guide gives: what is not above the highest {@code k_offset} of its partition is ignored. */
    private static final class Reader {
        private final List<Long> taken = new ArrayList<>();
        private final List<Accepted> ignored = new ArrayList<>();
        private long highest = -1;

        void read(Accepted event) {
            if (event.offset() > highest) {
                highest = event.offset();
                taken.add(highest);
            } else {
                ignored.add(event);
            }
        }
    }

    private static Reader read(Desk desk) {
        Reader reader = new Reader();
        accepted(desk).forEach(reader::read);
        return reader;
    }

    private static List<Accepted> accepted(Desk desk) {
        return desk.broker().received().stream().map(PausedOwnerIT::accepted).toList();
    }

    private static Accepted accepted(Message message) {
        Map<String, Object> properties = message.userProperties();
        return new Accepted((String) properties.get("by"), (Long) properties.get("k_offset"));
    }

    /** How many of all events JCSMP was given; -1 while not all are with the sender. */
    private static int handed(ChildBridge bridge, int all) {
        return bridge.metric("usher_bridge_read_total") < all ? -1 : all - (int) bridge.metric("usher_bridge_queue");
    }

    /** Its events say by whom they are, and JCSMP itself comes back when its connection is cut. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> member(Desk desk, ChildBridge bridge) {
        Map<String, Object> settings = desk.settings(
                bridge.name(),
                Map.of(
                        "session.timeout.ms",
                        "4000",
                        "max.poll.interval.ms",
                        "4000",
                        "heartbeat.interval.ms",
                        "500",
                        "max.poll.records",
                        "500"));
        Map<String, Object> solace = new HashMap<>((Map<String, Object>) settings.get("solace"));
        solace.put("reconnect", Map.of("retries", 100, "retriesPerHost", 1, "pause", "100ms"));
        settings.put("solace", solace);
        List<Map<String, Object>> routes = (List<Map<String, Object>>) settings.get("routes");
        routes.get(0).put("userProperties", Map.of("by", bridge.name()));
        return settings;
    }
}
