package dev.usher.broker.core;

import java.time.Instant;
import java.util.Collection;
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

    Client(BrokerCore core, LoginRequest login, ClientPort port, int clientId, String name, ClientUsername boundTo) {
        this.core = core;
        this.login = login;
        this.port = port;
        this.clientId = clientId;
        this.name = name;
        this.boundTo = boundTo;
        this.connectedAt = core.clock().instant();
        this.subscriptions = new SubscriptionSet(core, this);
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
        return subscriptions.add(filter, Subscription.Origin.CLIENT, "");
    }

    public UnsubscribeOutcome unsubscribe(Filter filter) {
        return subscriptions.remove(filter, Subscription.Origin.CLIENT);
    }

    /** Through SEMP; no ACL applies, unless a switch says so. */
    public SubscribeOutcome subscribeByManagement(Filter filter) {
        return subscriptions.add(filter, Subscription.Origin.SEMP, "");
    }

    public UnsubscribeOutcome unsubscribeByManagement(Filter filter) {
        return subscriptions.remove(filter, Subscription.Origin.SEMP);
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

    /** In the order they were added. */
    public List<Subscription> subscriptions() {
        return subscriptions.all();
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

    Collection<Filter> filters() {
        return subscriptions.filters();
    }

    @Override
    public String toString() {
        return name + "(" + clientId + ")";
    }
}
