package dev.usher.probes;

import com.solacesystems.jcsmp.JCSMPException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;

/**
 * What one probe works with: objects of its own on the broker, named {@code usher_probe_<tag>_…}, and clients. Closing it takes
 * all of it away again.
 */
public final class Lab implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NOT_FOUND = 6;

    private final BrokerUnderTest broker;
    private final Semp semp;
    private final String tag;
    private final Deque<AutoCloseable> clients = new ArrayDeque<>();
    private final Deque<String> made = new ArrayDeque<>();
    private final Set<String> clientIds = new LinkedHashSet<>();

    Lab(BrokerUnderTest broker, Semp semp) {
        this.broker = broker;
        this.semp = semp;
        this.tag = Integer.toString(36 * 36 * 36 * 36 + RANDOM.nextInt(36 * 36 * 36 * 36), 36);
    }

    public BrokerUnderTest broker() {
        return broker;
    }

    public Semp semp() {
        return semp;
    }

    // --- names ---

    /** A name for an object or client of this probe. */
    public String name(String role) {
        return BrokerUnderTest.PREFIX + tag + "_" + role;
    }

    /** A topic, or filter, that only this probe uses. */
    public String topic(String rest) {
        return BrokerUnderTest.PREFIX + tag + "/" + rest;
    }

    /** Where control messages go; every username of this lab may subscribe to it. */
    public String fence() {
        return topic("fence");
    }

    // --- objects on the broker ---

    /** A username that may do everything. */
    public Username username(String role) {
        return username(role, acl -> {}, user -> {});
    }

    /** A username that may do everything and subscribe on behalf of others. */
    public Username manager(String role) {
        return username(role, acl -> {}, user -> user.put("subscriptionManagerEnabled", true));
    }

    /** A username that may subscribe to nothing but what is listed. */
    public Username fenced(String role, String... smfExceptions) {
        Username user = username(role, acl -> acl.put("subscribeTopicDefaultAction", "disallow"), u -> {});
        addSubscribeException(user, "smf", fence());
        for (String exception : smfExceptions) {
            addSubscribeException(user, "smf", exception);
        }
        return user;
    }

    /** A username with an ACL profile of its own; both bodies start with everything allowed. */
    public Username username(String role, Consumer<JsonObject> acl, Consumer<JsonObject> user) {
        String name = name(role);
        JsonObject profile = new JsonObject()
                .put("aclProfileName", name)
                .put("clientConnectDefaultAction", "allow")
                .put("publishTopicDefaultAction", "allow")
                .put("subscribeTopicDefaultAction", "allow");
        acl.accept(profile);
        create("/aclProfiles", profile, name);
        String password = "p" + Long.toString(RANDOM.nextLong() & Long.MAX_VALUE, 36);
        JsonObject body = new JsonObject()
                .put("clientUsername", name)
                .put("password", password)
                .put("aclProfileName", name)
                .put("clientProfileName", clientProfile())
                .put("enabled", true);
        user.accept(body);
        create("/clientUsernames", body, name);
        return new Username(broker.vpn(), name, password, name);
    }

    /** The client profile of this lab's usernames, made when it is first needed; {@code default} if that is not allowed. */
    public String clientProfile() {
        String name = name("cp");
        String path = semp.config("/clientProfiles");
        if (made.contains(path + "/" + Semp.key(name))) {
            return name;
        }
        Semp.Reply reply = semp.post(
                path,
                new JsonObject()
                        .put("clientProfileName", name)
                        .put("allowGuaranteedMsgSendEnabled", true)
                        .put("allowGuaranteedMsgReceiveEnabled", true)
                        .put("allowGuaranteedEndpointCreateEnabled", true));
        if (!reply.ok()) {
            return "default";
        }
        made.push(path + "/" + Semp.key(name));
        return name;
    }

    /** Changes the client profile before anybody logs in; needs the access level {@code global/mesh-manager}. */
    public void tuneClientProfile(JsonObject attributes) {
        String name = clientProfile();
        if (name.equals("default")) {
            throw new CannotTell("the SEMP user lacks the right to make client profiles (global/mesh-manager)");
        }
        semp.patch(semp.config("/clientProfiles/" + Semp.key(name)), attributes)
                .orCannotTell("changing a client profile");
    }

    public void addSubscribeException(Username user, String syntax, String topic) {
        semp.post(
                        semp.config("/aclProfiles/" + Semp.key(user.aclProfile()) + "/subscribeTopicExceptions"),
                        new JsonObject()
                                .put("subscribeTopicException", topic)
                                .put("subscribeTopicExceptionSyntax", syntax))
                .orCannotTell("adding a subscribe exception");
    }

    public void removeSubscribeException(Username user, String syntax, String topic) {
        semp.delete(semp.config("/aclProfiles/" + Semp.key(user.aclProfile()) + "/subscribeTopicExceptions/"
                        + Semp.key(syntax, topic)))
                .orCannotTell("removing a subscribe exception");
    }

    public Semp.Reply changeUsername(Username user, JsonObject attributes) {
        return semp.patch(semp.config("/clientUsernames/" + Semp.key(user.name())), attributes);
    }

    /** An enabled MQTT session made by management. */
    public void mqttSession(String clientId, Consumer<JsonObject> change) {
        JsonObject body = new JsonObject()
                .put("mqttSessionClientId", clientId)
                .put("mqttSessionVirtualRouter", "primary")
                .put("enabled", true);
        change.accept(body);
        clientIds.add(clientId);
        semp.post(semp.config("/mqttSessions"), body).orCannotTell("making an MQTT session");
    }

    /** The config path of an MQTT session. */
    public String sessionPath(String clientId) {
        return semp.config("/mqttSessions/" + Semp.key(clientId, "primary"));
    }

    /** Creates an object that {@link #close} removes. */
    public void create(String collection, JsonObject body, String key) {
        tryToCreate(collection, body, key).orCannotTell("making " + key + " in " + collection);
    }

    /** As {@link #create}, when being refused is an answer. */
    public Semp.Reply tryToCreate(String collection, JsonObject body, String key) {
        String path = semp.config(collection);
        // Noted before it is asked for: an answer that is lost may have been a yes.
        made.push(path + "/" + Semp.key(key));
        return semp.post(path, body);
    }

    // --- clients ---

    /** A connected JCSMP session with a name of its own and the control topic subscribed. */
    public SmfClient smf(Username user) throws JCSMPException {
        return smf(user, name("c" + clients.size()));
    }

    /** As {@link #smf(Username)} under a given client name. */
    public SmfClient smf(Username user, String clientName) throws JCSMPException {
        SmfClient client = SmfClient.connect(broker, user, clientName, fence());
        clients.push(client);
        String subscribed = client.subscribe(fence());
        if (!subscribed.equals("ok")) {
            throw new CannotTell("the control topic could not be subscribed: " + subscribed);
        }
        return client;
    }

    /** Why a login is refused; {@code ok} when it is not. */
    public String smfLogin(Username user, String clientName) {
        try (SmfClient client = SmfClient.connect(broker, user, clientName, fence())) {
            return "ok";
        } catch (JCSMPException e) {
            return SmfClient.refusal(e);
        }
    }

    /** A connected MQTT client with a clean session and the control topic subscribed with QoS 0. */
    public MqttClient mqtt(Username user, String role) throws MqttException {
        MqttClient client = mqtt(user, name(role), options -> {});
        fence(client, 0);
        return client;
    }

    /** A connected MQTT client with a durable session and, unless it is there already, the control topic subscribed. */
    public MqttClient durable(Username user, String role, int fenceQos) throws MqttException {
        MqttClient client = mqtt(user, name(role), options -> options.setCleanSession(false));
        if (!client.sessionPresent()) {
            fence(client, fenceQos);
        }
        return client;
    }

    /** A connected MQTT client without any subscription. */
    public MqttClient mqtt(Username user, String clientId, Consumer<MqttConnectOptions> change) throws MqttException {
        return mqtt(broker.anyMqtt(), user, clientId, change);
    }

    public MqttClient mqtt(URI uri, Username user, String clientId, Consumer<MqttConnectOptions> change)
            throws MqttException {
        clientIds.add(clientId);
        MqttClient client = MqttClient.connect(uri, user, clientId, fence(), broker.patience(), options -> {
            if (uri.getScheme().matches("(?i)ssl|wss")) {
                broker.trustStore()
                        .ifPresent(t -> options.setSocketFactory(t.context().getSocketFactory()));
            }
            change.accept(options);
        });
        clients.push(client);
        return client;
    }

    /** What the CONNACK says: 0 when the login is accepted. */
    public int mqttLogin(Username user, String clientId, boolean clean) {
        try {
            mqtt(user, clientId, options -> options.setCleanSession(clean));
            return 0;
        } catch (MqttException e) {
            if (e.getReasonCode() >= 1 && e.getReasonCode() <= 5) {
                return e.getReasonCode();
            }
            throw new CannotTell("CONNECT got no CONNACK: " + MqttClient.reason(e), e);
        }
    }

    public static void fence(MqttClient client, int qos) {
        if (client.subscribe(client.fence(), qos) == MqttClient.REFUSED) {
            throw new CannotTell("the control topic could not be subscribed");
        }
    }

    // --- looking ---

    /**
     * Makes a client leave and waits until the broker shows it no more. It is waited for first, since monitor may lag: what it
     * does not show yet would be taken for gone.
     */
    public void leaves(String clientName, Runnable leaving) {
        String path = semp.monitor("/clients/" + Semp.key(clientName));
        await(
                "monitor does not show a client that is connected",
                () -> semp.get(path).ok());
        leaving.run();
        await("monitor still shows a client that has left", () -> semp.get(path).code() == NOT_FOUND);
    }

    /** The subscriptions that monitor shows of a client at this moment, which may be an earlier one. */
    public List<String> subscriptionsShown(String clientName) {
        return topics(semp.monitor("/clients/" + Semp.key(clientName) + "/subscriptions"));
    }

    /** The subscriptions that monitor shows of a client, at the earliest when it shows this one that was made last. */
    public List<String> subscriptionsShown(String clientName, String madeLast) {
        return topicsWith(madeLast, semp.monitor("/clients/" + Semp.key(clientName) + "/subscriptions"));
    }

    /** The subscriptions that monitor shows of an MQTT session, at the earliest when it shows this one that was made last. */
    public List<String> sessionSubscriptionsShown(String clientId, String madeLast) {
        return topicsWith(madeLast, semp.monitor("/mqttSessions/" + Semp.key(clientId, "primary") + "/subscriptions"));
    }

    /** The monitor object of a connected MQTT session. */
    public JsonObject sessionShown(String clientId) {
        String path = semp.monitor("/mqttSessions/" + Semp.key(clientId, "primary"));
        await(
                "monitor does not show a session that is connected",
                () -> !semp.get(path).data().getString("clientName", "").isEmpty());
        return semp.get(path).orCannotTell("reading an MQTT session").data();
    }

    private List<String> topicsWith(String madeLast, String path) {
        AtomicReference<List<String>> shown = new AtomicReference<>(List.of());
        await("monitor does not show a subscription that was made", () -> {
            shown.set(semp.get(path).ok() ? topics(path) : List.of());
            return shown.get().contains(madeLast);
        });
        return shown.get();
    }

    private List<String> topics(String path) {
        return semp.list(path).stream()
                .map(o -> o.getString("subscriptionTopic"))
                .toList();
    }

    /** Whether it came to hold in time. */
    public boolean holds(BooleanSupplier condition) {
        return Await.holds(broker.patience(), condition);
    }

    /** @throws CannotTell with this text when it does not come to hold in time */
    public void await(String otherwise, BooleanSupplier condition) {
        if (!holds(condition)) {
            throw new CannotTell(String.format(
                    Locale.ROOT, "%s after %d ms", otherwise, broker.patience().toMillis()));
        }
    }

    /**
     * Closes the clients and removes the objects, whatever happened to them meanwhile.
     *
     * @throws CannotTell naming what could not be removed
     */
    @Override
    public void close() {
        while (!clients.isEmpty()) {
            try {
                clients.pop().close();
            } catch (Exception e) {
                // The broker drops it when its username goes.
            }
        }
        // Who interrupts a probe wants it to end, not to leave its usernames behind.
        boolean interrupted = Thread.interrupted();
        try {
            List<String> left = Sweep.remove(semp, toRemove());
            if (!left.isEmpty()) {
                throw new CannotTell("could not be removed: " + left);
            }
        } finally {
            made.clear();
            clientIds.clear();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private List<String> toRemove() {
        List<String> paths = new ArrayList<>();
        if (!clientIds.isEmpty()) {
            paths.addAll(Sweep.sessions(semp, clientIds));
        }
        // Usernames first: a probe may have given one the profile of another.
        made.stream()
                .sorted(Comparator.comparing(path -> !path.contains("/clientUsernames/")))
                .forEach(paths::add);
        return paths;
    }
}
