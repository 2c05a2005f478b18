package dev.usher.dev;

import dev.usher.broker.switches.BrokerSwitches;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts the {@link DevStack} and a {@link Feed}, says where everything is, and runs until Ctrl-C. */
@Command(
        name = "usher dev",
        description =
                "Run everything in one process, on loopback, to try it out: Kafka, PostgreSQL, a Solace stand-in, both"
                        + " services and a small market-data feed.",
        mixinStandardHelpOptions = true)
final class DevCommand implements Callable<Integer> {
    @Option(names = "--any-port", description = "Take any free ports instead of the standard ones.")
    private boolean anyPort;

    @Option(
            names = "--rate",
            defaultValue = "10",
            description = "Records a second of the feed, 0 for none (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        long begun = System.nanoTime();
        try (StopSignal stop = StopSignal.listen();
                DevStack stack = DevStack.start(
                        anyPort ? DevPorts.ANY : DevPorts.STANDARD, BrokerSwitches.defaults(), Map.of());
                Feed feed = new Feed(stack.kafka().bootstrapServers(), DevStack.PRICES, rate)) {
            Readiness.await(stack.bridgeManagement(), stack.entitlementsManagement());
            feed.start();
            Welcome.print(out, stack, (System.nanoTime() - begun) / 1_000_000);
            stop.await();
        }
        return 0;
    }
}
