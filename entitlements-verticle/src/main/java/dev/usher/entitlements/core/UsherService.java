package dev.usher.entitlements.core;

import dev.usher.entitlements.core.port.EntitlementStore;
import dev.usher.entitlements.core.port.EntitlementStore.ConflictException;
import dev.usher.entitlements.core.port.EntitlementStore.NotFoundException;
import dev.usher.entitlements.core.port.EntitlementStore.StoreUnavailableException;
import dev.usher.entitlements.core.port.EntitlementStore.UnknownReferenceException;
import dev.usher.entitlements.core.port.Urgency;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Commits what is asked for, has it enforced, and answers with what is proven. */
final class UsherService implements Usher {
    private final EntitlementStore store;
    private final Desires desires;
    private final SeatStates seats;
    private final Map<String, BrokerDesk> brokers;
    private final boolean clientChosenNames;
    private final UnrecordedIntents unrecorded;
    private final SecureRandom random = new SecureRandom();

    UsherService(
            Vertx vertx,
            EntitlementStore store,
            Desires desires,
            SeatStates seats,
            Map<String, BrokerDesk> brokers,
            boolean clientChosenNames,
            Clock clock) {
        this.store = store;
        this.desires = desires;
        this.seats = seats;
        this.brokers = Map.copyOf(brokers);
        this.clientChosenNames = clientChosenNames;
        this.unrecorded = new UnrecordedIntents(vertx, clock);
    }

    @Override
    public Future<SeatAnswer> openSeat(
            String user, Optional<String> broker, String kind, Optional<String> client, Caller caller, Duration wait) {
        if (client.isPresent() && !clientChosenNames) {
            return Future.failedFuture(
                    new NotAllowedException(
                            "names chosen by the client are not allowed here; leave client.id out and use the one in the answer"));
        }
        return deskFor(broker).compose(desk -> {
            ClientRef ref = ClientRef.of(kind, client.orElseGet(this::mint));
            return refuseForeign(desk, user, ref)
                    .compose(ok -> store.openSeat(user, desk.broker().name(), ref, caller))
                    .compose(opened -> enforce(opened.change(), Ask.GRANT, wait)
                            .map(done ->
                                    new SeatAnswer(opened.seat(), true, opened.created(), seats.of(opened.seat()))));
        });
    }

    /** A client that is connected under somebody else's username is not this user's, whatever its name. */
    private Future<Void> refuseForeign(BrokerDesk desk, String user, ClientRef client) {
        return store.entitlements(user).compose(known -> {
            String username = known.user().clientUsernames().get(desk.broker().name());
            if (username == null) {
                return Future.failedFuture(new ConflictException("user " + user + " has no client username on broker "
                        + desk.broker().name()));
            }
            return desk.broker().view().find(client, Urgency.GRANT).compose(found -> {
                boolean foreign =
                        found.stream().anyMatch(c -> !c.clientUsername().equals(username));
                return foreign
                        ? Future.failedFuture(new ConflictException("client " + client.value()
                                + " is connected under another client username than that of user " + user))
                        : Future.succeededFuture();
            });
        });
    }

    private Future<BrokerDesk> deskFor(Optional<String> name) {
        if (name.isEmpty()) {
            return brokers.size() == 1
                    ? Future.succeededFuture(brokers.values().iterator().next())
                    : Future.failedFuture(new UnknownReferenceException("name the broker: one of " + brokers.keySet()));
        }
        BrokerDesk desk = brokers.get(name.get());
        return desk != null
                ? Future.succeededFuture(desk)
                : Future.failedFuture(new UnknownReferenceException(
                        "broker " + name.get() + " is not configured; one of " + brokers.keySet()));
    }

    private String mint() {
        byte[] bits = new byte[16];
        random.nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }

    @Override
    public Future<ChangeAnswer> closeSeat(String seat, boolean cut, Caller caller, Duration wait) {
        Supplier<Future<Change>> record = () -> store.closeSeat(seat, caller);
        return clientOf(seat).compose(client -> {
            Ask ask = cut && client.isPresent() ? Ask.cutting(Cut.only(client.get())) : Ask.REVOKE;
            return answer(record, ask, wait).recover(failure -> closeUnrecorded(failure, seat, ask, record, wait));
        });
    }

