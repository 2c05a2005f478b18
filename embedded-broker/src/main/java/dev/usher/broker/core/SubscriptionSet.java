package dev.usher.broker.core;

import dev.usher.broker.core.Subscription.Origin;
import dev.usher.broker.switches.BrokerSwitches;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;

/**
 * The subscriptions of one SMF connection or MQTT session; every change happens under the broker's lock, together with
 * the shared table.
 */
final class SubscriptionSet {

    /** @param managerId of the manager's connection: names change, and others take them; 0 where there is none */
    private record Entry(Origin origin, String manager, int managerId, int qos) {}

    /** Those that get deliver-to-one messages whoever else is chosen. */
    private final Set<Filter> always = ConcurrentHashMap.newKeySet();

    private final BrokerCore core;
    private final SubscriptionHolder holder;
    private final Map<Filter, Entry> entries = new LinkedHashMap<>();
    private final Set<Filter> dormant = new HashSet<>();
    /** What a change of the name ended, until the client asks for it too; null for nothing. */
    private Filter formerInbox;

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
            entries.put(filter, new Entry(own ? Origin.BROKER : origin, manager, idOf(manager), qos));
            if (origin == Origin.SEMP && !core.switches().managementAddsAtOnce()) {
                dormant.add(filter);
            } else {
                core.table().put(filter, this, qos);
            }
            core.changes().happened();
            if (!own && !core.subscriptionEvents().areOff()) {
                core.subscriptionEvents().added(holder.party(), text(filter), manager);
            }
            return SubscribeOutcome.OK;
        }
    }

    private int idOf(String manager) {
        return manager.isEmpty()
                ? 0
                : core.client(manager).map(Client::clientId).orElse(0);
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
            entries.put(filter, new Entry(entry.origin(), entry.manager(), entry.managerId(), qos));
            if (!dormant.contains(filter)) {
                core.table().put(filter, this, qos);
            }
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
            entries.put(filter, new Entry(Origin.SEMP, "", 0, qos));
            core.table().put(filter, this, qos);
            return true;
        }
    }

    /** Whether the filter is there with the other choice. */
    boolean conflicts(Filter filter, boolean deliverAlways) {
        return entries.containsKey(filter) && always.contains(filter) != deliverAlways;
    }

    void deliverAlways(Filter filter) {
        always.add(filter);
    }

    boolean deliversAlways(String topic) {
        return always.stream().anyMatch(filter -> filter.matches(topic));
    }

    /** 1, the highest, to 4; empty while nobody is connected. */
    OptionalInt deliverToOnePriority() {
        return holder.deliverToOnePriority();
    }

    /** @param manager who asks on behalf of the holder; empty for everybody else */
    UnsubscribeOutcome remove(Filter filter, Origin by, String manager) {
        synchronized (core.lock()) {
            Entry entry = entries.get(filter);
            if (entry == null && by == Origin.CLIENT && filter.equals(formerInbox)) {
                formerInbox = null;
                return UnsubscribeOutcome.OK;
            }
            if (entry == null || !mayRemove(entry, by)) {
                return UnsubscribeOutcome.NOT_FOUND;
            }
            drop(filter);
            if (isTold(entry)) {
                core.subscriptionEvents().removed(holder.party(), text(filter), manager);
            }
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
        always.remove(filter);
        dormant.remove(filter);
        core.table().remove(filter, this);
        core.changes().happened();
    }

    /** Inboxes come and go unsaid. */
    private boolean isTold(Entry entry) {
        return entry.origin() != Origin.BROKER && !core.subscriptionEvents().areOff();
    }

    private void dropIf(boolean byDisconnect, BiPredicate<Filter, Entry> which) {
        synchronized (core.lock()) {
            new LinkedHashMap<>(entries).forEach((filter, entry) -> {
                if (which.test(filter, entry)) {
                    drop(filter);
                    tellDropped(filter, entry, byDisconnect);
                }
            });
        }
    }

    /** What was added to count from the next connection on counts now. */
    void wake() {
        synchronized (core.lock()) {
            dormant.forEach(
                    filter -> core.table().put(filter, this, entries.get(filter).qos()));
            dormant.clear();
        }
    }

    private void tellDropped(Filter filter, Entry entry, boolean byDisconnect) {
        if (!isTold(entry)) {
            return;
        }
        if (byDisconnect) {
            core.subscriptionEvents().disconnected(holder.party(), text(filter));
        } else {
            core.subscriptionEvents().removed(holder.party(), text(filter), "");
        }
    }

    /** The connection or session they belong to ends. */
    void clear() {
        dropIf(true, (filter, entry) -> true);
    }

    /** Those of one origin end with the connection. */
    void removeAll(Origin origin) {
        dropIf(true, (filter, entry) -> entry.origin() == origin);
    }

    /** What one manager added goes with it, under whatever name it did. */
    void removeAddedBy(Client manager) {
        dropIf(false, (filter, entry) -> entry.origin() == Origin.OBO && entry.managerId() == manager.clientId());
    }

    /** The client has another name, and the inbox of its former one may be another client's from now on. */
    void leaveFormerInbox() {
        synchronized (core.lock()) {
            Optional<Filter> inbox = holder.inbox();
            dropIf(false, (filter, entry) -> {
                boolean former = entry.origin() == Origin.BROKER
                        && inbox.filter(filter::equals).isEmpty();
                if (former) {
                    formerInbox = filter;
                }
                return former;
            });
        }
    }

    /** Removes what the client itself added and could not add under its ACL profile as it is now. */
    void sweep() {
        dropIf(
                false,
                (filter, entry) ->
                        entry.origin() == Origin.CLIENT && !holder.aclAsItIs().allowsSubscribe(filter));
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
