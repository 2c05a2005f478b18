package dev.usher.broker.core;

import dev.usher.broker.core.ConfigRefusal.Code;
import dev.usher.broker.core.Subscription.Origin;
import dev.usher.broker.switches.BrokerSwitches.OwnerlessSession;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;

/**
 * The MQTT sessions of one broker by client id, and what management may do with them. Thread-safe; what a change does to
 * a connected client is complete when the method returns.
 */
public final class MqttSessions {

    private final BrokerCore core;
    private final NavigableMap<String, MqttSession> sessions = new ConcurrentSkipListMap<>();

    MqttSessions(BrokerCore core) {
        this.core = core;
    }

    /** All sessions, connected or not, ordered by client id. */
    public List<MqttSession> all() {
        return List.copyOf(sessions.values());
    }

    public Optional<MqttSession> find(String clientId) {
        return Optional.ofNullable(sessions.get(clientId));
    }

    /**
     * The session of this client id.
     *
     * @throws ConfigRefusal NOT_FOUND
     */
    public MqttSession get(String clientId) {
        return find(clientId)
                .orElseThrow(
                        () -> new ConfigRefusal(Code.NOT_FOUND, "Could not find match for mqttSession " + clientId));
    }

    /**
     * Makes a durable session for a client that may come later.
     *
     * @throws ConfigRefusal ALREADY_EXISTS
     */
    public MqttSession create(String clientId, UnaryOperator<MqttSessionSettings> change) {
        if (clientId.isEmpty() || clientId.length() > 128) {
            throw new IllegalArgumentException("mqttSessionClientId must have 1 to 128 characters");
        }
        MqttSessionSettings settings = change.apply(MqttSessionSettings.created());
        synchronized (core.lock()) {
            if (sessions.containsKey(clientId)) {
                throw new ConfigRefusal(Code.ALREADY_EXISTS, "mqttSession " + clientId + " already exists");
            }
            MqttSession session =
                    new MqttSession(core, clientId, core.directory().nextMqttNumber(), true, true, settings);
            sessions.put(clientId, session);
            return session;
        }
    }

    /**
     * Changes a session. Disabling it, or giving an enabled one another owner, disconnects its client (SEMP v2 spec,
     * MsgVpnMqttSession.enabled; owner, x-autoDisable), which ends a session that is not durable.
     *
     * @throws ConfigRefusal NOT_FOUND
     */
    public void update(String clientId, UnaryOperator<MqttSessionSettings> change) {
        synchronized (core.lock()) {
            MqttSession session = get(clientId);
            MqttSessionSettings before = session.settings();
            MqttSessionSettings after = change.apply(before);
            session.set(after);
            if (!after.enabled() || !after.owner().equals(before.owner())) {
                session.client().ifPresent(c -> c.kick("mqtt session shutdown"));
            }
        }
    }

    /**
     * Ends a session with its subscriptions and messages; its client is disconnected.
     *
     * @throws ConfigRefusal NOT_FOUND, or NOT_ALLOWED while it is enabled
     */
    public void delete(String clientId) {
        synchronized (core.lock()) {
            MqttSession session = get(clientId);
            if (session.settings().enabled() && core.switches().sessionDeleteNeedsShutdown()) {
                throw new ConfigRefusal(
                        Code.NOT_ALLOWED, "mqttSession " + clientId + " must be shutdown before it is deleted");
            }
            session.client().ifPresent(c -> c.kick("mqtt session deleted"));
            forget(session);
        }
    }

    /**
     * Adds a subscription by management; whether an ACL applies is a switch, the client profile's limit does not.
     *
     * @throws ConfigRefusal NOT_FOUND (no such session), ALREADY_EXISTS, NOT_ALLOWED (by the ACL), FAIL (the VPN's limit),
     *     INVALID_PARAMETER (a kind of subscription that is not modelled)
     */
    public void addSubscription(String clientId, Filter filter, int qos) {
        SubscribeOutcome outcome = get(clientId).subscribe(filter, Origin.SEMP, "", qos);
        switch (outcome) {
            case OK -> {
                // Nothing more to do.
            }
            case ALREADY_EXISTS -> throw new ConfigRefusal(Code.ALREADY_EXISTS, "subscription already exists");
            case ACL_DENIED -> throw new ConfigRefusal(Code.NOT_ALLOWED, "Subscription ACL Denied");
            case TOO_MANY -> throw new ConfigRefusal(Code.FAIL, "Max Num Subscriptions Exceeded");
            case INVALID -> throw new ConfigRefusal(Code.INVALID_PARAMETER, "Subscription Parse Error");
            case CLOSED -> throw new ConfigRefusal(Code.NOT_FOUND, "Could not find match for mqttSession " + clientId);
        }
    }

    /** @throws ConfigRefusal NOT_FOUND */
    public void changeSubscriptionQos(String clientId, Filter filter, int qos) {
        if (!get(clientId).changeQos(filter, qos)) {
            throw noSubscription();
        }
    }

    /** @throws ConfigRefusal NOT_FOUND */
    public void removeSubscription(String clientId, Filter filter) {
        if (get(clientId).subscriptionSet().remove(filter, Origin.SEMP, "") != UnsubscribeOutcome.OK) {
            throw noSubscription();
        }
    }

    private static ConfigRefusal noSubscription() {
        return new ConfigRefusal(Code.NOT_FOUND, "Could not find match for subscription");
    }

    /** Why this client username may not use the session of this client id. */
    Optional<LoginRefusal> refuse(String clientId, String username) {
        MqttSession session = sessions.get(clientId);
        if (session == null) {
            return Optional.empty();
        }
        if (!session.settings().enabled()) {
            return Optional.of(LoginRefusal.SESSION_SHUTDOWN);
        }
        String owner = session.settings().owner();
        boolean stranger = owner.isEmpty()
                ? core.switches().ownerlessSession() == OwnerlessSession.REFUSED
                : !owner.equals(username) && !core.switches().durableSessionAcrossUsernames();
        return session.isDurable() && stranger ? Optional.of(LoginRefusal.NOT_SESSION_OWNER) : Optional.empty();
    }

    /** Whether a connection that asks for it would find state kept for it. */
    boolean isKept(LoginRequest request) {
        return !request.cleanSession() && sessions.containsKey(request.clientName());
    }

    /** The session for a new connection; no other connection has it. */
    MqttSession open(LoginRequest request, ClientUsername username) {
        String clientId = request.clientName();
        MqttSession known = sessions.get(clientId);
        if (known != null && request.cleanSession()) {
            if (known.isCreatedByManagement()) {
                known.discardState();
            } else {
                forget(known);
                known = null;
            }
        }
        if (known == null) {
            MqttSessionSettings settings =
                    MqttSessionSettings.created().withEnabled(true).withOwner(username.name());
            known = new MqttSession(
                    core, clientId, core.directory().nextMqttNumber(), !request.cleanSession(), false, settings);
            sessions.put(clientId, known);
        }
        return known;
    }

    /** The connection of a session has gone. */
    void leave(MqttSession session) {
        session.detach();
        if (!session.isDurable()) {
            forget(session);
        } else if (session.isClean()) {
            session.discardState();
        }
    }

    /** Ends all of them; nobody is connected. */
    void forgetAll() {
        sessions.values().forEach(this::forget);
    }

    private void forget(MqttSession session) {
        session.end();
        sessions.remove(session.clientId(), session);
    }
}
