package dev.usher.benchmarks;

import dev.usher.benchmarks.harness.Role;
import dev.usher.broker.fuzz.FuzzInput;
import dev.usher.broker.fuzz.FuzzOutcome;
import dev.usher.broker.fuzz.FuzzReport;
import dev.usher.broker.fuzz.FuzzRun;
import dev.usher.broker.fuzz.FuzzSource;
import dev.usher.broker.fuzz.FuzzTargets;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** Fuzzes in a JVM of its own, whose small heap is part of what is shown. */
final class FuzzRole extends Role {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private FuzzRole() {}

    public static void main(String[] args) {
        new FuzzRole().serve();
    }

    @Override
    protected void start(JsonObject ready) {
        ready.put("maxHeapBytes", Runtime.getRuntime().maxMemory());
    }

    /** {@code fuzz TARGET SEED FROM INPUTS SECONDS}, or {@code replay TARGET INPUT}. */
    @Override
    protected void command(String command, JsonObject answer) {
        String[] words = command.split(" ", -1);
        FuzzReport report = words[0].equals("replay")
                ? FuzzRun.replay(FuzzTargets.named(words[1]), FuzzInput.parse(words[2]))
                : FuzzRun.run(
                        FuzzTargets.named(words[1]),
                        new FuzzRun.Plan(
                                Long.parseLong(words[2]),
                                Long.parseLong(words[3]),
                                Long.parseLong(words[4]),
                                Duration.ofSeconds(Long.parseLong(words[5])),
                                PATIENCE));
        answer.put("target", report.target())
                .put("seed", report.seed())
                .put("captures", report.inputs(FuzzSource.CAPTURE))
                .put("grammar", report.inputs(FuzzSource.GRAMMAR))
                .put("seconds", report.seconds())
                .put("peakHeapBytes", report.peakHeapBytes());
        for (FuzzOutcome outcome : FuzzOutcome.values()) {
            answer.put(outcome.name(), report.outcomes(outcome));
        }
        JsonArray findings = new JsonArray();
        report.findings().forEach(finding -> findings.add(finding.toString()));
        answer.put("findings", findings);
    }
}
