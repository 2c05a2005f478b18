package dev.usher.entitlements.core;

import dev.usher.entitlements.core.Usher.ChangeAnswer;
import dev.usher.entitlements.core.port.EntitlementStore;
import dev.usher.entitlements.core.port.EntitlementStore.StoreUnavailableException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Every write but those of seats and adoptions. What only takes something away is done at the broker also while the store is
 * away: closing a seat, suspending and removing a user.
 */
final class Writes {
    /** More than anybody reads, and few enough to be read from the store with every answer. */
    private static final int SHOWN_TARGETS = 100;

    private final EntitlementStore store;
    private final Desires desires;
    private final Brokers brokers;
    private final UnrecordedIntents unrecorded;
    private final BoundaryClock boundaries;

    Writes(
            EntitlementStore store,
            Desires desires,
            Brokers brokers,
            UnrecordedIntents unrecorded,
            BoundaryClock boundaries) {
        this.store = store;
        this.desires = desires;
        this.brokers = brokers;
        this.unrecorded = unrecorded;
        this.boundaries = boundaries;
    }

    /**
     * What an intent takes away, as far as it is known without the store.
     *
     * @param subject what it is about; another of the same subject takes its place
     * @param hold makes it be desired at once
     * @param lift undoes {@code hold}, once the store says the same
     */
    private record Withdrawal(String subject, List<UserOnBroker> targets, Runnable hold, Runnable lift) {}

    /** As {@link Usher#write}. */
    Future<ChangeAnswer> write(Intent intent, boolean cut, Caller caller, Duration wait) {
        if (intent instanceof Intent.OpenSeat || intent instanceof Intent.Adopt || intent instanceof Intent.Release) {
            return Future.failedFuture(new IllegalArgumentException(intent.kind() + " has a method of its own"));
        }
        Supplier<Future<Committed>> record = () -> store.commit(intent, caller, Optional.empty());
        return whom(intent, cut)
                .compose(clients -> answer(intent, record, clients, wait)
                        .recover(failure -> failure instanceof StoreUnavailableException
                                ? withdrawal(intent)
                                        .map(taken -> withdraw(intent, taken, record, ask(clients, false), wait))
                                        .orElse(Future.failedFuture(failure))
                                : Future.failedFuture(failure)));
    }

    /** Whom to disconnect first: with a seat only its client. */
    private Future<Cut> whom(Intent intent, boolean cut) {
        if (!cut || !(intent instanceof Intent.CloseSeat close)) {
            return Future.succeededFuture(cut ? Cut.ALL : Cut.NONE);
        }
        // Empty for a seat there never was, which closing it will say better.
        return store.seat(close.seat())
                .map(found -> found.map(stored -> stored.seat().client()))
                .recover(failure -> desires.seat(close.seat())
                        .map(known -> Future.succeededFuture(Optional.of(known.client())))
                        .orElse(Future.failedFuture(failure)))
                .map(client -> client.map(Cut::only).orElse(Cut.NONE));
    }

    private Future<ChangeAnswer> answer(Intent intent, Supplier<Future<Committed>> record, Cut cut, Duration wait) {
        return record.get().compose(committed -> {
            Change change = committed.change();
            boundaries.wake();
            overrule(intent, change);
            return brokers.enforce(change, ask(cut, givesOnly(intent, committed)), wait)
                    .compose(done -> progress(change.id(), committed.created()));
        });
    }

    /** How far a recorded change is. */
    Future<ChangeAnswer> progress(String change, boolean created) {
        return store.progress(change, SHOWN_TARGETS).map(progress -> new ChangeAnswer(progress, true, created));
    }

    private static Ask ask(Cut cut, boolean givesOnly) {
        if (!cut.isNone()) {
            return Ask.cutting(cut);
        }
        return givesOnly ? Ask.GRANT : Ask.REVOKE;
    }

    /** Whether it surely takes nothing from anybody, and so need not be as urgent as what may. */
    private static boolean givesOnly(Intent intent, Committed committed) {
        return (intent instanceof Intent.SetStatus set && set.status() == UserStatus.ACTIVE)
                || (intent instanceof Intent.DefineUser && committed.created())
                || intent instanceof Intent.RefreshSeat;
    }

    /** What is committed now overrules what was asked for before and still waits to be recorded. */
    private void overrule(Intent intent, Change change) {
        if (intent instanceof Intent.SetStatus set && set.status() == UserStatus.ACTIVE) {
            unrecorded.overrule(suspension(set.user()), change);
        } else if (intent instanceof Intent.DefineUser define) {
            overrule(define.definition(), change);
        } else if (intent instanceof Intent.Apply apply) {
            apply.definitions().users().forEach(user -> overrule(user, change));
        }
    }

    private void overrule(UserDefinition definition, Change change) {
        String user = definition.user().id();
        unrecorded.overrule(removal(user), change);
        if (definition.status().equals(Optional.of(UserStatus.ACTIVE))) {
            unrecorded.overrule(suspension(user), change);
        }
    }

    private static String suspension(String user) {
        return "status " + user;
    }

    private static String removal(String user) {
        return "user " + user;
    }

    /** The subject under which the closing of a seat waits. */
    static String closing(String seat) {
        return "seat " + seat;
    }

    private Optional<Withdrawal> withdrawal(Intent intent) {
        if (intent instanceof Intent.CloseSeat close) {
            String seat = close.seat();
            return desires.seat(seat)
                    .map(known -> new Withdrawal(
                            closing(seat),
                            List.of(known.target()),
                            () -> desires.close(seat),
                            () -> desires.closingRecorded(seat)));
        }
        if (intent instanceof Intent.SetStatus set && set.status() == UserStatus.SUSPENDED) {
            String user = set.user();
            return withdrawal(
                    user, suspension(user), () -> desires.suspend(user), () -> desires.suspensionRecorded(user));
        }
        if (intent instanceof Intent.RemoveUser remove) {
            String user = remove.user();
            return withdrawal(user, removal(user), () -> desires.remove(user), () -> desires.removalRecorded(user));
        }
        return Optional.empty();
    }

    private Optional<Withdrawal> withdrawal(String user, String subject, Runnable hold, Runnable lift) {
        List<UserOnBroker> targets = desires.targetsOf(user);
        return targets.isEmpty() ? Optional.empty() : Optional.of(new Withdrawal(subject, targets, hold, lift));
    }

    private Future<ChangeAnswer> withdraw(
            Intent intent, Withdrawal taken, Supplier<Future<Committed>> record, Ask ask, Duration wait) {
        taken.hold().run();
        return unrecorded.add(
                taken.subject(),
                intent.kind(),
                taken.targets(),
                () -> record.get().map(Committed::change),
                () -> {
                    taken.lift().run();
                    taken.targets().forEach(target -> brokers.look(target, Ask.REVOKE));
                },
                target -> brokers.enforce(target, 0, ask, wait));
    }

    /** As {@link Usher#change}. */
    Future<ChangeAnswer> change(String id) {
        return unrecorded
                .find(id)
                .map(waiting -> Future.succeededFuture(UnrecordedIntents.answer(waiting)))
                .orElseGet(() -> progress(unrecorded.recordedAs(id), false));
    }
}
