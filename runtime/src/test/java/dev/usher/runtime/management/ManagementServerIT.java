package dev.usher.runtime.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManagementServerIT {

    private final Vertx vertx = Vertx.vertx();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<String, ReadinessCheck> checks = new LinkedHashMap<>();
    private final AtomicReference<Readiness> kafka = new AtomicReference<>(Readiness.yes());
    private final AtomicReference<Runnable> kafkaAsked = new AtomicReference<>(() -> {});
    private ManagementServer server;
    private int port;

    @BeforeEach
    void listen() {
        checks.put("kafka", () -> {
            kafkaAsked.get().run();
            return kafka.get();
        });
        checks.put("solace", Readiness::yes);
        server = new ManagementServer(vertx, new ManagementConfig("127.0.0.1", 0), registry, checks);
        port = await(server.listen());
    }

    @AfterEach
    void close() {
        await(server.close());
        await(vertx.close());
    }

    @Test
    void isAliveWhetherReadyOrNot() throws Exception {
        kafka.set(Readiness.no("down"));
        HttpResponse<String> live = get("/live");
        assertThat(live.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(live.body())).isEqualTo(new JsonObject().put("live", true));
    }

    @Test
    void isReadyWhenEveryCheckIs() throws Exception {
        HttpResponse<String> ready = get("/ready");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.headers().firstValue("content-type")).contains("application/json");
        assertThat(ready.headers().firstValue("cache-control")).contains("no-store");
        assertThat(new JsonObject(ready.body()))
                .isEqualTo(new JsonObject(
                        "{'ready':true,'checks':[{'name':'kafka','ready':true},{'name':'solace','ready':true}]}"
                                .replace('\'', '"')));
    }

    @Test
    void namesTheCheckThatIsNotReadyAndComesBack() throws Exception {
        Instant begun = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        kafka.set(Readiness.no("no connection since 5s"));
        HttpResponse<String> notReady = get("/ready");
        assertThat(notReady.statusCode()).isEqualTo(503);
        JsonObject body = new JsonObject(notReady.body());
        JsonObject check = body.getJsonArray("checks").getJsonObject(0);
        assertThat(Instant.parse((String) check.remove("since"))).isBetween(begun, Instant.now());
        assertThat(body)
                .isEqualTo(new JsonObject(
                        ("{'ready':false,'checks':[{'name':'kafka','ready':false,'reason':'no connection since 5s'},"
                                        + "{'name':'solace','ready':true}]}")
                                .replace('\'', '"')));
        kafka.set(Readiness.yes());
        assertThat(get("/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void saysSinceWhenEvenIfNobodyAskedThen() throws Exception {
        kafka.set(Readiness.no("down"));
        AtomicInteger looks = new AtomicInteger();
        kafkaAsked.set(looks::incrementAndGet);
        Awaitility.await().until(() -> looks.get() >= 2);
        Instant noticed = Instant.now();
        assertThat(since()).isBeforeOrEqualTo(noticed);
        Instant first = since();

        int before = looks.get();
        Awaitility.await().until(() -> looks.get() >= before + 2);
        assertThat(since()).isEqualTo(first);
    }

    @Test
    void aNoteLeavesItReady() throws Exception {
        kafka.set(Readiness.yes("slow today"));
        HttpResponse<String> ready = get("/ready");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(ready.body()).getJsonArray("checks").getJsonObject(0))
                .isEqualTo(new JsonObject("{'name':'kafka','ready':true,'note':'slow today'}".replace('\'', '"')));
    }

    private Instant since() throws Exception {
        return Instant.parse(new JsonObject(get("/ready").body())
                .getJsonArray("checks")
                .getJsonObject(0)
                .getString("since"));
    }

    @Test
    void aCheckThatThrowsIsNotReadyAndShowsNoMore() throws Exception {
        kafka.set(null);
        assertThat(get("/ready").statusCode()).isEqualTo(503);
        assertThat(get("/ready").body()).contains("the check failed: NullPointerException");
    }

    @Test
    void showsMetersInPrometheusText() throws Exception {
        registry.counter("usher.records", "outcome", "published").increment(3);
        HttpResponse<String> metrics = get("/metrics");
        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.headers().firstValue("content-type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(metrics.body()).contains("usher_records_total{outcome=\"published\"} 3.0");
    }

    /** Whoever is alerted by metrics alone learns of it, also when nobody asks for /ready. */
    @Test
    void showsEachCheckAsAGauge() throws Exception {
        Awaitility.await()
                .untilAsserted(() -> assertThat(get("/metrics").body())
                        .contains("usher_ready{check=\"kafka\"} 1.0")
                        .contains("usher_ready{check=\"solace\"} 1.0"));

        kafka.set(Readiness.no("down"));
        Awaitility.await()
                .untilAsserted(() -> assertThat(get("/metrics").body())
                        .contains("usher_ready{check=\"kafka\"} 0.0")
                        .contains("usher_ready{check=\"solace\"} 1.0"));

        kafka.set(Readiness.yes("slow today"));
        Awaitility.await()
                .untilAsserted(() -> assertThat(get("/metrics").body()).contains("usher_ready{check=\"kafka\"} 1.0"));

        await(server.close());
        assertThat(registry.scrape()).doesNotContain("usher_ready");
    }

    @Test
    void aCheckThatThrowsIsNotReadyInMetrics() {
        Awaitility.await()
                .untilAsserted(() -> assertThat(get("/metrics").body()).contains("usher_ready{check=\"kafka\"} 1.0"));
        kafka.set(null);
        Awaitility.await()
                .untilAsserted(() -> assertThat(get("/metrics").body()).contains("usher_ready{check=\"kafka\"} 0.0"));
    }

    @Test
    void offersNothingElse() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(404);
        HttpRequest post = HttpRequest.newBuilder(uri("/live"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(post, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void failsWhenThePortIsTaken() {
        ManagementServer second =
                new ManagementServer(vertx, new ManagementConfig("127.0.0.1", port), registry, checks);
        assertThatThrownBy(() -> await(second.listen())).hasRootCauseInstanceOf(BindException.class);
        await(second.close());
    }

    @Test
    void closesRepeatedly() {
        await(server.close());
        await(server.close());
        assertThatThrownBy(() -> get("/live")).isInstanceOf(ConnectException.class);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }
}
