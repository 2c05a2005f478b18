package dev.usher.broker.core;

import dev.usher.broker.switches.BrokerSwitches;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One Message VPN without a network: its parts, what they share (configuration, switches, clock, lock), and what ends or
 * resets them together. Thread-safe.
 *
 * <p>Lock order: the VPN's configuration, then {@link #lock()}, then the subscription table. Publishing takes no
 * lock while nobody changes the table. Ports are called without the table's lock.
 */
public final class BrokerCore {

    static final AclProfile NOTHING_ALLOWED = AclProfile.created("gone").withShareName(Action.DISALLOW);
    static final ClientProfile DEFAULT_PROFILE = ClientProfile.created("gone");

    private final VpnState vpn;
    private final BrokerSwitches switches;
    private final Clock clock;
    private final Object lock = new Object();
    private final SubscriptionTable<SubscriptionSet> table = new SubscriptionTable<>();
    /** What {@link #tick} has to look at: of ten thousand idle clients, nothing. */
    private final Set<ClientDelivery> elidingNow = ConcurrentHashMap.newKeySet();

    private final Changes changes = new Changes();
    private final Journal journal;
    private final Routing routing;
    private final Refusals refusals = new Refusals(changes);
    private final Faults faults = new Faults(this);
    private final MessageBusEvents bus = new MessageBusEvents(this);
    private final Clients clients = new Clients(this, new ClientEvents(this, bus));
    private final SubscriptionEvents subscriptionEvents = new SubscriptionEvents(this, bus);
    private final MqttSessions sessions = new MqttSessions(this);
    private final OnBehalfOf onBehalfOf = new OnBehalfOf(this);
    private final AclHistory aclHistory;

    public BrokerCore(VpnState vpn, BrokerSwitches switches, Clock clock) {
        this(vpn, switches, clock, JournalLimits.STANDARD);
    }

    public BrokerCore(VpnState vpn, BrokerSwitches switches, Clock clock, JournalLimits limits) {
        this.journal = new Journal(limits, changes);
        this.routing = new Routing(table, journal);
        this.vpn = vpn;
        this.switches = switches;
        this.clock = clock;
        this.aclHistory = new AclHistory(switches.aclChangeLag());
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
        return clients.login(request, port);
    }

    /** All connected clients, ordered by connection. */
    public List<Client> clients() {
        return clients.all();
    }

    public Optional<Client> client(String name) {
        return clients.find(name);
    }

    /** Whose connection comes from this {@code ip:port}. */
    public Optional<Client> clientAt(String address) {
        return clients.at(address);
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

    /** Data messages of all clients since the start, those that are gone included. */
    public Traffic traffic() {
        return clients.traffic();
    }

    /** What clients published and the broker accepted, not what the broker itself published. */
    public Journal journal() {
        return journal;
    }

    /** What clients were refused, oldest first; the newest 1,000 are kept. */
    public List<Refusal> refusals() {
        return refusals.all();
    }

    /**
     * Publishes as the broker itself: no ACL applies and {@link #journal} does not know of it.
     *
     * @throws IllegalArgumentException if nobody could publish to that topic
     */
    public void publishFromBroker(Message message) {
        if (!Filter.publishable(message.topic())) {
            throw new IllegalArgumentException("cannot be published to, a topic has 1 to 250 bytes, at most 128 levels"
                    + " and no NUL: " + message.topic());
        }
        routing.publishFromBroker(message);
    }

    /**
     * Looks now and after every change (of clients, subscriptions, what was received and refused) until there is something
     * to see; looks from the calling thread.
     *
     * @return what was seen, or empty if the time is over
     */
    public <T> Optional<T> await(Duration limit, Supplier<Optional<T>> look) throws InterruptedException {
        return changes.await(limit, look);
    }

    /**
     * As it was after the start: everybody is disconnected, MQTT sessions, what was received and refused are forgotten,
     * faults are cleared and what they held back is discarded, and what is configured is what was saved.
     *
     * @param more runs when everybody is disconnected and before anybody can log in; must not block
     */
    public void reset(VpnState.Saved configured, Runnable more) {
        faults.discard();
        loseState(configured, more);
    }

    /** The same, but faults stay as they are: they are the test's, not the broker's. */
    public void loseState(VpnState.Saved configured, Runnable more) {
        vpn.restore(configured);
        // A login that read the old configuration is either finished, and found here, or not begun.
        synchronized (lock) {
            shutdown();
            sessions.forgetAll();
            aclHistory.clear();
            clients.forgetTraffic();
            journal.startOver();
            more.run();
        }
        refusals.clear();
        changes.happened();
    }

    /** Sends what eliding held back and is due. Call it every few milliseconds, or after moving a test's clock. */
    public void tick() {
        long now = clock.millis();
        faults.deliveries().tick(now);
        if (elidingNow.isEmpty()) {
            return;
        }
        for (ClientDelivery each : List.copyOf(elidingNow)) {
            // Out before it is looked at, so that what comes meanwhile puts it in again.
            elidingNow.remove(each);
            if (each.tick(now)) {
                elidingNow.add(each);
            }
        }
    }

    /** Eliding keeps track of a topic for this client. */
    void elides(ClientDelivery delivery) {
        elidingNow.add(delivery);
    }

    /** Disconnects everybody. */
    public void shutdown() {
        clients().forEach(c -> c.kick("broker shutdown"));
    }

    Object lock() {
        return lock;
    }

    Changes changes() {
        return changes;
    }

    void refused(Refusal.Kind kind, String client, String subject, Object reason) {
        refusals.add(kind, client, subject, reason);
    }

    AclHistory aclHistory() {
        return aclHistory;
    }

    SubscriptionEvents subscriptionEvents() {
        return subscriptionEvents;
    }

    SubscriptionTable<SubscriptionSet> table() {
        return table;
    }

    Routing routing() {
        return routing;
    }

    Clients directory() {
        return clients;
    }

    OnBehalfOf onBehalfOf() {
        return onBehalfOf;
    }

    /** Of everybody who has subscriptions: SMF clients, and MQTT sessions with and without a connection. */
    List<SubscriptionSet> subscriptionSets() {
        return Stream.concat(
                        clients.all().stream()
                                .filter(c -> c.protocol() == Protocol.SMF)
                                .map(Client::subscriptionSet),
                        sessions.all().stream().map(MqttSession::subscriptionSet))
                .toList();
    }
}
