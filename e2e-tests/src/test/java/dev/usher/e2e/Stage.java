package dev.usher.e2e;

import static org.awaitility.Awaitility.await;

import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPProperties;
import com.solacesystems.jcsmp.JCSMPSession;
import dev.usher.broker.core.BrokerSwitches;
import dev.usher.dev.DevPorts;
import dev.usher.dev.DevStack;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Everything running, on ports of its own, and the hands to work it with: Kafka, HTTP, MQTT.js and JCSMP. */
final class Stage implements AutoCloseable {
    /** One key for all records keeps them in one partition, hence in order from end to end. */
    private static final String ONE_KEY = "in order";

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final DevStack stack;
    private final Api api;
    private final KafkaProducer<String, byte[]> producer;

    private Stage(BrokerSwitches switches, Map<String, String> overrides) {
        stack = DevStack.start(DevPorts.ANY, switches, overrides);
        opened.push(stack);
        api = new Api(stack.api(), stack.token().reveal());
        producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, stack.kafka().bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer());
        opened.push(producer);
        await().atMost(Duration.ofSeconds(60)).until(this::ready);
    }

    static Stage open(Map<String, String> overrides) {
        return new Stage(BrokerSwitches.defaults(), overrides);
    }

    static Stage open(BrokerSwitches switches, Map<String, String> overrides) {
        return new Stage(switches, overrides);
    }

    DevStack stack() {
        return stack;
    }

    Api api() {
        return api;
    }

    /** A browser client of a user, whose password is the user's name. It subscribes to nothing. */
    MqttJs browser(String user, String clientId) {
        return opened(MqttJs.connect(stack.broker().mqttWebSocketUri(), clientId, user, user));
    }

    /** As above, coming back by itself. */
    MqttJs returningBrowser(String user, String clientId) {
        return opened(MqttJs.connect(stack.broker().mqttWebSocketUri(), clientId, user, user, 50));
    }

    /** A client that nobody manages and that may see everything: what it gets was there to be got. */
    MqttJs control(String clientId, String filter) {
        MqttJs control = browser("control", clientId);
        if (control.subscribe(filter) != 0) {
            throw new IllegalStateException("the control client may not subscribe to " + filter);
        }
        return control;
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

    /** A quote whose bid size numbers it. */
    static byte[] quote(String exchange, String symbol, int number) {
        return new JsonObject()
                .put("tickerSymbol", symbol)
                .put("countryCode", "US")
                .put("exchange", exchange)
                .put("bidSize", number)
                .toBuffer()
                .getBytes();
    }

    static int number(MqttJs.Received message) {
        return new JsonObject(message.text()).getInteger("bidSize");
    }

    /** Sends numbered quotes, in order, without waiting for each. */
    void quotes(String exchange, String symbol, int from, int to) {
        for (int i = from; i <= to; i++) {
            producer.send(new ProducerRecord<>(DevStack.PRICES, ONE_KEY, quote(exchange, symbol, i)));
        }
        producer.flush();
    }

    /** A plain JCSMP session. */
    JCSMPSession jcsmp(String user) {
        JCSMPProperties properties = new JCSMPProperties();
        properties.setProperty(JCSMPProperties.HOST, stack.broker().smfHost());
        properties.setProperty(JCSMPProperties.VPN_NAME, stack.broker().vpn());
        properties.setProperty(JCSMPProperties.USERNAME, user);
        properties.setProperty(JCSMPProperties.PASSWORD, user);
        try {
            JCSMPSession session = JCSMPFactory.onlyInstance().createSession(properties);
            session.connect();
            opened.push(session::closeSession);
            return session;
        } catch (JCSMPException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The broker's own table of an MQTT client, by client id. */
    java.util.List<String> tableOf(String clientId) {
        return stack.broker().clients().stream()
                .filter(c -> c.mqttClientId().filter(clientId::equals).isPresent())
                .findFirst()
                .map(c -> stack.broker().subscriptionsOf(c.name()))
                .orElse(java.util.List.of());
    }

    /** The broker's name for an MQTT client. */
    String clientName(String clientId) {
        return stack.broker().clients().stream()
                .filter(c -> c.mqttClientId().filter(clientId::equals).isPresent())
                .findFirst()
                .orElseThrow()
                .name();
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        opened.push(closeable);
        return closeable;
    }

    private boolean ready() {
        return ready(stack.bridgeManagement()) && ready(stack.entitlementsManagement()) && adopted("alice", "bob");
    }

    /** Putting a username behind the fence disconnects its clients once: a test's clients come after that. */
    private boolean adopted(String... usernames) {
        return Stream.of(usernames)
                .allMatch(username -> stack.broker()
                        .configuration()
                        .clientUsernames()
                        .get(username)
                        .aclProfile()
                        .equals("usher_managed"));
    }

    private static boolean ready(java.net.URI management) {
        try {
            return HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(management.resolve("/ready"))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (java.io.IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
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
