package dev.usher.e2e.faults;

import dev.usher.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What the scenarios of a class share: one Kafka, and the way to start processes. Every scenario has a {@link Desk} of its own. */
final class Floor implements AutoCloseable {

    private static final AtomicInteger CHILDREN = new AtomicInteger();
    private static final AtomicInteger DESKS = new AtomicInteger();
    private static final Path FOLDER = Path.of("target", "faults").toAbsolutePath();

    /** Made once, by the first floor that needs a process. */
    private static ChildJvm jvm;

    private final EmbeddedKafka kafka;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Admin admin;

    Floor() {
        kafka = EmbeddedKafka.start();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", 1),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    EmbeddedKafka kafka() {
        return kafka;
    }

    KafkaProducer<byte[], byte[]> producer() {
        return producer;
    }

    Admin admin() {
        return admin;
    }

    /** A place of one's own for a scenario. */
    Desk desk(String scenario, Service service, Order order, int partitions) {
        return new Desk(this, "D" + DESKS.incrementAndGet(), scenario, service, order, partitions);
    }

    /** A process with a bridge in it, not opened yet. */
    ChildBridge child() {
        return start(jvm(this).usingTheArchive());
    }

    /** A process with a bridge that works for this desk. */
    ChildBridge bridge(Desk desk) {
        ChildBridge bridge = child();
        bridge.open(desk.settings(bridge.name()));
        return bridge;
    }

    private static ChildBridge start(List<String> command) {
        String name = "bridge" + CHILDREN.incrementAndGet();
        return new ChildBridge(name, command, FOLDER.resolve(name + ".log"));
    }

    private static synchronized ChildJvm jvm(Floor floor) {
        if (jvm == null) {
            ChildJvm made = new ChildJvm(FOLDER);
            try (Desk desk = floor.desk("rehearsal", Service.DIRECT, Order.FIRST_TIMES, 2);
                    ChildBridge first = start(made.leavingTheArchive())) {
                desk.write(50, 10);
                first.open(desk.settings(first.name()));
                desk.awaitAllThere();
                first.closeGracefully();
                desk.check();
            }
            jvm = made;
        }
        return jvm;
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
        kafka.close();
    }
}
