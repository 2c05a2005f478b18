package dev.usher.entitlements.semp;

import static dev.usher.entitlements.semp.SempFailures.lane;
import static dev.usher.entitlements.semp.SempFailures.missingIs;
import static dev.usher.entitlements.semp.SempFailures.ours;

import dev.usher.entitlements.core.ProfileSpec;
import dev.usher.entitlements.core.port.AclProfiles;
import dev.usher.entitlements.core.port.Urgency;
import dev.usher.semp.AclAction;
import dev.usher.semp.AclProfile;
import dev.usher.semp.ClientUsername;
import dev.usher.semp.ClientUsernameChange;
import dev.usher.semp.SempException;
import dev.usher.semp.SempVpn;
import dev.usher.semp.VpnConfig;
import dev.usher.semp.Where;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps our ACL profiles by the config API. Exceptions and default actions are hot: changing them disconnects nobody. */
public final class SempAclProfiles implements AclProfiles {
    private static final Logger log = LoggerFactory.getLogger(SempAclProfiles.class);

    private final SempVpn vpn;

    public SempAclProfiles(SempVpn vpn) {
        this.vpn = vpn;
    }

    /** Connect is allowed, everything else denied; a profile made by the API would deny connect as well. */
    private static AclProfile wanted(ProfileSpec profile) {
        return new AclProfile(
                profile.name(), AclAction.ALLOW, AclAction.DISALLOW, AclAction.DISALLOW, AclAction.DISALLOW);
    }

    @Override
    public Future<Boolean> ensure(ProfileSpec profile, Urgency urgency) {
        VpnConfig config = vpn.in(lane(urgency)).config();
        Future<Optional<AclProfile>> defaults =
                config.aclProfile(profile.name()).map(Optional::of).recover(missingIs(Optional.empty()));
        Future<ProfileExceptions> exceptions = ProfileExceptions.read(config, profile);
        return ours(Future.all(defaults, exceptions)
                .compose(read -> correct(config, profile, defaults.result(), exceptions.result())));
    }

    private Future<Boolean> correct(
            VpnConfig config, ProfileSpec profile, Optional<AclProfile> found, ProfileExceptions exceptions) {
        boolean right = found.equals(Optional.of(wanted(profile)));
        if (right && exceptions.exact()) {
            return Future.succeededFuture(false);
        }
        boolean tooMuch = found.filter(SempAclProfiles::allowsTooMuch).isPresent() || exceptions.allowTooMuch();
        if (found.isEmpty()) {
            log.info("ACL profile is created profile={} vpn={}", profile.name(), vpn.name());
        } else if (tooMuch) {
            log.warn(
                    "ACL profile allowed too much profile={} vpn={} found={} exceptions={}",
                    profile.name(),
                    vpn.name(),
                    found.get(),
                    exceptions);
        } else {
            log.info("ACL profile is brought up to date profile={} exceptions={}", profile.name(), exceptions);
        }
        // The defaults first: while they allow, an exception takes away.
        Future<Void> put = right ? Future.succeededFuture() : config.putAclProfile(wanted(profile));
        return put.compose(denied -> exceptions.correct(config)).map(tooMuch);
    }

    private static boolean allowsTooMuch(AclProfile found) {
        return found.publishTopic() == AclAction.ALLOW
                || found.subscribeTopic() == AclAction.ALLOW
                || found.subscribeShareName() == AclAction.ALLOW;
    }

    @Override
    public Future<Optional<Standing>> standingOf(String clientUsername, Urgency urgency) {
        return ours(vpn.in(lane(urgency))
                .config()
                .clientUsername(clientUsername)
                .map(found -> Optional.of(standing(found)))
                .recover(missingIs(Optional.empty())));
    }

    @Override
    public Future<List<Standing>> standings(Urgency urgency) {
        return ours(vpn.in(lane(urgency))
                .config()
                .clientUsernames(Where.everything())
                .map(all -> all.stream().map(SempAclProfiles::standing).toList()));
    }

    private static Standing standing(ClientUsername found) {
        return new Standing(
                found.name(), found.aclProfile(), found.clientProfile(), found.enabled(), found.subscriptionManager());
    }

    @Override
    public Future<Void> put(String clientUsername, String aclProfile, Optional<String> clientProfile, Urgency urgency) {
        VpnConfig config = vpn.in(lane(urgency)).config();
        ClientUsernameChange acl = ClientUsernameChange.change().withAclProfile(aclProfile);
        ClientUsernameChange change = clientProfile.map(acl::withClientProfile).orElse(acl);
        return config.updateClientUsername(clientUsername, change)
                .recover(failure -> failure instanceof SempException && clientProfile.isPresent()
                        ? why(config, clientProfile.get(), failure)
                        : Future.failedFuture(failure))
                .recover(failure -> failure instanceof RefusedException
                        ? Future.failedFuture(failure)
                        : ours(Future.failedFuture(failure)));
    }

    /** The broker's code does not tell which of the three names does not exist. */
    private Future<Void> why(VpnConfig config, String clientProfile, Throwable failure) {
        return config.clientProfile(clientProfile)
                .map(Optional::of)
                .recover(missingIs(Optional.empty()))
                .compose(found -> Future.failedFuture(
                        found.isPresent()
                                ? failure
                                : new RefusedException("client profile " + clientProfile
                                        + " does not exist in Message VPN " + vpn.name()
                                        + "; create it, or name another as the group's tier")));
    }
}
