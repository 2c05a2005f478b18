package dev.usher.broker.core;

import dev.usher.broker.core.Subscription.Origin;
import dev.usher.broker.switches.BrokerSwitches.OwnerlessSession;
import dev.usher.broker.switches.MqttSwitches.Qos1Refusal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The state of one MQTT client id: its subscriptions and its undelivered QoS 1 messages. A durable session outlives its
 * connections, another ends with its only one. Thread-safe; changes happen under the broker's lock.
 */
public final class MqttSession {

    private static final long MEGABYTE = 1_000_000;

    private final BrokerCore core;
    private final String clientId;
    private final int number;
    private final boolean durable;
    private final boolean createdByManagement;
    private final SubscriptionSet subscriptions;
    private final MqttQueue queue = new MqttQueue();
    private final MqttPacketCounts packets = new MqttPacketCounts(null);
    private final Set<Integer> received = ConcurrentHashMap.newKeySet();
    private volatile MqttSessionSettings settings;
    private volatile Client client;
    private volatile Client lastClient;
    private volatile boolean clean;
    private volatile boolean queued;
    private volatile boolean gone;

    MqttSession(
            BrokerCore core,
            String clientId,
            int number,
            boolean durable,
            boolean createdByManagement,
            MqttSessionSettings settings) {
        this.core = core;
        this.clientId = clientId;
        this.number = number;
        this.durable = durable;
        this.createdByManagement = createdByManagement;
        this.settings = settings;
        this.subscriptions = new SubscriptionSet(core, new Holder());
    }

    public String clientId() {
        return clientId;
    }

    /** Kept while its client is away. */
    public boolean isDurable() {
        return durable;
    }

    public boolean isCreatedByManagement() {
        return createdByManagement;
    }

    /** The last connection asked for a clean session. */
    public boolean isClean() {
        return clean;
    }

    /** The packets of all its connections. */
    public MqttPacketCounts mqttPackets() {
        return packets;
    }

    public MqttSessionSettings settings() {
        return settings;
    }

    /** Its connection; empty while the client is away. */
    public Optional<Client> client() {
        return Optional.ofNullable(client);
    }

    /** Name of its queue; empty until it has its first QoS 1 subscription. */
    public Optional<String> queueName() {
        return queued ? Optional.of("#mqtt/" + clientId + "/" + number) : Optional.empty();
    }

    /** In the order they were added, the inbox of its connection included. */
    public List<Subscription> subscriptions() {
        return subscriptions.all();
    }

    /** QoS 1 messages it holds, in the order they go out; those sent and not acknowledged come first. */
    public List<MqttStoredMessage> storedMessages() {
        return queue.messages();
    }

    /** How it is right now. */
    public MqttSessionStatus status() {
        synchronized (core.lock()) {
            return new MqttSessionStatus(
                    clientId,
                    durable,
                    createdByManagement,
                    clean,
                    client().map(Client::name),
                    settings,
                    queueName(),
                    new MqttQueueStatus(
                            queue.count(),
                            queue.bytes(),
                            queue.inFlight(),
                            queue.taken(),
                            queue.discarded(),
                            queue.redelivered()),
                    packets,
                    visibleSubscriptions());
        }
    }

    /** The subscriptions that SEMP shows below the session. */
    private List<Subscription> visibleSubscriptions() {
        return subscriptions.all().stream()
                .filter(s -> s.origin() != Origin.BROKER)
                .filter(s -> s.origin() != Origin.OBO || core.switches().oboAddsInSessions())
                .toList();
    }

    int number() {
        return number;
    }

    SubscriptionSet subscriptionSet() {
        return subscriptions;
    }

    /**
     * The QoS that a subscription of its client gets: 1 needs the right to receive guaranteed messages, and the first also
     * that to make a queue.
     *
     * @return empty when it is refused
     */
    public OptionalInt grantedQos(GuaranteedRights rights, int wanted) {
        boolean mayHaveQueue =
                queued || rights.createEndpoints() || !core.switches().mqttQos1NeedsEndpointCreate();
        if (wanted == 0 || (rights.receive() && mayHaveQueue)) {
            return OptionalInt.of(Math.min(1, wanted));
        }
        return core.switches().mqttQos1Refusal() == Qos1Refusal.GRANT_QOS_0 ? OptionalInt.of(0) : OptionalInt.empty();
    }

    /** As the client or management asks; QoS 1 gives the session its queue. */
    SubscribeOutcome subscribe(Filter filter, Origin origin, String manager, int qos) {
        synchronized (core.lock()) {
            SubscribeOutcome outcome = subscriptions.add(filter, origin, manager, qos);
            if (outcome == SubscribeOutcome.ALREADY_EXISTS
                    && origin == Origin.SEMP
                    && subscriptions.claimHidden(filter, qos)) {
                outcome = SubscribeOutcome.OK;
            }
            boolean granted = outcome == SubscribeOutcome.OK
                    || (outcome == SubscribeOutcome.ALREADY_EXISTS && origin == Origin.CLIENT);
            queued |= granted && qos > 0;
            return outcome;
        }
    }

