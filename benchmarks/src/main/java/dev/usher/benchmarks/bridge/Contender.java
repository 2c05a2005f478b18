package dev.usher.benchmarks.bridge;

import dev.usher.benchmarks.harness.Role;
import io.vertx.core.json.JsonObject;

/**
 * What carries records from Kafka to Solace, in a JVM of its own; each pass is a new member of a new consumer group.
 *
 * <p>Commands: {@code begin JSON}, with {@code bootstrapServers}, {@code smf}, {@code topic}, {@code group} and what the contender
 * itself knows; {@code end}; {@code profile}, which begins to look where CPU time goes, and {@code profiled}, which says it.
 */
abstract class Contender extends Role {

    private CpuProfile profile;

    /** Starts to carry, from the oldest record. */
    abstract void begin(JsonObject how) throws Exception;

    /** Ends it and closes everything. */
    abstract void end() throws Exception;

    @Override
    protected void start(JsonObject ready) {
        // Nothing until the first round.
    }

    @Override
    protected final void command(String command, JsonObject answer) throws Exception {
        String[] words = command.split(" ", 2);
        switch (words[0]) {
            case "begin" -> begin(new JsonObject(words[1]));
            case "end" -> end();
            case "profile" -> profile = new CpuProfile();
            case "profiled" -> answer.mergeIn(profile.end());
            default -> throw new IllegalArgumentException(command);
        }
    }
}
