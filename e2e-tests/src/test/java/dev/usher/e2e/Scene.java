package dev.usher.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.solacesystems.jcsmp.JCSMPErrorResponseException;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPProperties;
import com.solacesystems.jcsmp.JCSMPSession;
import dev.usher.broker.core.Client;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** One test on a stage. Its clients, users and groups have names of their own; its clients go when it ends. */
final class Scene implements AutoCloseable {
    /** For what takes well below a second on a machine with nothing else to do. */
    static final Duration SOON = Duration.ofSeconds(30);

    /** As many as show that nothing arrives any more. */
    static final int MANY = 1000;

    private static final String ASIDE = "US/ASIDE/";
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final int number = NUMBERS.incrementAndGet();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Setting setting;
    private final Stage stage;

    Scene(Setting setting, Stage stage) {
        this.setting = setting;
        this.stage = stage;
    }

    Setting setting() {
        return setting;
    }

    Stage stage() {
        return stage;
    }

    Api api() {
        return stage.api();
    }

    /** A name that nobody has outside this test. */
    String name(String stem) {
        return stem + "-" + number;
    }

    /** What the test's only client calls itself. */
    String tab() {
        return name("tab");
    }

    /** A browser client of a user. It subscribes to nothing. */
    BrowserClient browser(String user, String name) {
        return opened(setting.browser().connect(stage.broker(), name, user, 0));
    }

    /** As above, coming back by itself. */
    BrowserClient returningBrowser(String user, String name) {
        return opened(setting.browser().connect(stage.broker(), name, user, 50));
    }

    /** An MQTT client whose session is kept while it is away. */
    MqttJs durable(String user, String clientId) {
        return opened(MqttJs.connectDurable(stage.broker().mqttWebSocketUri(), clientId, user, user));
    }

    /** A client that nobody manages and that sees everything: what it gets was there to be got. */
    MqttJs control() {
        MqttJs control =
                opened(MqttJs.connect(stage.broker().mqttWebSocketUri(), name("control"), "control", "control"));
        assertThat(control.subscribeTo("US/>").granted()).isTrue();
        return control;
    }

    /** A plain JCSMP session. */
    JCSMPSession jcsmp(String user) throws JCSMPException {
        JCSMPProperties properties = new JCSMPProperties();
        properties.setProperty(JCSMPProperties.HOST, stage.broker().smfHost());
        properties.setProperty(JCSMPProperties.VPN_NAME, stage.broker().vpn());
        properties.setProperty(JCSMPProperties.USERNAME, user);
        properties.setProperty(JCSMPProperties.PASSWORD, user);
        JCSMPSession session = JCSMPFactory.onlyInstance().createSession(properties);
        opened.push(session::closeSession);
        session.connect();
        return session;
    }

    /** Opens a seat for a client that is connected, and says how it stands. */
    JsonObject seat(String user, String name) {
        return seat(user, name, new JsonObject());
    }

    /** @param more what else is asked for: {@code filters}, {@code expiresInSeconds} */
    JsonObject seat(String user, String name, JsonObject more) {
        Api.Answer answer = api().openSeat(user, setting.browser(), name, more);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        assertThat(answer.body().getString("presence")).as(answer.toString()).isEqualTo("connected");
        return answer.body();
    }

    /** As above for a seat that gets everything it is to have; answers with its name. */
    String fullSeat(String user, String name) {
        JsonObject seat = seat(user, name);
        assertThat(statesOf(seat)).as(seat.encode()).isNotEmpty().containsOnly("active");
        return seat.getString("id");
    }

    private static List<String> statesOf(JsonObject seat) {
        return filtersOf(seat).map(f -> f.getString("state")).toList();
    }

    private static Stream<JsonObject> filtersOf(JsonObject seat) {
        return seat.getJsonArray("filters").stream().map(JsonObject.class::cast);
    }

    /** One of a seat's filters. */
    static Optional<JsonObject> filterOf(JsonObject seat, String filter) {
        return filtersOf(seat).filter(f -> f.getString("filter").equals(filter)).findFirst();
    }

    /** Whether a seat has a filter now. */
    boolean isActive(String seat, String filter) {
        return filterOf(api().seat(seat).body(), filter)
                .filter(f -> f.getString("state").equals("active"))
                .isPresent();
    }

