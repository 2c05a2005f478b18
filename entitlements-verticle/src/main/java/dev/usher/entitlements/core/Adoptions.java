package dev.usher.entitlements.core;

import dev.usher.entitlements.core.UsernameReport.Standing;
import dev.usher.entitlements.core.Usher.ChangeAnswer;
import dev.usher.entitlements.core.port.AclProfiles;
import dev.usher.entitlements.core.port.AclProfiles.RefusedException;
import dev.usher.entitlements.core.port.EntitlementStore;
import dev.usher.entitlements.core.port.EntitlementStore.ConflictException;
import dev.usher.entitlements.core.port.Urgency;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes client usernames into our care and gives them back, a few at a time: each disconnects its clients once. */
final class Adoptions {
    /** How many usernames are moved side by side, so that not all of their clients come back at once. */
    static final int BATCH = 20;

    private static final Logger log = LoggerFactory.getLogger(Adoptions.class);

    private final Vertx vertx;
    private final EntitlementStore store;
    private final Brokers brokers;
    private final Usernames usernames;
    private final Writes writes;

    Adoptions(Vertx vertx, EntitlementStore store, Brokers brokers, Usernames usernames, Writes writes) {
        this.vertx = vertx;
        this.store = store;
        this.brokers = brokers;
        this.usernames = usernames;
        this.writes = writes;
    }

    /** As {@link Usher#usernames}. */
    Future<List<UsernameReport>> usernames(String broker) {
        return brokers.named(Optional.of(broker)).compose(desk -> usernames.of(desk, Urgency.SWEEP));
    }

    /** As {@link Usher#adopt}. */
    Future<ChangeAnswer> adopt(String broker, Set<String> names, Caller caller, Duration wait) {
        return adopting(broker, names)
                .compose(intent -> store.commit(intent, caller, Optional.empty()))
                .compose(committed -> {
                    Future<Void> moved =
                            inBatches(committed.change().targets(), touched -> run(touched.target(), Ask.GRANT));
                    return orAfter(moved, wait)
                            .compose(done -> writes.progress(committed.change().id(), committed.created()));
                });
    }

    /** The intent, with what the broker says the usernames have now. Fails if one cannot be adopted. */
    Future<Intent.Adopt> adopting(String broker, Set<String> names) {
        return usernames(broker).map(reports -> {
            Map<String, UsernameReport> known =
                    reports.stream().collect(Collectors.toMap(UsernameReport::clientUsername, Function.identity()));
            Set<Intent.Adopt.Former> formers = new HashSet<>();
            List<String> refused = new ArrayList<>();
            for (String name : new TreeSet<>(names)) {
                UsernameReport report = known.get(name);
                if (report == null) {
                    refused.add("client username " + name + " does not exist on broker " + broker);
                } else if (report.standing() == Standing.ADOPTABLE || report.standing() == Standing.ADOPTED) {
                    formers.add(former(report));
                } else {
                    refused.add(report.reason());
                }
            }
            if (!refused.isEmpty()) {
                throw new ConflictException("nothing is adopted: " + String.join("; ", refused));
            }
            return new Intent.Adopt(broker, formers);
        });
    }

    /** What is on record counts while the username is still behind a profile of ours: that is not what it had before. */
    private static Intent.Adopt.Former former(UsernameReport report) {
        boolean fenced = report.aclProfile().startsWith(ProfileSpec.PREFIX);
        return report.adoption()
                .filter(adoption -> fenced || adoption.isOurs())
                .map(adoption -> new Intent.Adopt.Former(
                        report.clientUsername(),
                        adoption.formerAclProfile(),
                        adoption.formerClientProfile().orElse(report.clientProfile())))
                .orElseGet(() ->
                        new Intent.Adopt.Former(report.clientUsername(), report.aclProfile(), report.clientProfile()));
    }

    /** As {@link Usher#release}. */
    Future<ChangeAnswer> release(String broker, Set<String> names, Caller caller) {
        return brokers.named(Optional.of(broker))
                .compose(desk -> releasing(broker, names)
                        .compose(adoptions -> store.commit(new Intent.Release(broker, names), caller, Optional.empty())
                                .compose(committed -> putBack(desk, adoptions, committed.change())
                                        .compose(done -> writes.progress(
                                                committed.change().id(), committed.created())))));
    }

