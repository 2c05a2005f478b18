package dev.usher.entitlements;

import static org.awaitility.Awaitility.await;

import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPProperties;
import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.XMLMessageConsumer;
import com.solacesystems.jcsmp.XMLMessageListener;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.switches.BrokerSwitches;
import dev.usher.embedded.DatabaseAddress;
import dev.usher.entitlements.api.ApiConfig;
import dev.usher.entitlements.auth.RandomTokenAuthenticator;
import dev.usher.entitlements.postgres.PostgresConfig;
import dev.usher.runtime.config.Secret;
import dev.usher.runtime.management.ManagementConfig;
import dev.usher.runtime.solace.SolaceConnection;
import dev.usher.runtime.solace.SolaceReconnect;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The service as deployed, on a given broker and database, worked over HTTP; users' clients are real JCSMP sessions. */
final class ServiceStage implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final RandomTokenAuthenticator authenticator = RandomTokenAuthenticator.create("test");
    private final Vertx vertx = Vertx.vertx();
    private EntitlementsVerticle verticle;

    /** An answer of the API. */
    record Answer(int status, JsonObject body) {}

    /** What differs from one test to the next. */
    record Options(
            Duration sweep,
            Duration deepRead,
            String manager,
            BrokerConfig.Adoption adoption,
            BrokerConfig.Injection injection,
            Duration monitorLag) {
        static final Options QUIET = new Options(
                Duration.ofMinutes(10),
                Duration.ofHours(1),
                "usher-manager",
                BrokerConfig.Adoption.ON_FIRST_USE,
                BrokerConfig.Injection.SMF,
                Duration.ZERO);

        Options sweeping(Duration interval, Duration deep) {
            return new Options(interval, deep, manager, adoption, injection, monitorLag);
        }

        Options managedBy(String username) {
            return new Options(sweep, deepRead, username, adoption, injection, monitorLag);
        }

        Options adopting(BrokerConfig.Adoption value) {
            return new Options(sweep, deepRead, manager, value, injection, monitorLag);
        }

        Options injecting(BrokerConfig.Injection value) {
            return new Options(sweep, deepRead, manager, adoption, value, monitorLag);
        }

        /** On a broker that shows things so late. */
        Options lagging(Duration value) {
            return new Options(sweep, deepRead, manager, adoption, injection, value);
        }
    }

    /** A broker as the tests need it; port 0 or a port that was free a moment ago. */
    static EmbeddedBroker broker() {
        return broker(BrokerSwitches.defaults());
    }

    /** The same, behaving like this where no public text says how. */
    static EmbeddedBroker broker(BrokerSwitches switches) {
        return EmbeddedBroker.builder()
                .switches(switches)
                .defaultUsername(false)
                .user(u -> u.name("usher-manager").password("usher-manager").subscriptionManager(true))
                .user("no-manager", "no-manager")
                .user("alice", "alice")
                .user("bob", "bob")
                .start();
    }

    ServiceStage(URI semp, String smf, DatabaseAddress database, Path catalog, Options options) {
        opened.push(() -> vertx.close().await());
        start(semp, smf, database, catalog, options);
    }

    static ServiceStage on(EmbeddedBroker broker, DatabaseAddress database, Options options) {
        return new ServiceStage(broker.sempUri(), broker.smfHost(), database, catalog(), options);
    }

    private void start(URI semp, String smf, DatabaseAddress database, Path catalog, Options options) {
        EntitlementsConfig config = new EntitlementsConfig(
                new ApiConfig("127.0.0.1", 0),
                new ManagementConfig("127.0.0.1", 0),
                PostgresConfig.of(
                        database.host(),
                        database.port(),
                        database.database(),
                        database.username(),
                        Secret.of(database.password())),
                Optional.of(catalog),
                List.of(new BrokerConfig(
                        "local",
                        new BrokerConfig.Semp(
                                semp, "admin", Secret.of("admin"), 1000, Duration.ofSeconds(2), options.monitorLag()),
                        new SolaceConnection(smf, "default", options.manager(), Secret.of(options.manager()))
                                .withReconnect(SolaceReconnect.none()),
                        Duration.ofSeconds(1),
                        options.adoption(),
                        options.injection())),
                new EntitlementsConfig.Seats(true),
                new EntitlementsConfig.Sweep(options.sweep(), options.deepRead()));
        verticle = new EntitlementsVerticle(
                config, authenticator, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), Clock.systemUTC());
        vertx.deployVerticle(verticle).await();
    }

    static Path catalog() {
        try {
            Path file = Files.createTempFile("catalog", ".yaml");
            file.toFile().deleteOnExit();
            Files.writeString(file, """
                    products:
                      - {id: nasdaq, filters: ["US/NASDAQ/>"]}
                      - {id: nyse, filters: ["US/NYSE/>"]}
                    groups:
                      - {id: us-desk, grants: [nasdaq, nyse]}
                    users:
                      - {id: alice, groups: [us-desk], brokers: [{broker: local, clientUsername: alice}]}
                      - {id: bob, groups: [], brokers: [{broker: local, clientUsername: bob}]}
                      - {id: carol, groups: [us-desk], brokers: [{broker: local, clientUsername: carol}]}
                    """);
            return file;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    void awaitReady() {
        await().atMost(Duration.ofSeconds(30)).until(() -> readiness().status() == 200);
    }

    /** Ready, and the users' usernames are behind the fence: moving them there disconnects their clients once. */
    void awaitAdopted(EmbeddedBroker broker) {
        awaitReady();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Stream.of("alice", "bob")
                        .allMatch(username -> broker.configuration()
                                .clientUsernames()
                                .get(username)
                                .aclProfile()
                                .equals("usher_managed")));
    }

    Answer readiness() {
        return send("GET", URI.create("http://127.0.0.1:" + verticle.managementPort() + "/ready"), null, 0);
    }

    /** The metrics as Prometheus reads them. */
    String metrics() {
        URI uri = URI.create("http://127.0.0.1:" + verticle.managementPort() + "/metrics");
        try {
            return HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Answer openSeat(String user, String clientName) {
        return openSeat(user, "smf", clientName);
    }

    Answer openSeat(String user, String kind, String id) {
        return call(
                "POST",
                "/v1/seats",
                new JsonObject()
                        .put("user", user)
                        .put("client", new JsonObject().put("kind", kind).put("id", id)),
                20);
    }

    Answer seat(String id) {
        return call("GET", "/v1/seats/" + id, null, 0);
    }

    Answer closeSeat(String id, int wait) {
        return call("DELETE", "/v1/seats/" + id, null, wait);
    }

    Answer change(String id) {
        return call("GET", "/v1/changes/" + id, null, 0);
    }

    Answer suspend(String user, int wait) {
        return call("PUT", "/v1/users/" + user + "/status", new JsonObject().put("status", "suspended"), wait);
    }

    Answer suspendAndCut(String user) {
        return call(
                "PUT",
                "/v1/users/" + user + "/status",
                new JsonObject().put("status", "suspended").put("cut", true),
                20);
    }

    Answer groupProducts(String group, int wait, String... products) {
        return call(
                "PUT",
                "/v1/groups/" + group + "/products",
                new JsonObject().put("products", new JsonArray(List.of((Object[]) products))),
                wait);
    }

    private Answer call(String method, String path, JsonObject body, int wait) {
        return send(method, URI.create("http://127.0.0.1:" + verticle.apiPort() + path), body, wait);
    }

    private Answer send(String method, URI uri, JsonObject body, int wait) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + authenticator.token().reveal())
                .header("Prefer", "wait=" + wait)
                .timeout(Duration.ofSeconds(60))
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.encode()));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), new JsonObject(response.body()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A real client of a user, connected and listening, subscribed to nothing. */
    JCSMPSession client(EmbeddedBroker broker, String username, String clientName) {
        JCSMPProperties properties = new JCSMPProperties();
        properties.setProperty(JCSMPProperties.HOST, broker.smfHost());
        properties.setProperty(JCSMPProperties.VPN_NAME, broker.vpn());
        properties.setProperty(JCSMPProperties.USERNAME, username);
        properties.setProperty(JCSMPProperties.PASSWORD, username);
        properties.setProperty(JCSMPProperties.CLIENT_NAME, clientName);
        try {
            JCSMPSession session = JCSMPFactory.onlyInstance().createSession(properties);
            XMLMessageConsumer consumer = session.getMessageConsumer((XMLMessageListener) null);
            consumer.start();
            opened.push(session::closeSession);
            return session;
        } catch (JCSMPException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a client holds by the broker's own table, its inbox and its notice topic left out. */
    static List<String> held(EmbeddedBroker broker, String clientName) {
        return broker.subscriptionsOf(clientName).stream()
                .filter(filter -> !filter.startsWith("#P2P/") && !filter.startsWith("usher/notice/"))
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        for (AutoCloseable next = opened.poll(); next != null; next = opened.poll()) {
            try {
                next.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
