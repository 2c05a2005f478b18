package dev.usher.dev;

import dev.usher.broker.core.BrokerSwitches;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            stop.countDown();
                            awaitEnd(stopped);
                        },
                        "usher-stop"));
        try (DevStack stack = DevStack.start(
                        anyPort ? DevPorts.ANY : DevPorts.STANDARD, BrokerSwitches.defaults(), Map.of());
                Feed feed = new Feed(stack.kafka().bootstrapServers(), DevStack.PRICES, rate)) {
            Readiness.await(stack.bridgeManagement(), stack.entitlementsManagement());
            feed.start();
            Welcome.print(out, stack, (System.nanoTime() - begun) / 1_000_000);
            stop.await();
        } finally {
            stopped.countDown();
        }
        return 0;
    }

    /** The JVM must not end before everything is closed. */
    private static void awaitEnd(CountDownLatch stopped) {
        try {
            if (!stopped.await(30, TimeUnit.SECONDS)) {
                System.err.println("usher dev: not everything stopped in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
