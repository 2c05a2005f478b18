package dev.usher.bridge;

import dev.usher.runtime.config.ConfigReader;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** A deployed bridge, and the configuration of one as a user would write it. */
final class RunningBridge implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final BridgeVerticle verticle;
    private boolean closed;

    private RunningBridge(Function<PrometheusMeterRegistry, BridgeVerticle> bridge) {
        verticle = bridge.apply(registry);
    }

    static RunningBridge start(Map<String, ?> settings) {
        BridgeConfig config = read(settings);
        return start(registry -> new BridgeVerticle(config, registry));
    }

    /** A bridge that looks often for another mapping. */
    static RunningBridge start(EditableConfig settings) {
        return start(registry -> new BridgeVerticle(settings.revision(), settings, registry, Duration.ofMillis(50)));
    }

    private static RunningBridge start(Function<PrometheusMeterRegistry, BridgeVerticle> verticle) {
        RunningBridge bridge = new RunningBridge(verticle);
        try {
            await(bridge.vertx.deployVerticle(bridge.verticle));
        } catch (IllegalStateException e) {
            bridge.close();
            throw e;
        }
        return bridge;
    }

    static BridgeConfig read(Map<String, ?> settings) {
        return ConfigReader.read(settings, name -> null, BridgeConfig::from);
    }

    /** One route from the topic to {@code {s}}. */
    static Map<String, Object> settings(String bootstrapServers, String smfHost, String from) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(
                "kafka",
                Map.of(
                        "bootstrapServers",
                        bootstrapServers,
                        "groupId",
                        from + "-bridge",
                        "commitInterval",
                        "50ms",
                        "properties",
                        Map.of("metadata.max.age.ms", "500")));
        settings.put(
                "solace",
                Map.of(
                        "hosts", List.of(smfHost),
                        "vpn", "default",
                        "username", "bridge",
                        "password", "bridge-password",
                        "reconnect", Map.of("retries", 0, "retriesPerHost", 0)));
        settings.put("routes", List.of(Map.of("from", from, "topic", from + "/{s}")));
        settings.put("management", Map.of("host", "127.0.0.1", "port", 0));
        return settings;
    }

    double count(String meter) {
        return registry.find(meter).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    double gauge(String meter) {
        Gauge gauge = registry.find(meter).gauge();
        return gauge == null ? Double.NaN : gauge.value();
    }

    /** The sum of a metric over all its labels, as scraped; 0 while there is none. */
    double shown(String metric) {
        return get("/metrics")
                .lines()
                .filter(line -> line.startsWith(metric + " ") || line.startsWith(metric + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** The body of {@code /ready}, its status in front. */
    String ready() {
        return get("/ready");
    }

    boolean isReady() {
        return ready().startsWith("200");
    }

    String get(String path) {
        URI uri = URI.create("http://127.0.0.1:" + verticle.managementPort() + path);
        try {
            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    int managementPort() {
        return verticle.managementPort();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            await(vertx.close());
        }
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
