package dev.usher.entitlements.core;

import dev.usher.entitlements.core.port.BrokerGateway;
import dev.usher.entitlements.core.port.EntitlementStore;
import dev.usher.entitlements.core.port.Urgency;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the content of our ACL profiles on one broker.
 *
 * <p>Checks of one profile are serial, and each reads what the profile has to allow after it has begun: otherwise a run that
 * read the store before a filter was taken from a group could write the filter back after another run took it out.
 *
 * <p>Not thread-safe: used from one event loop.
 */
final class ProfileKeeper {
    private static final Logger log = LoggerFactory.getLogger(ProfileKeeper.class);

    private final BrokerGateway broker;
    private final EntitlementStore store;
    private final Lanes<String, Request, ProfileSpec> checks;
    private final Map<String, ProfileSpec> written = new HashMap<>();

    /** Profiles through which somebody may have subscribed to too much and was not looked at since. */
    private final Set<String> open = new HashSet<>();

    ProfileKeeper(BrokerGateway broker, EntitlementStore store) {
        this.broker = broker;
        this.store = store;
        // Shared: a thousand users revoked together need one check that began after their intents.
        // Always as urgent as a revocation, since one may have to wait for it.
        this.checks = new Lanes<>(this::checkOnce, Request::and);
    }

    /**
     * Why a profile is checked.
     *
     * @param users who have to be behind it; empty for the managed profile, which is the same for everybody
     * @param stale what is remembered of the profile because the store is away
     */
    private record Request(Set<UserOnBroker> users, Optional<ProfileSpec> stale) {
        /** What the store says goes before what is remembered; of two memories only what both allow. */
        Request and(Request other) {
            if (stale.isPresent() && other.stale.isPresent()) {
                return new Request(users, Optional.of(narrower(stale.get(), other.stale.get())));
            }
            Set<UserOnBroker> both = new LinkedHashSet<>(stale.isPresent() ? Set.of() : users);
            both.addAll(other.stale.isPresent() ? Set.of() : other.users);
            return new Request(both, Optional.empty());
        }
    }

    /**
     * Makes sure that what this broker shows is the truth and that the profile of a target allows exactly what it must, in one
     * check for everybody behind it who asks meanwhile. Fails with {@link
     * dev.usher.entitlements.core.port.BrokerUnavailableException}, and as the store does.
     */
    Future<Void> check(Desires.Known known) {
        Desired desired = known.desired();
        ProfileSpec profile = desired.profile();
        if (profile.equals(ProfileSpec.MANAGED)) {
            return checkManaged();
        }
        return checks.run(
                        profile.name(),
                        new Request(Set.of(desired.target()), known.stale() ? Optional.of(profile) : Optional.empty()))
                .mapEmpty();
    }

    Future<Void> checkManaged() {
        return checks.run(ProfileSpec.MANAGED.name(), new Request(Set.of(), Optional.empty()))
                .mapEmpty();
    }

    /**
     * Checks the profiles in use, each once: the managed one and that of each of these users. Fails only for the managed one;
     * others are counted as open.
     *
     * @param users one for each profile
     */
    Future<Void> checkAll(Map<String, UserOnBroker> users) {
        return checkManaged()
                .compose(live -> Future.join(users.entrySet().stream()
                                .filter(user -> !user.getKey().equals(ProfileSpec.MANAGED.name()))
                                .map(user -> checks.run(
                                        user.getKey(), new Request(Set.of(user.getValue()), Optional.empty())))
                                .toList())
                        .<Void>mapEmpty()
                        .otherwiseEmpty());
    }

    private Future<ProfileSpec> checkOnce(String name, Request request) {
        return broker.view()
                .requireLive(Urgency.REVOKE)
                .compose(live -> toBe(name, request))
                .compose(this::ensure)
                .onFailure(failure -> log.warn(
                        "profile not checked broker={} profile={} reason={}",
                        broker.name(),
                        name,
                        failure.getMessage()));
    }

    private Future<ProfileSpec> ensure(ProfileSpec profile) {
        // Taking something out of a profile shows as having been open. Whoever is behind it is looked at anyway then.
        ProfileSpec former = written.get(profile.name());
        boolean narrowed = former != null && !profile.exceptions().containsAll(former.exceptions());
        return broker.aclProfiles()
                .ensure(profile, Urgency.REVOKE)
                // What the former profile lets in for as long as the change lags must be made before the look that
                // follows.
                .compose(wasOpen -> wasOpen ? broker.view().caughtUp().map(true) : Future.succeededFuture(false))
                .map(wasOpen -> {
                    written.put(profile.name(), profile);
                    if (wasOpen && !narrowed) {
                        open.add(profile.name());
                    }
                    return profile;
                })
                // Half a repair may have closed it again without our knowing that it was open.
                .onFailure(unknown -> open.add(profile.name()));
    }

    private Future<ProfileSpec> toBe(String name, Request request) {
        if (name.equals(ProfileSpec.MANAGED.name())) {
            return Future.succeededFuture(ProfileSpec.MANAGED);
        }
        if (request.stale().isPresent()) {
            // A memory may be older than what was written since: it only narrows that, and without it allows nothing.
            ProfileSpec known = written.getOrDefault(name, new ProfileSpec(name, Set.of()));
            return Future.succeededFuture(narrower(request.stale().get(), known));
        }
        return askOneOf(request.users().iterator(), name);
    }

    /** Any of the users tells what the profile has to be, unless they have left it meanwhile. */
    private Future<ProfileSpec> askOneOf(Iterator<UserOnBroker> users, String name) {
        if (!users.hasNext()) {
            return Future.failedFuture("nobody who asked is behind ACL profile " + name + " any more");
        }
        return store.desired(users.next())
                .map(Desired::profile)
                .compose(profile ->
                        profile.name().equals(name) ? Future.succeededFuture(profile) : askOneOf(users, name));
    }

    private static ProfileSpec narrower(ProfileSpec one, ProfileSpec other) {
        Set<TopicFilter> both = new HashSet<>(one.exceptions());
        both.retainAll(other.exceptions());
        return new ProfileSpec(one.name(), both);
    }

    /** Profiles found open since they were last {@link #lookedAt}. */
    Set<String> open() {
        return Set.copyOf(open);
    }

    void lookedAt(Collection<String> profiles) {
        open.removeAll(profiles);
    }
}
