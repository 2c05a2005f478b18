package dev.usher.broker.core;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * One live connection: who it is, by login and configuration, and what it asks for. All methods are thread-safe; after
 * {@link #close} nothing is delivered and nothing is accepted.
 */
public final class Client {

    private final BrokerCore core;
    private final LoginRequest login;
    private final ClientPort port;
    private final int clientId;
    private final ClientUsername boundTo;
    private final Instant connectedAt;
    private final MqttSession session;
    private final boolean sessionPresent;
    private final SubscriptionSet subscriptions;
    private final ClientAcl acl;
    private final ClientPublishing publishing;
    private final ClientDelivery delivery;
    private final GuaranteedRights guaranteed;
    private final MqttPacketCounts mqttPackets;
    private volatile String name;
    private volatile boolean closed;

    /** A client of the SMF protocol. */
    Client(BrokerCore core, LoginRequest login, ClientPort port, int clientId, String name, ClientUsername boundTo) {
        this(core, login, port, clientId, name, boundTo, null, false);
    }

    /** @param session whose subscriptions it uses; null for SMF, where they are its own */
    Client(
            BrokerCore core,
            LoginRequest login,
            ClientPort port,
            int clientId,
            String name,
            ClientUsername boundTo,
            MqttSession session,
            boolean sessionPresent) {
        this.core = core;
        this.login = login;
        this.port = port;
        this.clientId = clientId;
        this.name = name;
        this.boundTo = boundTo;
        this.connectedAt = core.clock().instant();
        this.session = session;
        this.sessionPresent = sessionPresent;
        this.mqttPackets = new MqttPacketCounts(session == null ? null : session.mqttPackets());
        this.acl = new ClientAcl(core, this);
        this.publishing = new ClientPublishing(core, this);
        this.delivery = new ClientDelivery(core, this, port, profile());
        this.guaranteed = profile().guaranteed();
        this.subscriptions =
                session == null ? new SubscriptionSet(core, new ConnectionHolder(this)) : session.subscriptionSet();
    }

    /** SMF: as asked or generated; MQTT: {@code #mqtt/<client id>/<n>}. */
    public String name() {
        return name;
    }

    /** The broker's number of this connection; never used again. */
    public int clientId() {
        return clientId;
    }

    /** The client username that applies: {@code default} where the one given is not configured. */
    public String username() {
        return boundTo.name();
    }

    /** The username as the client gave it. */
    public String originalUsername() {
        return login.username();
    }

    public Protocol protocol() {
        return login.protocol();
    }

    /** {@code ip:port} */
    public String address() {
        return login.remoteAddress();
    }

    public Instant connectedAt() {
        return connectedAt;
    }

    public String aclProfile() {
        return boundTo.aclProfile();
    }

    public String clientProfile() {
        return boundTo.clientProfile();
    }

    public Optional<String> mqttClientId() {
        return protocol() == Protocol.MQTT ? Optional.of(login.clientName()) : Optional.empty();
    }

    /** The MQTT session this connection uses; empty for SMF. */
    public Optional<MqttSession> session() {
        return Optional.ofNullable(session);
    }

    /** Whether the broker had state for this MQTT client from an earlier connection (MQTT 3.1.1, 3.2.2.2). */
    public boolean isSessionPresent() {
        return sessionPresent;
    }

    /** The client has a QoS 1 message. An acknowledgement of what is not in flight is ignored. */
    public void acknowledge(int packetId) {
        if (session != null && !closed) {
            session.acknowledge(packetId);
        }
    }

    /**
     * Publishes what an MQTT client sends with QoS 2, once, however often it sends it (MQTT 3.1.1, 4.3.3).
     *
     * @return OK also for a repetition
     */
    public PublishOutcome publishOnce(int packetId, Message message) {
        if (session == null || closed) {
            return PublishOutcome.CLOSED;
        }
        return session.firstTime(packetId) ? publish(message) : PublishOutcome.OK;
    }

    /** The client knows that its QoS 2 message arrived; the packet id may be used again. */
    public void releaseOnce(int packetId) {
        if (session != null && !closed) {
            session.release(packetId);
        }
    }

    public LoginRequest login() {
        return login;
    }

    /** What TLS agreed on; empty where the connection speaks plain text. */
    public Optional<SSLSession> tls() {
        return port.tls();
    }

    /** The client's own inbox: a topic for MQTT; for SMF the prefix of the topics that it subscribes to. */
    public String inbox() {
        return protocol() == Protocol.MQTT
                ? "#P2P/v:%s/%s".formatted(core.router(), name)
                : "#P2P/v:%s/%08x/%s".formatted(core.router(), name.hashCode(), name);
    }

    /** Whether on-behalf-of requests of this client are accepted. */
    public boolean isSubscriptionManager() {
        if (core.switches().managerFlagAtLogin()) {
            return boundTo.subscriptionManager();
        }
        return core.vpn()
                .clientUsernames()
                .find(boundTo.name())
                .map(ClientUsername::subscriptionManager)
                .orElse(false);
    }

    public boolean isElidingEnabled() {
        return profile().elidingEnabled();
    }

    /** What its client profile allowed when it connected. */
    public GuaranteedRights guaranteed() {
        return guaranteed;
    }

    public boolean isGuaranteedSendAllowed() {
        return guaranteed.send();
    }

    /** What may go wrong on this connection. */
    public Faults faults() {
        return core.faults();
    }

    /** What may wait for this client's connection before direct messages are discarded. */
    public DirectQueues directQueues() {
        return profile().directQueues();
    }

    /** Whether a publisher flow the broker does not know goes on as a new one. */
    public boolean isUnknownFlowNew() {
        return core.switches().unknownFlowIsNew();
    }

    public boolean isClosed() {
        return closed;
    }

    /** The client's own subscribe request; its subscribe ACL applies. */
    public SubscribeOutcome subscribe(Filter filter) {
        return subscribe(filter, 0);
    }

    /**
     * The same with a QoS, 0 or 1, which an SMF client does not have. A filter that is there gets this QoS and answers
     * ALREADY_EXISTS.
     */
    public SubscribeOutcome subscribe(Filter filter, int qos) {
        return subscribe(filter, Subscription.Origin.CLIENT, "", qos);
    }

    /**
     * The same, for an SMF client that wants to choose.
     *
     * @param deliverAlways it gets what matches also when it was published as deliver-to-one and another client is chosen
     */
    public SubscribeOutcome subscribe(Filter filter, boolean deliverAlways) {
        return subscribe(filter, Subscription.Origin.CLIENT, "", 0, deliverAlways);
    }

    SubscribeOutcome subscribe(
            Filter filter, Subscription.Origin origin, String manager, int qos, boolean deliverAlways) {
        synchronized (core.lock()) {
            if (subscriptions.conflicts(filter, deliverAlways)) {
                return SubscribeOutcome.CONFLICT;
            }
            SubscribeOutcome outcome = subscribe(filter, origin, manager, qos);
            if (outcome == SubscribeOutcome.OK && deliverAlways) {
                subscriptions.deliverAlways(filter);
            }
            return outcome;
        }
    }

    public UnsubscribeOutcome unsubscribe(Filter filter) {
        return unsubscribe(filter, Subscription.Origin.CLIENT, "");
    }

    /** Through SEMP; no ACL applies, unless a switch says so. */
    public SubscribeOutcome subscribeByManagement(Filter filter) {
        return subscribe(filter, Subscription.Origin.SEMP, "", 0);
    }

    SubscribeOutcome subscribe(Filter filter, Subscription.Origin origin, String manager, int qos) {
        synchronized (core.lock()) {
            if (closed) {
                return SubscribeOutcome.CLOSED;
            }
            SubscribeOutcome outcome = session == null
                    ? subscriptions.add(filter, origin, manager, 0)
                    : session.subscribe(filter, origin, manager, qos);
            if (origin == Subscription.Origin.CLIENT && outcome.isRefusal()) {
                String text = protocol() == Protocol.MQTT ? filter.mqttText() : filter.smfText();
                core.refused(Refusal.Kind.SUBSCRIBE, name, text, outcome);
            }
            return outcome;
        }
    }

    /** @param manager who asks on behalf of this client; empty for everybody else */
    UnsubscribeOutcome unsubscribe(Filter filter, Subscription.Origin by, String manager) {
        synchronized (core.lock()) {
            // After a takeover the session is another connection's.
            return closed ? UnsubscribeOutcome.NOT_FOUND : subscriptions.remove(filter, by, manager);
        }
    }

    /**
     * Adds or removes a subscription of another client.
     *
     * @param smfFilter SMF syntax, also for an MQTT target, where a last level of the byte 0x03 is MQTT's {@code #}
     */
    public OboOutcome onBehalfOf(boolean add, String targetName, String smfFilter) {
        return onBehalfOf(add, targetName, smfFilter, false);
    }

    /** As above, with the choice of {@link #subscribe(Filter, boolean)}. */
    public OboOutcome onBehalfOf(boolean add, String targetName, String smfFilter, boolean deliverAlways) {
        return core.onBehalfOf().request(this, add, targetName, smfFilter, deliverAlways);
    }

    /** Publishes to every client with a matching subscription, this one included. */
    public PublishOutcome publish(Message message) {
        return publishing.publish(message);
    }

    /**
     * Publishes an MQTT will, once, also after the client was closed; the publish ACL applies, and one with a QoS needs
     * the right to send guaranteed messages.
     *
     * @return whether it was published
     */
    public boolean publishWill(Message will) {
        return publishing.publishWill(will);
    }

    /** In the order they were added; none once an MQTT client has gone, whose session may live on. */
    public List<Subscription> subscriptions() {
        return closed ? List.of() : subscriptions.all();
    }

    /**
     * Another client name, as an SMF client may ask for while connected. The inbox moves with it.
     *
     * @return empty if it is done
     */
    public Optional<LoginRefusal> rename(String newName) {
        return core.directory().rename(this, newName);
    }

    /** The connection has gone. Idempotent. */
    public void close(String reason) {
        core.directory().leave(this, reason);
    }

    /** Ends the connection from the broker's side. Idempotent. */
    public void kick(String reason) {
        if (core.directory().leave(this, reason)) {
            port.disconnect(reason);
        }
    }

    /** What this client published. */
    public ReceivedCounts received() {
        return publishing.received();
    }

    Traffic traffic() {
        return new Traffic(received().all(), delivered(), received().discarded(), discarded());
    }

    public MqttPacketCounts mqttPackets() {
        return mqttPackets;
    }

    /** Messages handed to this client's connection. */
    public long delivered() {
        return delivery.delivered();
    }

    /** Messages dropped because the client was too slow. */
    public long discarded() {
        return delivery.discarded();
    }

    /** Topics that eliding keeps track of for this client right now. */
    public int elidingTopics() {
        return delivery.elidingTopics();
    }

    public int elidingTopicPeak() {
        return delivery.elidingTopicPeak();
    }

    void markClosed() {
        closed = true;
    }

    void setName(String newName) {
        name = newName;
    }

    SubscriptionSet subscriptionSet() {
        return subscriptions;
    }

    Acl acl() {
        return acl.now();
    }

    /** For subscribe requests, which may be behind a change of the profile. */
    Acl subscribeAcl() {
        return acl.toSubscribe();
    }

    ClientProfile profile() {
        return core.vpn().clientProfiles().find(boundTo.clientProfile()).orElse(BrokerCore.DEFAULT_PROFILE);
    }

    ClientDelivery delivery() {
        return delivery;
    }

    void faultsChanged() {
        port.faultsChanged();
    }

    @Override
    public String toString() {
        return name + "(" + clientId + ")";
    }
}