    /** What is on record of each. Fails with {@link ConflictException} if one was never in our care. */
    Future<List<Adoption>> releasing(String broker, Set<String> names) {
        return store.adoptions(broker).map(all -> {
            Map<String, Adoption> known =
                    all.stream().collect(Collectors.toMap(Adoption::clientUsername, Function.identity(), (a, b) -> b));
            List<String> strange = new TreeSet<>(names)
                    .stream().filter(name -> !known.containsKey(name)).toList();
            if (!strange.isEmpty()) {
                throw new ConflictException(
                        "nothing is released: never adopted on broker " + broker + ": " + String.join(", ", strange));
            }
            return new TreeSet<>(names).stream().map(known::get).toList();
        });
    }

    private Future<Void> putBack(BrokerDesk desk, List<Adoption> adoptions, Change change) {
        Map<String, UserOnBroker> targets = change.targets().stream()
                .map(Change.Target::target)
                .collect(Collectors.toMap(UserOnBroker::clientUsername, Function.identity(), (a, b) -> b));
        Map<String, Throwable> failed = new LinkedHashMap<>();
        return inBatches(adoptions, adoption -> {
                    String name = adoption.clientUsername();
                    // A run that began before the release could put it behind our profile again: that one has to be
                    // over.
                    Future<Void> quiet = Optional.ofNullable(targets.get(name))
                            .map(target -> run(target, Ask.GRANT))
                            .orElse(Future.succeededFuture());
                    return quiet.compose(over -> putBack(desk, adoption))
                            .onFailure(failure -> failed.put(name, failure))
                            .otherwiseEmpty();
                })
                .compose(done -> failed.isEmpty() ? Future.succeededFuture() : Future.failedFuture(notPutBack(failed)));
    }

    private static Throwable notPutBack(Map<String, Throwable> failed) {
        failed.forEach((name, failure) ->
                log.warn("released, not put back clientUsername={} reason={}", name, failure.getMessage()));
        return failed.values().stream()
                .filter(failure -> !(failure instanceof RefusedException))
                .findFirst()
                .orElseGet(() -> new ConflictException("released, but the broker does not take the former profiles of "
                        + failed.entrySet().stream()
                                .map(e -> e.getKey() + " (" + e.getValue().getMessage() + ")")
                                .collect(Collectors.joining(", "))
                        + "; create them and release again, or set others on the broker"));
    }

    /** Does nothing to a username that is not behind a profile of ours any more. */
    private static Future<Void> putBack(BrokerDesk desk, Adoption adoption) {
        AclProfiles profiles = desk.broker().aclProfiles();
        String name = adoption.clientUsername();
        return profiles.standingOf(name, Urgency.GRANT).compose(standing -> {
            if (standing.filter(now -> goesBack(adoption, now)).isEmpty()) {
                return Future.succeededFuture();
            }
            return profiles.put(name, adoption.formerAclProfile(), adoption.formerClientProfile(), Urgency.GRANT)
                    .onSuccess(done -> log.info(
                            "client username given back broker={} clientUsername={} aclProfile={}",
                            adoption.broker(),
                            name,
                            adoption.formerAclProfile()));
        });
    }

    /** Whether giving a username back changes something. */
    static boolean goesBack(Adoption adoption, AclProfiles.Standing now) {
        boolean same = now.aclProfile().equals(adoption.formerAclProfile())
                && adoption.formerClientProfile()
                        .filter(former -> !former.equals(now.clientProfile()))
                        .isEmpty();
        return now.aclProfile().startsWith(ProfileSpec.PREFIX) && !same;
    }

    /** Completes when a run that begins now or later has ended, however. */
    private Future<Void> run(UserOnBroker target, Ask ask) {
        return brokers.find(target.broker())
                .map(desk ->
                        desk.enforcements().run(target, ask).<Void>mapEmpty().otherwiseEmpty())
                .orElse(Future.succeededFuture());
    }

    /** The next few begin when those before have ended. {@code work} must not fail. */
    private static <T> Future<Void> inBatches(List<T> items, Function<T, Future<Void>> work) {
        if (items.isEmpty()) {
            return Future.succeededFuture();
        }
        int batch = Math.min(BATCH, items.size());
        return Future.join(items.subList(0, batch).stream().map(work).toList())
                .compose(done -> inBatches(items.subList(batch, items.size()), work));
    }

    /** Completes with the work or when the time is over, whichever comes first; the work goes on. */
    private Future<Void> orAfter(Future<Void> work, Duration wait) {
        if (wait.isZero() || work.isComplete()) {
            return Future.succeededFuture();
        }
        Promise<Void> over = Promise.promise();
        long timer = vertx.setTimer(wait.toMillis(), late -> over.tryComplete());
        work.onComplete(done -> over.tryComplete());
        return over.future().onComplete(done -> vertx.cancelTimer(timer));
    }
}
