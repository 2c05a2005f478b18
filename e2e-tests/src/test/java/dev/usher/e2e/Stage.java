package dev.usher.e2e;

import static org.awaitility.Awaitility.await;

import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.ClientProfile;
import dev.usher.broker.core.ClientUsername;
import dev.usher.broker.core.Password;
import dev.usher.dev.DevPorts;
import dev.usher.dev.DevStack;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Everything running in one setting, on ports of its own, with the hands to work it: Kafka, HTTP and management. */
final class Stage implements AutoCloseable {
    /** One key for all records keeps them in one partition, hence in order from end to end. */
    private static final String ONE_KEY = "in order";

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final DevStack stack;
    private final Api api;
    private final KafkaProducer<String, byte[]> producer;

    private Stage(Setting setting, Map<String, String> overrides) {
        Map<String, String> environment = new HashMap<>(setting.gateway().overrides());
        environment.putAll(overrides);
        stack = DevStack.start(DevPorts.ANY, setting.facts().switches(), environment);
        opened.push(stack);
        api = new Api(stack.api(), stack.token().reveal());
        producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, stack.kafka().bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer());
        opened.push(producer);
        await().atMost(Duration.ofSeconds(60)).until(this::ready);
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param overrides environment variables besides those of the setting
     */
    static Stage open(Setting setting, Map<String, String> overrides) {
        return new Stage(setting, overrides);
    }

    DevStack stack() {
        return stack;
    }

    EmbeddedBroker broker() {
        return stack.broker();
    }

    Api api() {
        return api;
    }

    /** As the catalog that everything started with has it. */
    void restoreCatalog() {
        api.status("alice", "active");
        api.groupProducts("us-desk", "nasdaq", "nyse");
        api.groupProducts("nasdaq-desk", "nasdaq");
    }

    /** Sends one record and waits until Kafka has it. */
    void record(byte[] payload) {
        try {
            producer.send(new ProducerRecord<>(DevStack.PRICES, ONE_KEY, payload))
                    .get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends numbered quotes, in order, without waiting for each. */
    void quotes(String exchange, String symbol, int from, int to) {
        for (int i = from; i <= to; i++) {
            producer.send(new ProducerRecord<>(DevStack.PRICES, ONE_KEY, quote(exchange, symbol, i)));
        }
        producer.flush();
    }

    /** A quote whose bid size numbers it. */
    private static byte[] quote(String exchange, String symbol, int number) {
        return new JsonObject()
                .put("tickerSymbol", symbol)
                .put("countryCode", "US")
                .put("exchange", exchange)
                .put("bidSize", number)
                .toBuffer()
                .getBytes();
    }

    /** An ordinary client username, its password its name, that no user is mapped to yet. */
    void createUsername(String name) {
        broker().configuration()
                .clientUsernames()
                .create(ClientUsername.of(
                        name, u -> u.withPassword(Password.of(name)).withEnabled(true)));
    }

    /** A client profile that changes nothing but its name. */
    void createTier(String name) {
        broker().configuration().clientProfiles().create(ClientProfile.builtIn(name));
    }

    /** The ACL profile that a client username is behind now. */
    String profileOf(String username) {
        return broker().configuration().clientUsernames().get(username).aclProfile();
    }

    /** Changes an object of the Message VPN as somebody else with access to SEMP may. */
    void patch(String object, JsonObject change) {
        URI uri = broker().sempUri().resolve("/SEMP/v2/config/msgVpns/" + broker().vpn() + "/" + object);
        String credentials = Base64.getEncoder().encodeToString("admin:admin".getBytes(StandardCharsets.US_ASCII));
        HttpResponse<String> answer = send(HttpRequest.newBuilder(uri)
                .header("Authorization", "Basic " + credentials)
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(change.encode()))
                .build());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
    }

    private boolean ready() {
        return ready(stack.bridgeManagement()) && ready(stack.entitlementsManagement()) && adopted("alice", "bob");
    }

    /** Putting a username behind the fence disconnects its clients once: a test's clients come after that. */
    private boolean adopted(String... usernames) {
        return Stream.of(usernames).allMatch(username -> profileOf(username).equals("usher_managed"));
    }

    private boolean ready(URI management) {
        return send(HttpRequest.newBuilder(management.resolve("/ready")).build())
                        .statusCode()
                == 200;
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException("no answer from " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        for (AutoCloseable next = opened.poll(); next != null; next = opened.poll()) {
            try {
                next.close();
            } catch (Exception e) {
                // The rest is closed all the same.
                System.err.println("not closed cleanly: " + e);
            }
        }
    }
}
