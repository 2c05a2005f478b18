package dev.usher.broker.core;

import dev.usher.broker.core.Subscription.Origin;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
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
    private static final int MAX_NAME_BYTES = 160;

    private final VpnState vpn;
    private final BrokerSwitches switches;
    private final Clock clock;
    private final Object lock = new Object();
    private final SubscriptionTable table = new SubscriptionTable();
    private final Map<String, Client> clients = new ConcurrentHashMap<>();
    private final AtomicInteger clientIds = new AtomicInteger();
    private final AtomicInteger mqttNumbers = new AtomicInteger();
    private final Journal journal = new Journal(JOURNAL_SIZE);
    private final Faults faults = new Faults(this);
    private final ClientEvents events = new ClientEvents(this);

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
        Client old;
        synchronized (lock) {
            Optional<LoginRefusal> refused = refuse(request);
            if (refused.isPresent()) {
                log.debug("login refused reason={} protocol={}", refused.get(), request.protocol());
                return new LoginResult.Refused(refused.get());
            }
            ClientUsername username = usernameFor(request).orElseThrow();
            old = holderOf(request).orElse(null);
            if (old != null && !mayTakeOver(old, username)) {
                return new LoginResult.Refused(LoginRefusal.NAME_IN_USE);
            }
            if (old != null) {
                old.kick("replaced by a new connection");
            }
            int id = clientIds.incrementAndGet();
            client = new Client(this, request, port, id, nameFor(request, id), username);
            clients.put(client.name(), client);
            if (request.protocol() == Protocol.MQTT) {
                client.subscriptionSet().add(Filter.smf(client.inbox() + "/>"), Origin.BROKER, "");
            }
        }
        log.debug("client connected client={} username={}", client.name(), client.username());
        events.connected(client);
        return new LoginResult.Accepted(client);
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
        return clients.values().stream()
                .filter(c -> c.mqttClientId().filter(mqttClientId::equals).isPresent())
                .findFirst();
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

    SubscriptionTable table() {
        return table;
    }

    void publish(Message message) {
        journal.add(message);
        route(message);
    }

    /** Delivers to every matching subscriber once. */
    void route(Message message) {
        for (Client client : table.match(message.topic())) {
            client.offer(message);
        }
    }

    /** Returns whether the client was still here. */
    boolean leave(Client client, String reason) {
        synchronized (lock) {
            if (client.isClosed()) {
                return false;
            }
            client.markClosed();
            client.subscriptionSet().clear();
            clients.remove(client.name(), client);
            if (switches.oboEndsWithManager()) {
                clients.values().forEach(c -> c.subscriptionSet().removeAddedBy(client.name()));
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
                return target.subscriptionSet().remove(filter, Origin.OBO) == UnsubscribeOutcome.OK
                        ? OboOutcome.OK
                        : OboOutcome.NOT_FOUND;
            }
            if (switches.oboChecksManagerAcl() && !manager.acl().allowsSubscribe(filter)) {
                return OboOutcome.ACL_DENIED;
            }
            return switch (target.subscriptionSet().add(filter, Origin.OBO, manager.name())) {
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
            if (!validName(newName)) {
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

    private Optional<LoginRefusal> refuse(LoginRequest request) {
        if (faults.loginRefusal().isPresent()) {
            return faults.loginRefusal();
        }
        if (!request.vpn().isEmpty() && !request.vpn().equals(vpn.name())) {
            return Optional.of(LoginRefusal.VPN_NOT_ALLOWED);
        }
        if (!vpn.settings().enabled()) {
            return Optional.of(LoginRefusal.VPN_UNAVAILABLE);
        }
        Optional<ClientUsername> username = usernameFor(request);
        if (username.isEmpty()) {
            return Optional.of(LoginRefusal.UNAUTHORIZED);
        }
        if (!username.get().enabled()) {
            return Optional.of(LoginRefusal.USERNAME_SHUTDOWN);
        }
        Optional<String> clientId =
                request.protocol() == Protocol.MQTT ? Optional.of(request.clientName()) : Optional.empty();
        AclProfile profile = vpn.aclProfiles().find(username.get().aclProfile()).orElse(NOTHING_ALLOWED);
        if (!Acl.of(profile, username.get().name(), clientId, switches).allowsConnect(request.remoteAddress())) {
            return Optional.of(LoginRefusal.ACL_DENIED);
        }
        if (!validRequestedName(request)) {
            return Optional.of(LoginRefusal.NAME_INVALID);
        }
        if (clients.size() >= vpn.settings().maxConnectionCount()
                && holderOf(request).isEmpty()) {
            return Optional.of(LoginRefusal.TOO_MANY_CLIENTS);
        }
        return Optional.empty();
    }

    /**
     * The username that applies. One that is not configured falls to {@code default} with whatever password while that is
     * enabled, as in a factory-fresh installation.
     */
    private Optional<ClientUsername> usernameFor(LoginRequest request) {
        Optional<ClientUsername> configured = vpn.clientUsernames().find(request.username());
        if (configured.isPresent() && !request.username().equals("default")) {
            return configured.filter(u -> u.password().matches(request.password()));
        }
        return vpn.clientUsernames().find("default").filter(u -> u.enabled() || configured.isPresent());
    }

    private Optional<Client> holderOf(LoginRequest request) {
        return request.protocol() == Protocol.MQTT ? mqttClient(request.clientName()) : client(request.clientName());
    }

    private boolean mayTakeOver(Client old, ClientUsername by) {
        return switches.sameName() == BrokerSwitches.SameName.TAKE_OVER
                && (switches.takeOverAcrossUsernames() || old.username().equals(by.name()));
    }

    private String nameFor(LoginRequest request, int id) {
        if (request.protocol() == Protocol.MQTT) {
            return "#mqtt/" + request.clientName() + "/" + mqttNumbers.incrementAndGet();
        }
        return request.clientName().isEmpty() ? router() + "/" + id : request.clientName();
    }

    private static boolean validRequestedName(LoginRequest request) {
        if (request.protocol() == Protocol.MQTT) {
            return validName("mqtt/" + request.clientName() + "/0")
                    && !request.clientName().isEmpty();
        }
        return request.clientName().isEmpty() || validName(request.clientName());
    }

    /** Names with a leading '#' are the broker's own. */
    private static boolean validName(String name) {
        return !name.isEmpty()
                && name.charAt(0) != '#'
                && name.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME_BYTES
                && name.chars().noneMatch(c -> c < ' ' || c == '*' || c == '?');
    }
}
