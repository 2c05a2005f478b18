package dev.usher.broker.core;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** One live connection. All methods are thread-safe; after {@link #close} nothing is delivered and nothing is accepted. */
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
    private final Eliding eliding = new Eliding();
    private final AtomicLong published = new AtomicLong();
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong discarded = new AtomicLong();
    private final AtomicLong publishRefused = new AtomicLong();
    private final AtomicBoolean discardIndication = new AtomicBoolean();
    private final AtomicBoolean willGone = new AtomicBoolean();
    private volatile String name;
    private volatile boolean closed;
    private volatile Acl acl;

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

    /** Prefix of the client's own inbox topics; SMF clients subscribe to everything below it. */
    public String inbox() {
        return core.inboxOf(this);
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

    /** Client profile, allowGuaranteedMsgSendEnabled. */
    public boolean isGuaranteedSendAllowed() {
        return profile().guaranteedSend();
    }

    /** Messages that may wait for this client's connection before direct ones are discarded. */
    public int egressLimit() {
        return profile().egressMessages();
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

    public UnsubscribeOutcome unsubscribe(Filter filter) {
        return unsubscribe(filter, Subscription.Origin.CLIENT);
    }

    /** Through SEMP; no ACL applies, unless a switch says so. */
    public SubscribeOutcome subscribeByManagement(Filter filter) {
        return subscribe(filter, Subscription.Origin.SEMP, "", 0);
    }

    public UnsubscribeOutcome unsubscribeByManagement(Filter filter) {
        return unsubscribe(filter, Subscription.Origin.SEMP);
    }

    SubscribeOutcome subscribe(Filter filter, Subscription.Origin origin, String manager, int qos) {
        synchronized (core.lock()) {
            if (closed) {
                return SubscribeOutcome.CLOSED;
            }
            return session == null
                    ? subscriptions.add(filter, origin, manager, 0)
                    : session.subscribe(filter, origin, manager, qos);
        }
    }

    UnsubscribeOutcome unsubscribe(Filter filter, Subscription.Origin by) {
        synchronized (core.lock()) {
            // After a takeover the session is another connection's.
            return closed ? UnsubscribeOutcome.NOT_FOUND : subscriptions.remove(filter, by);
        }
    }

    /**
     * Adds or removes a subscription of another client.
     *
     * @param smfFilter SMF syntax, also for an MQTT target, where a last level of the byte 0x03 is MQTT's {@code #}
     */
    public OboOutcome onBehalfOf(boolean add, String targetName, String smfFilter) {
        return core.onBehalfOf(this, add, targetName, smfFilter);
    }

    /** Publishes to every client with a matching subscription, this one included. */
    public PublishOutcome publish(Message message) {
        if (closed) {
            return PublishOutcome.CLOSED;
        }
        if (!Filter.publishable(message.topic())) {
            return PublishOutcome.INVALID_TOPIC;
        }
        if (!acl().allowsPublish(message.topic())) {
            publishRefused.incrementAndGet();
            return PublishOutcome.ACL_DENIED;
        }
        published.incrementAndGet();
        core.publish(message);
        return PublishOutcome.OK;
    }

    /**
     * Publishes an MQTT will, once, also after the client was closed; the publish ACL applies.
     *
     * @return whether it was published
     */
    public boolean publishWill(Message will) {
        if (!Filter.publishable(will.topic()) || !acl().allowsPublish(will.topic()) || willGone.getAndSet(true)) {
            return false;
        }
        core.publish(will);
        return true;
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
        return core.rename(this, newName);
    }

    /** The connection has gone. Idempotent. */
    public void close(String reason) {
        core.leave(this, reason);
    }

    /** Ends the connection from the broker's side. Idempotent. */
    public void kick(String reason) {
        if (core.leave(this, reason)) {
            port.disconnect(reason);
        }
    }

    /** Messages this client published and the broker accepted. */
    public long published() {
        return published.get();
    }

    public long publishRefused() {
        return publishRefused.get();
    }

    /** Messages handed to this client's connection. */
    public long delivered() {
        return delivered.get();
    }

    /** Messages dropped because the client was too slow. */
    public long discarded() {
        return discarded.get();
    }

    /** Topics that eliding keeps track of for this client right now. */
    public int elidingTopics() {
        return eliding.topics();
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
        // A profile that is gone denies everything.
        AclProfile current = core.vpn().aclProfiles().find(boundTo.aclProfile()).orElse(BrokerCore.NOTHING_ALLOWED);
        Acl known = acl;
        if (known == null || !known.isFor(current)) {
            known = Acl.of(current, boundTo.name(), mqttClientId(), core.switches());
            acl = known;
        }
        return known;
    }

    ClientProfile profile() {
        return core.vpn().clientProfiles().find(boundTo.clientProfile()).orElse(BrokerCore.DEFAULT_PROFILE);
    }

    /** A message matched one of the subscriptions. */
    void offer(Message message) {
        if (message.elidingEligible() && !message.guaranteed()) {
            ClientProfile profile = profile();
            boolean applies = profile.elidingEnabled()
                    && profile.elidingDelayMillis() > 0
                    && (protocol() == Protocol.SMF || core.switches().elidingToMqtt());
            if (applies
                    && !eliding.passes(
                            message,
                            core.clock().millis(),
                            profile.elidingDelayMillis(),
                            profile.elidingMaxTopicCount())) {
                return;
            }
        }
        hand(message);
    }

    /** Hands out what eliding held back and is due. */
    void tick(long now) {
        if (!closed && !eliding.isIdle()) {
            eliding.due(now, profile().elidingDelayMillis()).forEach(this::hand);
        }
    }

    private void hand(Message message) {
        if (closed) {
            return;
        }
        boolean flag = discardIndication.getAndSet(false);
        if (port.deliver(message, flag)) {
            delivered.incrementAndGet();
        } else {
            discarded.incrementAndGet();
            discardIndication.set(true);
        }
    }

    void handGuaranteed(Message message, int packetId, boolean duplicate) {
        port.deliverGuaranteed(message, packetId, duplicate);
        delivered.incrementAndGet();
    }

    @Override
    public String toString() {
        return name + "(" + clientId + ")";
    }
}
