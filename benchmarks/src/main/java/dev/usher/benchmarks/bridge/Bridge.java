package dev.usher.benchmarks.bridge;

import dev.usher.app.ConfigFile;
import dev.usher.app.Service;
import dev.usher.bridge.BridgeConfig;
import dev.usher.bridge.BridgeVerticle;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * {@code usher bridge} with a configuration file: what that command starts, without its process. Reads {@code delivery},
 * {@code ordering}, {@code properties} and {@code sessions}; all else is as it is by default.
 */
final class Bridge extends Contender {

    private Service service;

    private Bridge() {}

    public static void main(String[] args) {
        new Bridge().serve();
    }

    @Override
    void begin(JsonObject how) throws IOException {
        Path file = Files.createTempFile("usher", ".yaml");
        Files.writeString(file, configuration(how));
        BridgeConfig config = ConfigFile.read(file, Map.of(), "bridge", BridgeConfig::from);
        Files.delete(file);
        service = new Service();
        service.start(new BridgeVerticle(config, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)));
    }

    static String configuration(JsonObject how) {
        boolean properties = how.getBoolean("properties");
        String guaranteed = how.getString("delivery").equals("guaranteed")
                ? "\n      ordering: " + how.getString("ordering", "pipelined")
                : "";
        int sessions = how.getInteger("sessions", 1);
        return """
                bridge:
                  kafka:
                    bootstrapServers: "%s"
                    groupId: "%s"
                  solace:
                    hosts: ["%s"]
                    vpn: default
                    username: bench
                    password: bench%s
                  routes:
                    - from: "%s"
                      topic: "{countryCode}/{exchange}/{tickerSymbol}"
                      delivery: %s%s
                      properties: {topic: %5$s, partition: %5$s, offset: %5$s, timestamp: %5$s}
                  management:
                    host: 127.0.0.1
                    port: 0
                """.replace("%5$s", String.valueOf(properties)).formatted(
                how.getString("bootstrapServers"),
                how.getString("group"),
                how.getString("smf"),
                sessions == 1 ? "" : "\n    sessions: " + sessions,
                how.getString("topic"),
                how.getString("delivery"),
                guaranteed);
    }

    @Override
    void end() {
        service.close();
    }
}
