package dev.usher.broker.core;

import dev.usher.broker.core.Subscription.Origin;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Message VPN without a network: who is connected, what they may do, and who gets a message. Thread-safe.
 *
 * <p>Lock order: the VPN's configuration, then {@link #lock()}, then the subscription table. Publishing takes only the
 * table's read lock. Ports are called without the table's lock.
 */
public final class BrokerCore {

    static final AclProfile NOTHING_ALLOWED = AclProfile.created("gone").withShareName(Action.DISALLOW);
    static final ClientProfile DEFAULT_PROFILE = ClientProfile.created("gone");

    private static final Logger log = LoggerFactory.getLogger(BrokerCore.class);
    private static final int JOURNAL_SIZE = 10_000;

    private final VpnState vpn;
    private final BrokerSwitches switches;
    private final Clock clock;
    private final Object lock = new Object();
    private final SubscriptionTable<SubscriptionSet> table = new SubscriptionTable<>();
    private final Map<String, Client> clients = new ConcurrentHashMap<>();
    private final AtomicInteger clientIds = new AtomicInteger();
    private final AtomicInteger mqttNumbers = new AtomicInteger();
    private final Journal journal = new Journal(JOURNAL_SIZE);
    private final Faults faults = new Faults(this);
    private final ClientEvents events = new ClientEvents(this);
    private final MqttSessions sessions = new MqttSessions(this);
    private final LoginRules rules = new LoginRules(this);

    public BrokerCore(VpnState vpn, BrokerSwitches switches, Clock clock) {
        this.vpn = vpn;
        this.switches = switches;
        this.clock = clock;
        vpn.listen(new ConfigurationEffects(this));
    }

    public VpnState vpn() {
        return vpn;
    }

    public BrokerSwitches switches() {
        return switches;
    }

    public Clock clock() {
        return clock;
    }

    public Faults faults() {
        return faults;
    }

    /** The router name in event topics and inbox topics. */
    public String router() {
        return "usher-broker";
    }

    /** Admits a client, taking over from one of the same name, or says why not. */
    public LoginResult login(LoginRequest request, ClientPort port) {
        Client client;
        synchronized (lock) {
            Optional<LoginRefusal> refused = rules.refuse(request);
            if (refused.isPresent()) {
                log.debug("login refused reason={} protocol={}", refused.get(), request.protocol());
                return new LoginResult.Refused(refused.get());
            }
            ClientUsername username = rules.usernameFor(request).orElseThrow();
            rules.holderOf(request).ifPresent(old -> old.kick("replaced by a new connection"));
            int id = clientIds.incrementAndGet();
            client = request.protocol() == Protocol.MQTT
                    ? mqttClient(request, port, id, username)
                    : smfClient(request, port, id, username);
        }
        log.debug("client connected client={} username={}", client.name(), client.username());
        events.connected(client);
        return new LoginResult.Accepted(client);
    }

    private Client mqttClient(LoginRequest request, ClientPort port, int id, ClientUsername username) {
        boolean present = sessions.isKept(request);
        MqttSession session = sessions.open(request, username);
        int number = present && !switches.mqttNameStable() ? nextMqttNumber() : session.number();
        String name = "#mqtt/" + request.clientName() + "/" + number;
        Client client = new Client(this, request, port, id, name, username, session, present);
        clients.put(name, client);
        session.attach(client, request.cleanSession());
        return client;
    }

    private Client smfClient(LoginRequest request, ClientPort port, int id, ClientUsername username) {
        String name = request.clientName().isEmpty() ? router() + "/" + id : request.clientName();
        Client client = new Client(this, request, port, id, name, username);
        clients.put(name, client);
        return client;
    }

    /** All connected clients, ordered by connection. */
    public List<Client> clients() {
        List<Client> list = new ArrayList<>(clients.values());
        list.sort((a, b) -> Integer.compare(a.clientId(), b.clientId()));
        return list;
    }

    public Optional<Client> client(String name) {
        return Optional.ofNullable(clients.get(name));
    }

    /** The connected client of an MQTT client id. */
    public Optional<Client> mqttClient(String mqttClientId) {
        return sessions.find(mqttClientId).flatMap(MqttSession::client);
    }

    /** The MQTT sessions, those without a connection included. */
    public MqttSessions mqttSessions() {
        return sessions;
    }

    /** Subscriptions of all clients and sessions now, inboxes included. */
    public int subscriptionCount() {
        return table.size();
    }

    /** What clients published (not what the broker itself did), oldest first; the newest 10,000 or 32 MB are kept. */
    public List<Message> received(Filter filter) {
        return journal.matching(filter);
    }

