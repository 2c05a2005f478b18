package dev.usher.broker.core;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** What one client publishes: whether it may, what faults make of it, and the counters of it. Thread-safe. */
final class ClientPublishing {

    private final BrokerCore core;
    private final Client client;
    private final int generation;
    private final ReceivedCounts received = new ReceivedCounts();
    private final AtomicBoolean willGone = new AtomicBoolean();

    ClientPublishing(BrokerCore core, Client client) {
        this.core = core;
        this.client = client;
        this.generation = core.journal().generation();
    }

    PublishOutcome publish(Message message) {
        if (client.isClosed()) {
            return PublishOutcome.CLOSED;
        }
        if (!Filter.publishable(message.topic())) {
            received.invalidTopic();
            return PublishOutcome.INVALID_TOPIC;
        }
        if (!client.acl().allowsPublish(message.topic())) {
            received.refuse();
            core.refused(Refusal.Kind.PUBLISH, client.name(), message.topic(), PublishOutcome.ACL_DENIED);
            return PublishOutcome.ACL_DENIED;
        }
        Optional<DirectFault.Effect> fault =
                message.guaranteed() ? Optional.empty() : core.faults().nextDirect(client, message.topic());
        if (fault.isPresent()) {
            return harmed(fault.get());
        }
        received.accept();
        boolean rejectable = message.guaranteed() && client.profile().rejectOnNoSubscriptionMatch();
        SubscriptionSet except = client.login().noLocal() ? client.subscriptionSet() : null;
        if (core.routing().publish(message, except, rejectable, generation)) {
            return PublishOutcome.OK;
        }
        received.unmatch();
        return rejectable ? PublishOutcome.NO_SUBSCRIPTION_MATCH : PublishOutcome.OK;
    }

    private PublishOutcome harmed(DirectFault.Effect fault) {
        if (fault == DirectFault.Effect.DROP) {
            received.accept();
            return PublishOutcome.OK;
        }
        received.refuse();
        return PublishOutcome.ACL_DENIED;
    }

    /** Also after the client was closed. */
    boolean publishWill(Message will) {
        if (!Filter.publishable(will.topic())
                || !client.acl().allowsPublish(will.topic())
                || willGone.getAndSet(true)) {
            return false;
        }
        if (will.guaranteed() && !client.guaranteed().send()) {
            return false;
        }
        core.routing().publish(will, null, false, generation);
        return true;
    }

    ReceivedCounts received() {
        return received;
    }
}
