package dev.usher.broker.core;

import java.util.List;

/** What one client may do by its ACL profile, which may change while it is connected. Thread-safe. */
final class ClientAcl {

    private final BrokerCore core;
    private final Client client;
    private volatile Acl latest;

    ClientAcl(BrokerCore core, Client client) {
        this.core = core;
        this.client = client;
    }

    Acl now() {
        // A profile that is gone denies everything.
        AclProfile current = core.vpn().aclProfiles().find(client.aclProfile()).orElse(BrokerCore.NOTHING_ALLOWED);
        Acl known = latest;
        if (known == null || !known.isFor(current)) {
            known = of(current);
            latest = known;
        }
        return known;
    }

    /** For subscribe requests, which may be behind a change of the profile. */
    Acl toSubscribe() {
        List<AclProfile> formers = core.aclHistory()
                .stillInEffect(client.aclProfile(), core.clock().instant());
        return now().besides(formers.stream().map(this::of).toList());
    }

    private Acl of(AclProfile profile) {
        return Acl.of(profile, client.username(), client.mqttClientId(), core.switches());
    }
}
