package dev.usher.benchmarks.bridge;

import dev.usher.benchmarks.harness.Role;
import dev.usher.embedded.EmbeddedKafka;
import io.vertx.core.json.JsonObject;

/** One Kafka node. Command {@code topic NAME}: creates it, with {@link Quotes#PARTITIONS} partitions. */
final class KafkaRole extends Role {

    private EmbeddedKafka kafka;

    private KafkaRole() {}

    public static void main(String[] args) {
        new KafkaRole().serve();
    }

    @Override
    protected void start(JsonObject ready) {
        kafka = EmbeddedKafka.start();
        ready.put("bootstrapServers", kafka.bootstrapServers());
    }

    @Override
    protected void command(String command, JsonObject answer) {
        kafka.createTopic(command.split(" ", -1)[1], Quotes.PARTITIONS);
    }

    /** Its data is in a temporary folder. */
    @Override
    protected void ended() {
        kafka.close();
    }
}