    /** A user of this test's own, whose client username is adopted when this returns. */
    String user(String stem, JsonObject definition) {
        stage.createUsername(name(stem));
        return mappedUser(stem, definition);
    }

    /** As above; the client username is there already. */
    String mappedUser(String stem, JsonObject definition) {
        String user = name(stem);
        Api.Answer answer = define(user, definition);
        assertThat(answer.status()).as(answer.toString()).isIn(200, 201);
        await().atMost(SOON).until(() -> stage.profileOf(user).startsWith("usher_"));
        return user;
    }

    /** Puts a user, who keeps the client username. */
    Api.Answer define(String user, JsonObject definition) {
        JsonObject onBroker = new JsonObject().put("broker", "local").put("clientUsername", user);
        return api().user(user, definition.copy().put("brokers", new JsonArray().add(onBroker)));
    }

    /** A group of this test's own, with letters that an ACL profile's name may have. */
    String group(String stem, JsonObject definition) {
        String group = stem + "_" + number;
        Api.Answer answer = api().group(group, definition);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        return group;
    }

    /** {@code grants} of a definition, for ever. */
    static JsonObject granting(String... products) {
        JsonArray grants = new JsonArray();
        Stream.of(products).forEach(product -> grants.add(new JsonObject().put("product", product)));
        return new JsonObject().put("grants", grants);
    }

    /** A definition of a user who is in one group, whose profile is theirs. */
    static JsonObject inGroup(String group) {
        return new JsonObject().put("groups", new JsonArray().add(group)).put("profileGroup", group);
    }

    /** The broker's client that called itself so. */
    Optional<Client> find(String name) {
        return stage.broker().clients().stream()
                .filter(c -> setting.browser().isNamed(c, name))
                .findFirst();
    }

    /** The broker's name for it. */
    String clientName(String name) {
        return find(name).orElseThrow().name();
    }

    /** The broker's own table of it, in the order it was made. */
    List<String> tableOf(String name) {
        return find(name).map(c -> stage.broker().subscriptionsOf(c.name())).orElse(List.of());
    }

    /** The numbers of the quotes a client has received, in order; notices and what was sent aside are not quotes. */
    static List<Integer> quotesOf(BrowserClient client) {
        return client.received().stream()
                .filter(m -> m.topic().startsWith("US/") && !m.topic().startsWith(ASIDE))
                .map(m -> new JsonObject(m.text()).getInteger("bidSize"))
                .toList();
    }

    /** Waits until a client has received the quote of that number. */
    static void awaitQuote(BrowserClient client, int quote) {
        await().atMost(SOON).until(() -> quotesOf(client).contains(quote));
    }

    /** Waits for a notice of that kind. */
    static JsonObject awaitNotice(BrowserClient client, String topic, String kind) {
        return await().atMost(SOON)
                .until(() -> notices(client, topic, kind).findFirst(), Optional::isPresent)
                .get();
    }

    static Stream<JsonObject> notices(BrowserClient client, String topic, String kind) {
        return client.received().stream()
                .filter(m -> m.topic().equals(topic))
                .map(m -> new JsonObject(m.text()))
                .filter(n -> kind.equals(n.getString("kind")));
    }

    /**
     * Waits until a client that holds nothing has received a message on a topic injected for that, sent now: it would have
     * received what was sent before, too. Injected again and again, since what is foreign to the service may be removed.
     */
    void awaitAside(BrowserClient client, String name) throws JCSMPException {
        JCSMPSession manager = jcsmp("usher-manager");
        await().atMost(SOON).until(() -> {
            try {
                manager.addSubscription(
                        JCSMPFactory.onlyInstance().createClientName(clientName(name)),
                        JCSMPFactory.onlyInstance().createTopic(ASIDE + name),
                        JCSMPSession.WAIT_FOR_CONFIRM);
            } catch (JCSMPErrorResponseException refused) {
                // It is there already, or the client is just away; what is sent tells.
            }
            stage.quotes("ASIDE", name, 0, 0);
            return client.count(m -> m.topic().equals(ASIDE + name)) > 0;
        });
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        opened.push(closeable);
        return closeable;
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable next = opened.poll(); next != null; next = opened.poll()) {
            next.close();
        }
    }
}
