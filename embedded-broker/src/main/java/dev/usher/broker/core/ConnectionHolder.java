package dev.usher.broker.core;

import java.util.Optional;
import java.util.OptionalInt;

/** An SMF connection, whose subscriptions are its own and end with it. */
record ConnectionHolder(Client client) implements SubscriptionHolder {

    @Override
    public boolean isGone() {
        return client.isClosed();
    }

    @Override
    public Protocol protocol() {
        return Protocol.SMF;
    }

    @Override
    public SubscriptionEvents.Party party() {
        return SubscriptionEvents.Party.of(client);
    }

    @Override
    public Optional<Filter> inbox() {
        return Optional.of(Filter.smf(client.inbox() + "/>"));
    }

    @Override
    public Acl acl() {
        return client.subscribeAcl();
    }

    @Override
    public Acl aclAsItIs() {
        return client.acl();
    }

    @Override
    public String aclProfile() {
        return client.aclProfile();
    }

    @Override
    public ClientProfile profile() {
        return client.profile();
    }

    @Override
    public OptionalInt deliverToOnePriority() {
        return OptionalInt.of(client.login().deliverToOnePriority());
    }

    @Override
    public void offer(Message message, boolean guaranteed) {
        client.delivery().offer(message);
    }
}
