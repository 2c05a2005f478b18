package dev.usher.entitlements.core;

import dev.usher.entitlements.core.port.AclProfiles;
import dev.usher.entitlements.core.port.AclProfiles.Fence;
import dev.usher.entitlements.core.port.BrokerGateway;
import dev.usher.entitlements.core.port.EntitlementStore;
import dev.usher.entitlements.core.port.Urgency;
import io.vertx.core.Future;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a user's client username behind the managed profile and sees to it that the profile denies what it must. */
final class FenceKeeper {
    private static final Logger log = LoggerFactory.getLogger(FenceKeeper.class);

    private final BrokerGateway broker;
    private final AclProfiles profiles;
    private final EntitlementStore store;
    private final Lanes<String, Boolean, Boolean> checks;

    /** Somebody may have subscribed through an open fence and was not looked at since. */
    private boolean wasOpen;

    FenceKeeper(BrokerGateway broker, EntitlementStore store) {
        this.broker = broker;
        this.profiles = broker.aclProfiles();
        this.store = store;
        // Shared: a thousand users revoked together need one check that began after their intents. Always as urgent as
        // a
        // revocation, since one may have to wait for it.
        this.checks = new Lanes<>((key, ask) -> checkOnce(), (a, b) -> a);
    }

    /** What stands between the user and subscribing by themselves. */
    sealed interface State {
        /** Behind a profile that denies everything. */
        record Closed(boolean moved) implements State {}

        /** There is no such client username, so nobody should be connected under it; with what to do about that. */
        record Absent(String reason) implements State {}

        /** Not ours to touch, with the reason. */
        record NotOurs(String reason) implements State {}
    }

    /**
     * Makes sure that what this broker shows is the truth and that the managed profile denies what it must, in one check for
     * everybody who asks meanwhile. Fails with {@link dev.usher.entitlements.core.port.BrokerUnavailableException}.
     */
    Future<Void> check() {
        return checks.run(broker.name(), true).mapEmpty();
    }

    private Future<Boolean> checkOnce() {
        return broker.view()
                .requireLive(Urgency.REVOKE)
                .compose(live -> profiles.ensureManaged(Urgency.REVOKE))
                .onSuccess(repaired -> wasOpen |= repaired)
                // Half a repair may have closed it again without our knowing that it was open.
                .onFailure(unknown -> wasOpen = true);
    }

    /** Whether the fence was found open since {@link #everybodyIsLookedAt}. */
    boolean wasOpen() {
        return wasOpen;
    }

    void everybodyIsLookedAt() {
        wasOpen = false;
    }

    /** Closes the fence in front of a target; fails as {@link AclProfiles} does, and as the store does when adopting. */
    Future<State> close(UserOnBroker target, Urgency urgency) {
        if (target.clientUsername().equals(broker.managerUsername())) {
            return Future.succeededFuture(new State.NotOurs("client username " + target.clientUsername()
                    + " is the subscription manager's own on broker " + broker.name() + "; map the user to another"));
        }
        return check().compose(closed -> profiles.fenceOf(target.clientUsername(), urgency))
                .compose(fence -> close(target, fence, urgency));
    }

    private Future<State> close(UserOnBroker target, Optional<Fence> fence, Urgency urgency) {
        if (fence.isEmpty()) {
            return Future.succeededFuture(new State.Absent("client username " + target.clientUsername()
                    + " does not exist on broker " + target.broker() + "; create it or correct the mapping"));
        }
        if (fence.get().managed()) {
            return Future.succeededFuture(new State.Closed(false));
        }
        String profile = fence.get().aclProfile();
        return store.adoptedFrom(target).compose(adopted -> {
            if (adopted.isEmpty() && !broker.adopt()) {
                return Future.succeededFuture(new State.NotOurs("client username " + target.clientUsername()
                        + " has ACL profile " + profile + " and is not adopted; allow adoption for broker "
                        + target.broker() + " or set the profile to " + AclProfiles.MANAGED));
            }
            Future<Void> recorded =
                    adopted.isEmpty() ? store.recordAdoption(target, profile) : Future.succeededFuture();
            return recorded.compose(done -> profiles.putBehindManaged(target.clientUsername(), urgency))
                    .map(done -> {
                        log.info(
                                "client username put behind the managed profile user={} broker={} clientUsername={} from={}",
                                target.user(),
                                target.broker(),
                                target.clientUsername(),
                                profile);
                        return (State) new State.Closed(true);
                    });
        });
    }
}
