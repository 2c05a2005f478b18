package dev.usher.entitlements.semp;

import static dev.usher.entitlements.semp.SempFailures.lane;
import static dev.usher.entitlements.semp.SempFailures.missingIs;
import static dev.usher.entitlements.semp.SempFailures.ours;

import dev.usher.entitlements.core.port.AclProfiles;
import dev.usher.entitlements.core.port.Urgency;
import dev.usher.semp.AclAction;
import dev.usher.semp.AclExceptionList;
import dev.usher.semp.AclProfile;
import dev.usher.semp.ClientUsernameChange;
import dev.usher.semp.SempVpn;
import dev.usher.semp.VpnConfig;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the managed profile by the config API. Exceptions and default actions are hot: changing them disconnects nobody. */
public final class SempAclProfiles implements AclProfiles {
    private static final Logger log = LoggerFactory.getLogger(SempAclProfiles.class);

    /** Connect is allowed, everything else denied; a profile made by the API would deny connect as well. */
    private static final AclProfile WANTED =
            new AclProfile(MANAGED, AclAction.ALLOW, AclAction.DISALLOW, AclAction.DISALLOW, AclAction.DISALLOW);

    private final SempVpn vpn;

    public SempAclProfiles(SempVpn vpn) {
        this.vpn = vpn;
    }

    @Override
    public Future<Boolean> ensureManaged(Urgency urgency) {
        VpnConfig config = vpn.in(lane(urgency)).config();
        return ours(config.aclProfile(MANAGED)
                .map(Optional::of)
                .recover(missingIs(Optional.empty()))
                .compose(found -> ensure(config, found))
                .compose(changed -> removeExceptions(config).map(removed -> changed || removed)));
    }

    private Future<Boolean> ensure(VpnConfig config, Optional<AclProfile> found) {
        if (found.equals(Optional.of(WANTED))) {
            return Future.succeededFuture(false);
        }
        if (found.isEmpty()) {
            log.info("managed ACL profile created profile={} vpn={}", MANAGED, vpn.name());
        } else {
            log.warn("managed ACL profile had drifted profile={} vpn={} found={}", MANAGED, vpn.name(), found.get());
        }
        return config.putAclProfile(WANTED).map(true);
    }

    /** An exception gets the opposite of a default action, so in this profile each one is a hole. */
    private static Future<Boolean> removeExceptions(VpnConfig config) {
        List<Future<Boolean>> lists = new ArrayList<>();
        for (AclExceptionList list : AclExceptionList.values()) {
            lists.add(config.aclExceptions(list, MANAGED)
                    .compose(holes -> Future.all(holes.stream()
                                    .map(hole -> config.removeAclException(list, MANAGED, hole)
                                            .recover(missingIs(null)))
                                    .toList())
                            .map(!holes.isEmpty())));
        }
        return Future.all(lists).map(all -> all.<Boolean>list().contains(true));
    }

    @Override
    public Future<Optional<Fence>> fenceOf(String clientUsername, Urgency urgency) {
        return ours(vpn.in(lane(urgency))
                .config()
                .clientUsername(clientUsername)
                .map(found -> Optional.of(new Fence(found.aclProfile(), found.enabled())))
                .recover(missingIs(Optional.empty())));
    }

    @Override
    public Future<Void> putBehindManaged(String clientUsername, Urgency urgency) {
        return ours(vpn.in(lane(urgency))
                .config()
                .updateClientUsername(
                        clientUsername, ClientUsernameChange.change().withAclProfile(MANAGED)));
    }
}
