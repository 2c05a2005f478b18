package dev.usher.broker.core;

/** What a change of configuration does to connected clients. */
final class ConfigurationEffects implements VpnState.Listener {

    private final BrokerCore core;

    ConfigurationEffects(BrokerCore core) {
        this.core = core;
    }

    /** Deleted, disabled, or bound to other profiles: its clients go (SEMP v2 config, x-autoDisable of both attributes). */
    @Override
    public void usernameChanged(ClientUsername before, ClientUsername after) {
        if (before == null) {
            return;
        }
        if (after == null || !after.enabled() || VpnState.profilesDiffer(before, after)) {
            // Under the lock, so that a login that read the old state is either finished, and found here, or not begun.
            synchronized (core.lock()) {
                kickAll(before.name(), after == null ? "client username deleted" : "client username shutdown");
            }
        }
    }

    private void kickAll(String username, String reason) {
        for (Client client : core.clients()) {
            if (client.username().equals(username)) {
                client.kick(reason);
            }
        }
    }

    @Override
    public void aclProfileChanged(AclProfile before, AclProfile after) {
        // The lock is taken in any case: a subscribe request that still saw the old profile is finished after this.
        synchronized (core.lock()) {
            core.aclHistory().replaced(before, core.clock().instant());
            if (!core.switches().aclChangeSweepsSubscriptions()) {
                return;
            }
            for (SubscriptionSet set : core.subscriptionSets()) {
                if (set.aclProfile().equals(after.name())) {
                    set.sweep();
                }
            }
        }
    }

    @Override
    public void settingsChanged(VpnSettings after) {
        if (!after.enabled()) {
            core.shutdown();
        }
    }
}