    /** Whether the filter was there. */
    boolean changeQos(Filter filter, int qos) {
        synchronized (core.lock()) {
            boolean there = subscriptions.changeQos(filter, qos);
            queued |= there && qos > 0;
            return there;
        }
    }

    /** A connection takes the session over: what is in flight is sent again, then what waits. */
    void attach(Client to, boolean cleanConnect) {
        client = to;
        lastClient = to;
        clean = cleanConnect;
        if (settings.owner().isEmpty() && core.switches().ownerlessSession() == OwnerlessSession.ADOPTED) {
            settings = settings.withOwner(to.username());
        }
        subscriptions.add(Filter.exactly(to.inbox()), Origin.BROKER, "", 0);
        subscriptions.wake();
        queue.attach(to.delivery()::handGuaranteed, limits());
    }

    /** Its connection has gone. */
    void detach() {
        queue.detach();
        client = null;
        subscriptions.removeAll(Origin.BROKER);
        if (!core.switches().oboKeptByDurableSession()) {
            subscriptions.removeAll(Origin.OBO);
        }
    }

    /** What MQTT calls the session's state is given up; the session as an object stays. */
    void discardState() {
        if (!createdByManagement || core.switches().cleanConnectWipesManagedSession()) {
            subscriptions.clear();
        }
        queue.clear();
        received.clear();
    }

    /** Nothing is routed to it or added to it any more. */
    void end() {
        gone = true;
        subscriptions.clear();
        queue.clear();
    }

    void set(MqttSessionSettings value) {
        settings = value;
    }

    boolean acknowledge(int packetId) {
        return queue.acknowledge(packetId, limits());
    }

    /** QoS 2 towards the broker: is this packet id new (MQTT 3.1.1, 4.3.3)? */
    boolean firstTime(int packetId) {
        return received.add(packetId);
    }

    void release(int packetId) {
        received.remove(packetId);
    }

    private MqttQueueLimits limits() {
        MqttSessionSettings now = settings;
        return core.vpn().mqttQueueLimits().atMost(now.maxSpoolMegabytes() * MEGABYTE, now.maxUnacknowledged());
    }

    private void offer(Message message, boolean qos1) {
        Client to = client;
        if (gone) {
            return;
        }
        if (qos1 && (message.guaranteed() || core.switches().qos1PromotesDirect())) {
            queue.offer(message, core.clock().instant(), limits());
        } else if (to != null) {
            to.delivery().offer(message);
        }
    }

    private Optional<ClientUsername> ownerUsername() {
        return core.vpn().clientUsernames().find(settings.owner());
    }

    private final class Holder implements SubscriptionHolder {
        @Override
        public boolean isGone() {
            return gone;
        }

        @Override
        public Protocol protocol() {
            return Protocol.MQTT;
        }

        @Override
        public SubscriptionEvents.Party party() {
            Client connection = lastClient;
            return connection == null
                    ? new SubscriptionEvents.Party("#mqtt/" + clientId + "/" + number, settings.owner(), "")
                    : SubscriptionEvents.Party.of(connection);
        }

        @Override
        public Optional<Filter> inbox() {
            return client().map(c -> Filter.exactly(c.inbox()));
        }

        @Override
        public Acl acl() {
            Client connected = client;
            return connected != null ? connected.subscribeAcl() : aclAsItIs();
        }

        @Override
        public Acl aclAsItIs() {
            Client connected = client;
            if (connected != null) {
                return connected.acl();
            }
            AclProfile profile = core.vpn().aclProfiles().find(aclProfile()).orElse(BrokerCore.NOTHING_ALLOWED);
            return Acl.of(profile, settings.owner(), Optional.of(clientId), core.switches());
        }

        @Override
        public String aclProfile() {
            Client connected = client;
            return connected != null
                    ? connected.aclProfile()
                    : ownerUsername().map(ClientUsername::aclProfile).orElse("");
        }

        @Override
        public ClientProfile profile() {
            Client connected = client;
            return connected != null
                    ? connected.profile()
                    : ownerUsername()
                            .flatMap(u -> core.vpn().clientProfiles().find(u.clientProfile()))
                            .orElse(BrokerCore.DEFAULT_PROFILE);
        }

        @Override
        public OptionalInt deliverToOnePriority() {
            Client connected = client;
            return connected == null
                    ? OptionalInt.empty()
                    : OptionalInt.of(connected.login().deliverToOnePriority());
        }

        @Override
        public void offer(Message message, boolean guaranteed) {
            MqttSession.this.offer(message, guaranteed);
        }
    }

    @Override
    public String toString() {
        return "mqttSession " + clientId;
    }
}
