package dev.usher.entitlements.core;

import dev.usher.entitlements.core.port.AclProfiles;
import dev.usher.entitlements.core.port.AclProfiles.RefusedException;
import dev.usher.entitlements.core.port.AclProfiles.Standing;
import dev.usher.entitlements.core.port.BrokerGateway;
import dev.usher.entitlements.core.port.EntitlementStore;
import dev.usher.entitlements.core.port.Urgency;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a user's client username behind its profile, which allows exactly what it must. */
final class FenceKeeper {
    private static final Logger log = LoggerFactory.getLogger(FenceKeeper.class);

    private final BrokerGateway broker;
    private final EntitlementStore store;
    private final ProfileKeeper profiles;

    /** Tiers that the broker would not give: nobody is warned of a move for them again. */
    private final Map<UserOnBroker, String> refusedTiers = new HashMap<>();

    FenceKeeper(BrokerGateway broker, EntitlementStore store) {
        this.broker = broker;
        this.store = store;
        this.profiles = new ProfileKeeper(broker, store);
    }

    /** What stands between the user and subscribing by themselves. */
    sealed interface State {
        /**
         * Behind its profile.
         *
         * @param desired what was desired, without what could not be had
         * @param standing where the username stands now
         * @param moved whether its clients were disconnected for it
         * @param left what somebody else has to do first; empty if nothing
         */
        record Closed(Desired desired, Standing standing, boolean moved, Optional<String> left) implements State {}

        /** There is no such client username, so nobody should be connected under it; with what to do about that. */
        record Absent(String reason) implements State {}

        /** Not ours to touch, with the reason. */
        record NotOurs(String reason) implements State {}
    }

    ProfileKeeper profiles() {
        return profiles;
    }

    /**
     * Closes the fence in front of a target; fails as {@link AclProfiles} does, and as the store does when adopting.
     *
     * @param beforeMove waited for before the username is moved, which disconnects its clients; must not take long
     */
    Future<State> close(Desires.Known known, Urgency urgency, Function<Step.Move, Future<Void>> beforeMove) {
        Desired desired = known.desired();
        UserOnBroker target = desired.target();
        // What nobody may adopt is told by its name, before the broker is asked for anything.
        Custody byName = Custody.of(target, desired.adoption(), Optional.empty(), broker.terms());
        if (byName instanceof Custody.Shared shared) {
            return Future.succeededFuture(new State.NotOurs(shared.reason()));
        }
        return profiles.check(known)
                .compose(closed -> broker.aclProfiles().standingOf(target.clientUsername(), urgency))
                .compose(standing -> {
                    Custody custody = Custody.of(target, desired.adoption(), standing, broker.terms());
                    if (custody instanceof Custody.Ours) {
                        return behind(new Closing(known, standing.orElseThrow(), urgency, beforeMove));
                    }
                    return Future.succeededFuture(untouched(custody));
                });
    }

    private static State untouched(Custody custody) {
        if (custody instanceof Custody.Absent absent) {
            return new State.Absent(absent.reason());
        }
        return new State.NotOurs(
                custody instanceof Custody.NotOurs notOurs ? notOurs.reason() : ((Custody.Shared) custody).reason());
    }

    /** What one closing is about. */
    private record Closing(
            Desires.Known known, Standing standing, Urgency urgency, Function<Step.Move, Future<Void>> beforeMove) {}

    private Future<State> behind(Closing closing) {
        Desired desired =
                closing.known().stale() ? tightening(closing) : closing.known().desired();
        return move(closing, desired, Optional.empty());
    }

    /** On the strength of a memory a username is put behind a closed profile or left where it is, and keeps its tier. */
    private Desired tightening(Closing closing) {
        Desired desired = closing.known().desired().withoutTier();
        boolean there = closing.standing().aclProfile().equals(desired.profile().name());
        return there || desired.profile().exceptions().isEmpty() ? desired : desired.withoutProfileGroup();
    }

    private Future<State> move(Closing closing, Desired desired, Optional<String> left) {
        Standing standing = closing.standing();
        Optional<Step.Move> move = Moves.of(desired, standing);
        if (move.isEmpty()) {
            return Future.succeededFuture(new State.Closed(desired, standing, false, left));
        }
        Step.Move step = move.get();
        return recordAdoption(desired, standing, step)
                .compose(recorded -> warned(closing, desired, step))
                .compose(told -> broker.aclProfiles()
                        .put(step.clientUsername(), step.aclProfile(), step.clientProfile(), closing.urgency()))
                .map(done -> {
                    step.clientProfile().ifPresent(tier -> refusedTiers.remove(desired.target()));
                    log.info(
                            "client username moved user={} broker={} clientUsername={} reason={}",
                            desired.target().user(),
                            broker.name(),
                            step.clientUsername(),
                            step.reason());
                    return (State) new State.Closed(desired, after(step, standing), true, left);
                })
                .recover(failure -> {
                    if (failure instanceof RefusedException
                            && step.clientProfile().isPresent()) {
                        return withoutTier(
                                closing, desired, step.clientProfile().get(), failure.getMessage());
                    }
                    return Future.failedFuture(failure);
                });
    }

    private Future<Void> warned(Closing closing, Desired desired, Step.Move step) {
        boolean refusedBefore = step.clientProfile().isPresent()
                && step.clientProfile().get().equals(refusedTiers.get(desired.target()));
        return refusedBefore ? Future.succeededFuture() : closing.beforeMove().apply(step);
    }

    /** A tier that cannot be had must not keep a username from being fenced. */
    private Future<State> withoutTier(Closing closing, Desired desired, String tier, String reason) {
        String refused = "tier " + tier + " was refused on broker " + broker.name() + ": " + reason
                + "; create the client profile there or correct the group's tier";
        if (!tier.equals(refusedTiers.put(desired.target(), tier))) {
            log.warn(
                    "tier refused user={} broker={} tier={} reason={}",
                    desired.target().user(),
                    broker.name(),
                    tier,
                    reason);
        }
        return move(closing, desired.withoutTier(), Optional.of(refused));
    }

    private static Standing after(Step.Move step, Standing before) {
        return new Standing(
                before.clientUsername(),
                step.aclProfile(),
                step.clientProfile().orElse(before.clientProfile()),
                before.enabled(),
                before.subscriptionManager());
    }

    /** The way back is on record before anything is changed that was not ours before. */
    private Future<Void> recordAdoption(Desired desired, Standing standing, Step.Move step) {
        boolean ours = standing.aclProfile().startsWith(ProfileSpec.PREFIX)
                && step.clientProfile().isEmpty();
        return desired.adoption().isPresent() || ours
                ? Future.succeededFuture()
                : store.recordAdoption(
                        desired.target(),
                        new Intent.Adopt.Former(
                                standing.clientUsername(), standing.aclProfile(), standing.clientProfile()));
    }
}
