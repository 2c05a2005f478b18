package dev.usher.e2e.faults;

import dev.usher.bridge.BridgeConfig;
import dev.usher.bridge.BridgeVerticle;
import dev.usher.runtime.config.ConfigReader;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * A process with the real bridge in it. It is {@code parked} until it is told to {@code open}, so that processes can be started ahead.
 * Ends at once when its standard input does, so that none outlives its parent.
 *
 * <pre>
 *   stop &lt;step&gt; before|after &lt;n&gt;        say: stops &lt;step&gt; before|after &lt;n&gt;; hold there, and say: at …
 *   open {"settings": …, "defect": …}   deploy the bridge, and say: open &lt;management port&gt;
 *   on                                  go on from where it is held
 *   heap                                collect garbage, and say: heap &lt;bytes in use&gt;
 *   close                               undeploy, and end
 * </pre>
 */
final class BridgeProcess {

    private final PrintStream out;
    private final Vertx vertx = Vertx.vertx();
    private Stops stops;
    private Stop first;

    private BridgeProcess(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException {
        // What anybody else prints goes where it does not look like an answer.
        PrintStream out = System.out;
        System.setOut(System.err);
        new BridgeProcess(out).run();
    }

    private void run() throws IOException {
        say("parked");
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            int space = line.indexOf(' ');
            String command = space < 0 ? line : line.substring(0, space);
            String rest = space < 0 ? "" : line.substring(space + 1);
            switch (command) {
                case "stop" -> stop(Stop.parse(rest));
                case "open" -> open(new JsonObject(rest));
                case "on" -> stops.on();
                case "heap" -> say("heap " + heap());
                case "close" -> {
                    vertx.close().toCompletionStage().toCompletableFuture().join();
                    System.exit(0);
                }
                default -> throw new IllegalArgumentException(line);
            }
        }
        Runtime.getRuntime().halt(1);
    }

    private void stop(Stop stop) {
        if (stops == null) {
            first = stop;
        } else {
            stops.set(stop);
        }
        say("stops " + stop);
    }

    private void open(JsonObject order) {
        BridgeConfig config =
                ConfigReader.read(order.getJsonObject("settings").getMap(), name -> null, BridgeConfig::from);
        stops = new Stops(Defect.valueOf(order.getString("defect")).parts(), at -> say("at " + at));
        if (first != null) {
            stops.set(first);
        }
        BridgeVerticle bridge =
                new BridgeVerticle(config, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), stops);
        vertx.deployVerticle(bridge)
                .onSuccess(id -> say("open " + bridge.managementPort()))
                .onFailure(cause -> {
                    cause.printStackTrace();
                    say("failed " + cause);
                });
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private void say(String what) {
        synchronized (out) {
            out.println(what);
            out.flush();
        }
    }
}