    public void forgetReceived() {
        journal.clear();
    }

    /** Sends what eliding held back and is due. Call it every few milliseconds, or after moving a test's clock. */
    public void tick() {
        long now = clock.millis();
        clients.values().forEach(c -> c.tick(now));
    }

    /** Disconnects everybody. */
    public void shutdown() {
        clients().forEach(c -> c.kick("broker shutdown"));
    }

    Object lock() {
        return lock;
    }

    SubscriptionTable<SubscriptionSet> table() {
        return table;
    }

    int clientCount() {
        return clients.size();
    }

    int nextMqttNumber() {
        return mqttNumbers.incrementAndGet();
    }

    /** Of everybody who has subscriptions: SMF clients, and MQTT sessions with and without a connection. */
    List<SubscriptionSet> subscriptionSets() {
        return Stream.concat(
                        clients.values().stream()
                                .filter(c -> c.protocol() == Protocol.SMF)
                                .map(Client::subscriptionSet),
                        sessions.all().stream().map(MqttSession::subscriptionSet))
                .toList();
    }

    void publish(Message message) {
        journal.add(message);
        route(message);
    }

    /** Delivers to every matching subscriber once. */
    void route(Message message) {
        SubscriptionTable.Matches<SubscriptionSet> matches = table.match(message.topic());
        matches.guaranteed().forEach(s -> s.offer(message, true));
        matches.direct().forEach(s -> s.offer(message, false));
    }

    /** Returns whether the client was still here. */
    boolean leave(Client client, String reason) {
        synchronized (lock) {
            if (client.isClosed()) {
                return false;
            }
            client.markClosed();
            clients.remove(client.name(), client);
            client.session().ifPresentOrElse(sessions::leave, client.subscriptionSet()::clear);
            if (switches.oboEndsWithManager()) {
                subscriptionSets().forEach(s -> s.removeAddedBy(client.name()));
            }
        }
        log.debug("client disconnected client={} reason={}", client.name(), reason);
        events.disconnected(client, reason);
        return true;
    }

    OboOutcome onBehalfOf(Client manager, boolean add, String targetName, String smfFilter) {
        synchronized (lock) {
            if (manager.isClosed() || !manager.isSubscriptionManager()) {
                return OboOutcome.MANAGER_DENIED;
            }
            Client target = clients.get(targetName);
            if (target == null) {
                return OboOutcome.UNKNOWN_CLIENT;
            }
            Filter filter;
            try {
                filter = target.protocol() == Protocol.MQTT
                        ? Filter.smfForMqttTarget(smfFilter, switches.greaterThanForMqtt())
                        : Filter.smf(smfFilter);
            } catch (IllegalArgumentException e) {
                return OboOutcome.INVALID;
            }
            if (!add) {
                return target.unsubscribe(filter, Origin.OBO) == UnsubscribeOutcome.OK
                        ? OboOutcome.OK
                        : OboOutcome.NOT_FOUND;
            }
            if (switches.oboChecksManagerAcl() && !manager.acl().allowsSubscribe(filter)) {
                return OboOutcome.ACL_DENIED;
            }
            return switch (target.subscribe(filter, Origin.OBO, manager.name(), 0)) {
                case OK -> OboOutcome.OK;
                case ALREADY_EXISTS -> OboOutcome.ALREADY_EXISTS;
                case ACL_DENIED -> OboOutcome.ACL_DENIED;
                case INVALID -> OboOutcome.INVALID;
                case TOO_MANY -> OboOutcome.TOO_MANY;
                case CLOSED -> OboOutcome.UNKNOWN_CLIENT;
            };
        }
    }

    Optional<LoginRefusal> rename(Client client, String newName) {
        String oldName = client.name();
        synchronized (lock) {
            if (client.isClosed()) {
                return Optional.of(LoginRefusal.SERVICE_UNAVAILABLE);
            }
            if (!LoginRules.validName(newName)) {
                return Optional.of(LoginRefusal.NAME_INVALID);
            }
            if (newName.equals(oldName)) {
                return Optional.empty();
            }
            if (clients.putIfAbsent(newName, client) != null) {
                return Optional.of(LoginRefusal.NAME_IN_USE);
            }
            clients.remove(oldName, client);
            client.setName(newName);
        }
        events.renamed(client, oldName);
        return Optional.empty();
    }

    String inboxOf(Client client) {
        // An MQTT client's name holds a '#', which its own protocol could not spell inside a filter.
        Object last = client.protocol() == Protocol.MQTT ? client.clientId() : client.name();
        return "#P2P/v:%s/%08x/%s".formatted(router(), client.name().hashCode(), last);
    }
}
