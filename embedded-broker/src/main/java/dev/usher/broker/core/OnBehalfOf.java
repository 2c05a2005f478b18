package dev.usher.broker.core;

import dev.usher.broker.core.Subscription.Origin;

/** Subscription managers' requests on behalf of other clients. */
final class OnBehalfOf {

    private final BrokerCore core;

    OnBehalfOf(BrokerCore core) {
        this.core = core;
    }

    OboOutcome request(Client manager, boolean add, String targetName, String smfFilter, boolean deliverAlways) {
        OboOutcome outcome = apply(manager, add, targetName, smfFilter, deliverAlways);
        if (outcome != OboOutcome.OK) {
            core.refused(Refusal.Kind.ON_BEHALF_OF, manager.name(), targetName + " " + smfFilter, outcome);
        }
        return outcome;
    }

    private OboOutcome apply(Client manager, boolean add, String targetName, String smfFilter, boolean deliverAlways) {
        synchronized (core.lock()) {
            if (manager.isClosed() || !manager.isSubscriptionManager()) {
                return OboOutcome.MANAGER_DENIED;
            }
            Client target = core.client(targetName).orElse(null);
            if (target == null) {
                return OboOutcome.UNKNOWN_CLIENT;
            }
            Filter filter;
            try {
                filter = target.protocol() == Protocol.MQTT ? forMqttTarget(smfFilter) : Filter.smf(smfFilter);
            } catch (IllegalArgumentException e) {
                return OboOutcome.INVALID;
            }
            return add ? add(manager, target, filter, deliverAlways) : remove(manager, target, filter);
        }
    }

    private OboOutcome add(Client manager, Client target, Filter filter, boolean deliverAlways) {
        if (core.switches().oboChecksManagerAcl() && !manager.acl().allowsSubscribe(filter)) {
            return OboOutcome.ACL_DENIED;
        }
        if (core.switches().oboChecksTargetAcl() && !target.acl().allowsSubscribe(filter)) {
            return OboOutcome.ACL_DENIED;
        }
        int qos = core.switches().oboAddsQos1() ? 1 : 0;
        return switch (target.subscribe(filter, Origin.OBO, manager.name(), qos, deliverAlways)) {
            case OK -> OboOutcome.OK;
            case ALREADY_EXISTS -> OboOutcome.ALREADY_EXISTS;
            case ACL_DENIED -> OboOutcome.ACL_DENIED;
            case INVALID -> OboOutcome.INVALID;
            case TOO_MANY -> OboOutcome.TOO_MANY;
            case CONFLICT -> OboOutcome.CONFLICT;
            case CLOSED -> OboOutcome.UNKNOWN_CLIENT;
        };
    }

    private static OboOutcome remove(Client manager, Client target, Filter filter) {
        return target.unsubscribe(filter, Origin.OBO, manager.name()) == UnsubscribeOutcome.OK
                ? OboOutcome.OK
                : OboOutcome.NOT_FOUND;
    }

    private Filter forMqttTarget(String smfFilter) {
        if (!core.switches().etxMatchesParent() && smfFilter.endsWith("/" + Filter.HASH_IN_SMF)) {
            return Filter.smf(smfFilter.substring(0, smfFilter.length() - 1) + ">");
        }
        return Filter.smfForMqttTarget(smfFilter, core.switches().greaterThanForMqtt());
    }
}
