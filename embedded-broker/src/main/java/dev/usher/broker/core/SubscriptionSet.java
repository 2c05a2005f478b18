package dev.usher.broker.core;

import dev.usher.broker.core.Subscription.Origin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The subscriptions of one client; every change happens under the broker's lock, together with the shared table. */
final class SubscriptionSet {

    private record Entry(Origin origin, String manager) {}

    private final BrokerCore core;
    private final Client client;
    private final Map<Filter, Entry> entries = new LinkedHashMap<>();

    SubscriptionSet(BrokerCore core, Client client) {
        this.core = core;
        this.client = client;
    }

    SubscribeOutcome add(Filter filter, Origin origin, String manager) {
        synchronized (core.lock()) {
            if (client.isClosed()) {
                return SubscribeOutcome.CLOSED;
            }
            if (filter.isUnsupported()) {
                return SubscribeOutcome.INVALID;
            }
            boolean own = filter.equals(Filter.smf(client.inbox() + "/>"));
            boolean aclApplies = !own && (origin == Origin.CLIENT || mustPassForManagement(origin));
            if (aclApplies && !client.acl().allowsSubscribe(filter)) {
                return SubscribeOutcome.ACL_DENIED;
            }
            if (entries.containsKey(filter)) {
                return SubscribeOutcome.ALREADY_EXISTS;
            }
            if (!own && isFull(origin)) {
                return SubscribeOutcome.TOO_MANY;
            }
            entries.put(filter, new Entry(own ? Origin.BROKER : origin, manager));
            core.table().add(filter, client);
            return SubscribeOutcome.OK;
        }
    }

    private boolean mustPassForManagement(Origin origin) {
        return origin == Origin.SEMP && core.switches().managementAddChecksAcl();
    }

    private boolean isFull(Origin origin) {
        return core.table().size() >= core.vpn().settings().maxSubscriptionCount()
                || (origin != Origin.SEMP && entries.size() >= client.profile().maxSubscriptionCount());
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
        core.table().remove(filter, client);
    }

    void clear() {
        synchronized (core.lock()) {
            List.copyOf(entries.keySet()).forEach(this::drop);
        }
    }

    /** What one manager added goes with it. */
    void removeAddedBy(String manager) {
        synchronized (core.lock()) {
            Map.copyOf(entries).forEach((filter, entry) -> {
                if (entry.origin() == Origin.OBO && entry.manager().equals(manager)) {
                    drop(filter);
                }
            });
        }
    }

    /** Removes what the client itself added and could not add under its ACL profile as it is now. */
    void sweep() {
        synchronized (core.lock()) {
            Map.copyOf(entries).forEach((filter, entry) -> {
                if (entry.origin() == Origin.CLIENT && !client.acl().allowsSubscribe(filter)) {
                    drop(filter);
                }
            });
        }
    }

    List<Subscription> all() {
        synchronized (core.lock()) {
            List<Subscription> list = new ArrayList<>(entries.size());
            entries.forEach((filter, e) -> list.add(new Subscription(filter, text(filter), e.origin(), e.manager())));
            return list;
        }
    }

    Collection<Filter> filters() {
        synchronized (core.lock()) {
            return List.copyOf(entries.keySet());
        }
    }

    private String text(Filter filter) {
        if (client.protocol() == Protocol.SMF || filter.isInbox()) {
            return filter.smfText();
        }
        return core.switches().mqttSpelling() == BrokerSwitches.MqttSpelling.MQTT
                ? filter.mqttText()
                : filter.smfTextForMqtt();
    }
}
