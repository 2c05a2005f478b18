package dev.usher.e2e.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.broker.core.GuaranteedFault;
import dev.usher.broker.core.Nack;
import java.util.ArrayList;
import java.util.List;

/** What the bridge does when Kafka has trouble, the group changes, or records are bad. */
final class KafkaFaultsIT extends FaultScenarios {

    @BothOrderings
    void kafkaRestarts(Service service) {
        // Its own Kafka: the other scenarios go on.
        try (Floor own = new Floor();
                Desk desk = own.desk("kafka restart " + service, service, service.throughTakeOvers(), 3);
                ChildBridge bridge = own.bridge(desk)) {
            for (int i = 0; i < 2; i++) {
                desk.write(300, BAD_EVERY);
                desk.awaitAccepted(1);
                own.kafka().stop();
                own.kafka().startAgain();
            }
            desk.write(100, BAD_EVERY);
            thenAllIsWell(desk, bridge);
        }
    }

    @BothOrderings
    void membersComeAndGoWhileEventsAreOnTheirWay(Service service) {
        try (Desk desk = floor.desk("members come and go " + service, service, service.throughTakeOvers(), 4);
                Successors members = new Successors(floor, 1)) {
            List<ChildBridge> there = new ArrayList<>();
            // three come, one after the other; each gets its share while the others publish
            for (int i = 0; i < 3; i++) {
                ChildBridge member = members.next();
                Stop work = new Stop(Step.CONSUME, false, 1);
                member.stopAt(work);
                member.open(desk.impatient(member.name()));
                member.awaitAt(work, () -> desk.write(100, BAD_EVERY));
                member.on();
                there.add(member);
            }
            // one leaves, one is killed
            desk.write(300, BAD_EVERY);
            there.get(0).closeGracefully();
            desk.write(300, BAD_EVERY);
            there.get(1).kill();
            desk.write(100, BAD_EVERY);
            thenAllIsWell(desk, there.get(2));
        }
    }

    /** Each kind several times, in the midst of good ones; all are buried, and no good one is held up or lost. */
    @BothOrderings
    void badRecordsAmongGoodOnes(Service service) {
        try (Desk desk = floor.desk("poison " + service, service, service.throughCrashes(), 3);
                ChildBridge bridge = floor.bridge(desk)) {
            // the broker's limit; what it answers then is as JCSMP knows it
            desk.broker()
                    .faults()
                    .arm(GuaranteedFault.nack(Nack.DOCUMENT_TOO_LARGE).forTopic(desk.eventTopic("LARGE")));
            for (int i = 0; i < 3; i++) {
                for (byte[] bad : bad()) {
                    desk.write(3);
                    desk.writeBad(bad);
                }
            }
            desk.write(20);
            thenAllIsWell(desk, bridge);
        }
    }

    private static List<byte[]> bad() {
        List<byte[]> bad = new ArrayList<>();
        for (String text : List.of(
                "",
                "{",
                "{\"s\":\"K1\"",
                "{\"s\":\"K1\"} and more",
                "{\"s\":\"K1\",}",
                "{\"s\":\"K1\",\"s\":\"K2\"}",
                "[\"K1\"]",
                "\"K1\"",
                "{\"other\":\"K1\"}",
                "{\"s\":null}",
                "{\"s\":{\"s\":\"K1\"}}",
                "{\"s\":\"\"}",
                "{\"s\":\"" + "K".repeat(300) + "\"}",
                "{\"s\":\"K1\",\"deep\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}",
                "{\"s\":\"LARGE\",\"filler\":\"" + "x".repeat(500_000) + "\"}")) {
            bad.add(text.getBytes(UTF_8));
        }
        // not UTF-8
        bad.add("{\"s\":\"K\u00e9\"}".getBytes(ISO_8859_1));
        bad.add("{\"s\":\"K1\",\"note\":\"\u00ff\u00fe\"}".getBytes(ISO_8859_1));
        // a tombstone
        bad.add(null);
        return bad;
    }
}