    /** Empty for a seat there never was, which closing it will say better. */
    private Future<Optional<ClientRef>> clientOf(String seat) {
        return store.seat(seat)
                .map(found -> found.map(s -> s.seat().client()))
                .recover(failure -> desires.seat(seat)
                        .map(known -> Future.succeededFuture(Optional.of(known.client())))
                        .orElse(Future.failedFuture(failure)));
    }

    private Future<ChangeAnswer> closeUnrecorded(
            Throwable failure, String seat, Ask ask, Supplier<Future<Change>> record, Duration wait) {
        Optional<Seat> known = desires.seat(seat);
        if (!(failure instanceof StoreUnavailableException) || known.isEmpty()) {
            return Future.failedFuture(failure);
        }
        desires.close(seat);
        return unrecorded.add(
                "seat " + seat,
                "seat-closed",
                List.of(known.get().target()),
                record,
                () -> {
                    desires.closingRecorded(seat);
                    UserOnBroker target = known.get().target();
                    enforcements(target).run(target, Ask.REVOKE);
                },
                target -> enforcements(target).enforce(target, 0, ask, wait));
    }

    @Override
    public Future<ChangeAnswer> setStatus(String user, UserStatus status, boolean cut, Caller caller, Duration wait) {
        Ask ask = cut ? Ask.cutting(Cut.ALL) : Ask.REVOKE;
        Supplier<Future<Change>> record = () -> store.setStatus(user, status, caller);
        // A status that is committed overrules one that still waits to be.
        Supplier<Future<Change>> overruling = () -> record.get().onSuccess(done -> unrecorded.drop("status " + user));
        return answer(overruling, ask, wait).recover(failure -> {
            List<UserOnBroker> targets = desires.targetsOf(user);
            if (!(failure instanceof StoreUnavailableException)
                    || status != UserStatus.SUSPENDED
                    || targets.isEmpty()) {
                return Future.failedFuture(failure);
            }
            desires.suspend(user);
            return unrecorded.add(
                    "status " + user,
                    "user-status",
                    targets,
                    record,
                    () -> {
                        desires.suspensionRecorded(user);
                        targets.forEach(target -> enforcements(target).run(target, Ask.REVOKE));
                    },
                    target -> enforcements(target).enforce(target, 0, ask, wait));
        });
    }

    @Override
    public Future<ChangeAnswer> setGroupProducts(
            String group, Set<String> products, boolean cut, Caller caller, Duration wait) {
        return answer(
                () -> store.setGroupProducts(group, products, caller), cut ? Ask.cutting(Cut.ALL) : Ask.REVOKE, wait);
    }

    private Future<ChangeAnswer> answer(Supplier<Future<Change>> record, Ask ask, Duration wait) {
        return record.get()
                .compose(change -> enforce(change, ask, wait).compose(done -> store.change(change.id())))
                .map(change -> new ChangeAnswer(change, true));
    }

    /** Starts the runs a change needs; completes when all are done for its epochs or the wait is over. */
    private Future<Void> enforce(Change change, Ask ask, Duration wait) {
        return Future.join(change.targets().stream()
                        .filter(t -> brokers.containsKey(t.target().broker()))
                        .map(t -> enforcements(t.target()).enforce(t.target(), t.epoch(), ask, wait))
                        .toList())
                .mapEmpty();
    }

    private Enforcements enforcements(UserOnBroker target) {
        return brokers.get(target.broker()).enforcements();
    }

    @Override
    public Future<SeatAnswer> seat(String seat) {
        return store.seat(seat)
                .map(found -> found.orElseThrow(() -> new NotFoundException("seat " + seat)))
                .map(found -> new SeatAnswer(found.seat(), found.open(), false, seats.of(found.seat())));
    }

    @Override
    public Future<List<SeatAnswer>> seatsOf(String user) {
        return store.seatsOf(user)
                .map(open -> open.stream()
                        .map(seat -> new SeatAnswer(seat, true, false, seats.of(seat)))
                        .toList());
    }

    @Override
    public Future<EntitlementStore.Entitlements> entitlements(String user) {
        return store.entitlements(user);
    }

    @Override
    public Future<ChangeAnswer> change(String id) {
        Optional<Change> waiting = unrecorded.find(id);
        return waiting.isPresent()
                ? Future.succeededFuture(new ChangeAnswer(waiting.get(), false))
                : store.change(unrecorded.recordedAs(id)).map(change -> new ChangeAnswer(change, true));
    }

    void close() {
        unrecorded.close();
    }
}
