package dev.usher.entitlements.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.usher.broker.EmbeddedBroker;
import dev.usher.embedded.DatabaseAddress;
import dev.usher.embedded.EmbeddedDatabase;
import dev.usher.entitlements.BrokerConfig;
import dev.usher.entitlements.EntitlementsConfig;
import dev.usher.entitlements.EntitlementsVerticle;
import dev.usher.entitlements.auth.RandomTokenAuthenticator;
import dev.usher.entitlements.postgres.PostgresConfig;
import dev.usher.runtime.config.Secret;
import dev.usher.runtime.management.ManagementConfig;
import dev.usher.runtime.solace.SolaceConnection;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Walks the whole contract against the service as deployed, on a broker and a database: each row finds what those before left. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractWalkServiceIT {
    private final HttpClient http = HttpClient.newHttpClient();
    private final RandomTokenAuthenticator tokens = RandomTokenAuthenticator.create("walk");
    private Vertx vertx;
    private EmbeddedDatabase database;
    private EmbeddedBroker broker;
    private EntitlementsVerticle service;
    private ContractWalk walk;

    @BeforeAll
    void start() {
        vertx = Vertx.vertx();
        database = EmbeddedDatabase.start();
        broker = EmbeddedBroker.builder()
                .user(u -> u.name("usher-manager").password("usher-manager").subscriptionManager(true))
                .user("walker", "walker")
                .start();
        service = new EntitlementsVerticle(
                config(database.createDatabase()),
                tokens,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                Clock.systemUTC());
        vertx.deployVerticle(service).await();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> exchange(service.managementPort(), "GET", "/ready", Map.of(), "")
                                .statusCode()
                        == 200);
        Contract contract = Contract.load(vertx).await();
        walk = new ContractWalk(contract.openApi(), new AnswerCheck(vertx, contract.openApi()), this::send);
    }

    private EntitlementsConfig config(DatabaseAddress store) {
        return new EntitlementsConfig(
                new ApiConfig("127.0.0.1", 0),
                new ManagementConfig("127.0.0.1", 0),
                PostgresConfig.of(
                        store.host(), store.port(), store.database(), store.username(), Secret.of(store.password())),
                Optional.empty(),
                List.of(new BrokerConfig(
                        "default",
                        new BrokerConfig.Semp(
                                broker.sempUri(),
                                "admin",
                                Secret.of("admin"),
                                1000,
                                Duration.ofSeconds(5),
                                Duration.ZERO),
                        new SolaceConnection(broker.smfHost(), "default", "usher-manager", Secret.of("usher-manager")),
                        Duration.ofSeconds(5),
                        BrokerConfig.Adoption.NEVER,
                        BrokerConfig.Injection.SMF)),
                new EntitlementsConfig.Seats(true),
                new EntitlementsConfig.Sweep(Duration.ofSeconds(5), Duration.ofMinutes(1)));
    }

    @AfterAll
    void stop() {
        System.out.println("the contract, walked against the service:");
        System.out.println(walk.table());
        assertThat(walk.table().lines().skip(1)).noneMatch(line -> line.matches(".* 0( .*|$)"));
        vertx.close().await();
        broker.close();
        database.close();
    }

    static List<WalkRow> rows() {
        return WalkRow.all();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void play(WalkRow row) {
        walk.play(row);
    }

    private HttpAnswer send(WalkRow row, String uri, Map<String, String> headers) {
        Map<String, String> all = new TreeMap<>(headers);
        if (row.authenticated()) {
            all.put("Authorization", "Bearer " + tokens.token().reveal());
        }
        HttpResponse<String> answer =
                exchange(service.apiPort(), row.method(), uri, all, row.body().orElse(""));
        MultiMap answered = MultiMap.caseInsensitiveMultiMap();
        answer.headers().map().forEach(answered::add);
        return new HttpAnswer(answer.statusCode(), answered, Buffer.buffer(answer.body()));
    }

    private HttpResponse<String> exchange(
            int port, String method, String path, Map<String, String> headers, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(90))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
