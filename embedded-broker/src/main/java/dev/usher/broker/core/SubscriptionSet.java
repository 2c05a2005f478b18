package dev.usher.broker.core;

import dev.usher.broker.core.Subscription.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * The subscriptions of one SMF connection or MQTT session; every change happens under the broker's lock, together with
 * the shared table.
 */
final class SubscriptionSet {

    private record Entry(Origin origin, String manager, int qos) {}

    private final BrokerCore core;
    private final SubscriptionHolder holder;
    private final Map<Filter, Entry> entries = new LinkedHashMap<>();

    SubscriptionSet(BrokerCore core, SubscriptionHolder holder) {
        this.core = core;
        this.holder = holder;
    }

    /**
     * Adds a filter. One that is there stays with whom added it first; the client itself, whose ACL applies to that
     * too, gives it the QoS it asks for (MQTT 3.1.1, 3.8.4).
     */
    SubscribeOutcome add(Filter filter, Origin origin, String manager, int qos) {
        synchronized (core.lock()) {
            if (holder.isGone()) {
                return SubscribeOutcome.CLOSED;
            }
            if (filter.isUnsupported()) {
                return SubscribeOutcome.INVALID;
            }
            boolean own = holder.inbox().filter(filter::equals).isPresent();
            boolean aclApplies = !own && (origin == Origin.CLIENT || mustPassForManagement(origin));
            if (aclApplies && !holder.acl().allowsSubscribe(filter)) {
                return SubscribeOutcome.ACL_DENIED;
            }
            if (entries.containsKey(filter)) {
                if (origin == Origin.CLIENT) {
                    changeQos(filter, qos);
                }
                return SubscribeOutcome.ALREADY_EXISTS;
            }
            if (!own && isFull(origin)) {
                return SubscribeOutcome.TOO_MANY;
            }
            entries.put(filter, new Entry(own ? Origin.BROKER : origin, manager, qos));
            core.table().put(filter, this, qos);
            return SubscribeOutcome.OK;
        }
    }

    private boolean mustPassForManagement(Origin origin) {
        return origin == Origin.SEMP && core.switches().managementAddChecksAcl();
    }

    private boolean isFull(Origin origin) {
        return core.table().size() >= core.vpn().settings().maxSubscriptionCount()
                || (origin != Origin.SEMP && entries.size() >= holder.profile().maxSubscriptionCount());
    }

    /** Whether the filter was there. */
    boolean changeQos(Filter filter, int qos) {
        synchronized (core.lock()) {
            Entry entry = entries.get(filter);
            if (entry == null) {
                return false;
            }
            entries.put(filter, new Entry(entry.origin(), entry.manager(), qos));
            core.table().put(filter, this, qos);
            return true;
        }
    }

    /** Management takes over what was added on behalf of the client and is hidden from it; whether there was such. */
    boolean claimHidden(Filter filter, int qos) {
        synchronized (core.lock()) {
            Entry entry = entries.get(filter);
            if (entry == null || entry.origin() != Origin.OBO || core.switches().oboAddsInSessions()) {
                return false;
            }
            entries.put(filter, new Entry(Origin.SEMP, "", qos));
            core.table().put(filter, this, qos);
            return true;
        }
    }

    UnsubscribeOutcome remove(Filter filter, Origin by) {
        synchronized (core.lock()) {
            Entry entry = entries.get(filter);
            if (entry == null || !mayRemove(entry, by)) {
                return UnsubscribeOutcome.NOT_FOUND;
            }
            drop(filter);
            return UnsubscribeOutcome.OK;
        }
    }

    private boolean mayRemove(Entry entry, Origin by) {
        return switch (by) {
            case OBO -> entry.origin() == Origin.OBO || core.switches().oboRemovesForeign();
            case CLIENT -> entry.origin() != Origin.OBO || core.switches().clientRemovesObo();
            case SEMP, BROKER -> true;
        };
    }

    private void drop(Filter filter) {
        entries.remove(filter);
        core.table().remove(filter, this);
    }

    private void dropIf(BiPredicate<Filter, Entry> which) {
        synchronized (core.lock()) {
            Map.copyOf(entries).forEach((filter, entry) -> {
                if (which.test(filter, entry)) {
                    drop(filter);
                }
            });
        }
    }

    void clear() {
        dropIf((filter, entry) -> true);
    }

    void removeAll(Origin origin) {
        dropIf((filter, entry) -> entry.origin() == origin);
    }

    /** What one manager added goes with it. */
    void removeAddedBy(String manager) {
        dropIf((filter, entry) ->
                entry.origin() == Origin.OBO && entry.manager().equals(manager));
    }

    /** Removes what the client itself added and could not add under its ACL profile as it is now. */
    void sweep() {
        dropIf((filter, entry) ->
                entry.origin() == Origin.CLIENT && !holder.acl().allowsSubscribe(filter));
    }

    List<Subscription> all() {
        synchronized (core.lock()) {
            List<Subscription> list = new ArrayList<>(entries.size());
            entries.forEach(
                    (filter, e) -> list.add(new Subscription(filter, text(filter), e.origin(), e.manager(), e.qos())));
            return list;
        }
    }

    Optional<Subscription> find(Filter filter) {
        synchronized (core.lock()) {
            return Optional.ofNullable(entries.get(filter))
                    .map(e -> new Subscription(filter, text(filter), e.origin(), e.manager(), e.qos()));
        }
    }

    String aclProfile() {
        return holder.aclProfile();
    }

    void offer(Message message, boolean guaranteed) {
        holder.offer(message, guaranteed);
    }

    private String text(Filter filter) {
        if (holder.protocol() == Protocol.SMF || filter.isInbox()) {
            return filter.smfText();
        }
        return core.switches().mqttSpelling() == BrokerSwitches.MqttSpelling.MQTT
                ? filter.mqttText()
                : filter.smfTextForMqtt();
    }
}
