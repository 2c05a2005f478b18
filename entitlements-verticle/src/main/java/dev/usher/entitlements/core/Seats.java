package dev.usher.entitlements.core;

import dev.usher.entitlements.core.Usher.NotAllowedException;
import dev.usher.entitlements.core.Usher.SeatAnswer;
import dev.usher.entitlements.core.Usher.SeatRequest;
import dev.usher.entitlements.core.Usher.UnreachableClientException;
import dev.usher.entitlements.core.port.BrokerUnavailableException;
import dev.usher.entitlements.core.port.BrokerView;
import dev.usher.entitlements.core.port.Directory.Entitlements;
import dev.usher.entitlements.core.port.EntitlementStore;
import dev.usher.entitlements.core.port.EntitlementStore.ConflictException;
import dev.usher.entitlements.core.port.EntitlementStore.NotFoundException;
import dev.usher.entitlements.core.port.Urgency;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Opens, refreshes and shows seats. */
final class Seats {
    private static final String MQTT = "mqtt";

    private final EntitlementStore store;
    private final SeatStates states;
    private final Brokers brokers;
    private final UnrecordedIntents unrecorded;
    private final BoundaryClock boundaries;
    private final boolean clientChosenNames;
    private final SecureRandom random = new SecureRandom();

    Seats(
            EntitlementStore store,
            SeatStates states,
            Brokers brokers,
            UnrecordedIntents unrecorded,
            BoundaryClock boundaries,
            boolean clientChosenNames) {
        this.store = store;
        this.states = states;
        this.brokers = brokers;
        this.unrecorded = unrecorded;
        this.boundaries = boundaries;
        this.clientChosenNames = clientChosenNames;
    }

    /** What a request comes to once the broker is known. */
    private record Opening(BrokerDesk desk, Intent.OpenSeat intent) {}

    /** As {@link Usher#openSeat}. */
    Future<SeatAnswer> open(SeatRequest request, Caller caller, Optional<IdempotencyKey> key, Duration wait) {
        return opening(request)
                .compose(opening -> refuseForeignAndTooMany(opening)
                        .compose(fine -> store.commit(opening.intent(), caller, key))
                        .compose(opened -> {
                            boundaries.wake();
                            return brokers.enforce(opened.change(), Ask.GRANT, wait)
                                    .compose(done -> disconnected(opened.change(), wait))
                                    .map(disconnected -> {
                                        Seat seat = opened.seat().orElseThrow();
                                        return new SeatAnswer(
                                                seat, isOpen(seat), opened.created(), states.of(seat), disconnected);
                                    });
                        }));
    }

    /** What would be committed. Fails as {@link #open}, except that a broker that does not answer refuses nothing. */
    Future<Intent.OpenSeat> checked(SeatRequest request) {
        return opening(request)
                .compose(opening -> refuseForeignAndTooMany(opening)
                        .recover(failure -> failure instanceof BrokerUnavailableException
                                ? Future.succeededFuture()
                                : Future.failedFuture(failure))
                        .map(opening.intent()));
    }

    /** Fails for what needs no look at the broker. */
    private Future<Opening> opening(SeatRequest request) {
        if (request.client().isPresent() && !clientChosenNames) {
            return Future.failedFuture(
                    new NotAllowedException(
                            "names chosen by the client are not allowed here; leave client.id out and use the one in the answer"));
        }
        return brokers.named(request.broker())
                .compose(desk -> client(request, kind(desk, request.kind()))
                        .map(client -> new Opening(
                                desk,
                                new Intent.OpenSeat(
                                        request.id(),
                                        request.user(),
                                        desk.broker().name(),
                                        client,
                                        request.wanted(),
                                        request.expiresIn()))));
    }

    /** What the caller calls it; or what was minted for the seat of that name; or something new. */
    private Future<ClientRef> client(SeatRequest request, String kind) {
        if (request.client().isPresent() || request.id().isEmpty()) {
            return Future.succeededFuture(ClientRef.of(kind, request.client().orElseGet(this::mint)));
        }
        return store.seat(request.id().get())
                .map(known -> known.map(stored -> stored.seat().client())
                        .filter(client ->
                                request.kind().isEmpty() || client.kind().equals(kind))
                        .orElseGet(() -> ClientRef.of(kind, mint())));
    }

    private static String kind(BrokerDesk desk, Optional<String> asked) {
        Set<String> reached = desk.broker().subscriptions().reaches();
        if (asked.isEmpty()) {
            return reached.contains(MQTT)
                    ? MQTT
                    : reached.stream().sorted().findFirst().orElse(MQTT);
        }
        String kind = asked.get();
        if (!reached.contains(kind)) {
            String way = desk.broker().subscriptions().way();
            String name = desk.broker().name();
            throw new UnreachableClientException("broker " + name + " injects by " + way + ", which reaches "
                    + String.join(" and ", reached.stream().sorted().toList()) + " clients and not " + kind
                    + " ones; use such a client"
                    + (way.equals("smf") ? "" : ", or set injection: smf for broker " + name));
        }
        return kind;
    }

    private String mint() {
        byte[] bits = new byte[16];
        random.nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }

    private Future<Void> refuseForeignAndTooMany(Opening opening) {
        Intent.OpenSeat intent = opening.intent();
        return store.entitlements(intent.user()).compose(known -> {
            String username = known.user().clientUsernames().get(intent.broker());
            if (username == null) {
                return Future.failedFuture(new ConflictException("user " + intent.user()
                        + " has no client username on broker " + intent.broker() + "; map the user to one"));
            }
            UserOnBroker target = new UserOnBroker(intent.user(), intent.broker(), username);
            return Future.all(
                            refuseForeign(opening, target),
                            profileGroup(known)
                                    .compose(group ->
                                            SeatLimits.require(opening.desk(), seated(intent, target, known, group))))
                    .mapEmpty();
        });
    }

    /** A client that is connected under somebody else's username is not this user's, whatever its name. */
    private static Future<Void> refuseForeign(Opening opening, UserOnBroker target) {
        ClientRef client = opening.intent().client();
        BrokerView view = opening.desk().broker().view();
        return view.caughtUp()
                .compose(caughtUp -> view.find(client, Urgency.GRANT))
                .compose(found -> {
                    boolean foreign =
                            found.stream().anyMatch(c -> !c.clientUsername().equals(target.clientUsername()));
                    return foreign
                            ? Future.failedFuture(new ConflictException("client " + client.value()
                                    + " is connected under another client username than that of user " + target.user()))
                            : Future.succeededFuture();
                });
    }

    private Future<Optional<ProfileGroup>> profileGroup(Entitlements known) {
        return known.user()
                .profileGroup()
                .map(name -> store.group(name)
                        .map(found -> found.map(group ->
                                // What it gives now says nothing about how many a seat is injected.
                                new ProfileGroup(name, group.mode(), Set.of(), group.tier()))))
                .orElse(Future.succeededFuture(Optional.empty()));
    }

    /** What would be desired with the seat, as far as it says how many filters that one is given. */
    private static Desired seated(
            Intent.OpenSeat intent, UserOnBroker target, Entitlements known, Optional<ProfileGroup> group) {
        Seat seat = new Seat(
                intent.id().orElse("new"), target, intent.client(), Instant.EPOCH, intent.wanted(), Optional.empty());
        return new Desired(target, known.rights(), group, Optional.empty(), List.of(seat), 0);
    }

    /** Whether somebody was disconnected for it; not known, so no, without waiting. */
    private Future<Boolean> disconnected(Change change, Duration wait) {
        return wait.isZero()
                ? Future.succeededFuture(false)
                : store.change(change.id())
                        .map(now -> now.targets().stream().anyMatch(Change.Target::disconnected))
                        .otherwise(false);
    }

    /** Not if its closing waits to be recorded. */
    private boolean isOpen(Seat seat) {
        return !unrecorded.holds(Writes.closing(seat.id()));
    }

    /** As {@link Usher#refreshSeat}. */
    Future<SeatAnswer> refresh(String seat, Optional<Duration> expiresIn, Caller caller) {
        if (unrecorded.holds(Writes.closing(seat))) {
            return Future.failedFuture(new ConflictException("seat " + seat + " is closed; open another"));
        }
        return store.commit(new Intent.RefreshSeat(seat, expiresIn), caller, Optional.empty())
                .map(refreshed -> {
                    boundaries.wake();
                    // There is nothing to do; the run settles the epoch that the store may have given it.
                    brokers.enforce(refreshed.change(), Ask.GRANT, Duration.ZERO);
                    Seat now = refreshed.seat().orElseThrow();
                    return new SeatAnswer(now, true, false, states.of(now));
                });
    }

    /** As {@link Usher#seat}. */
    Future<SeatAnswer> seat(String seat) {
        return store.seat(seat)
                .map(found -> found.orElseThrow(() -> new NotFoundException("seat " + seat)))
                .map(found -> new SeatAnswer(
                        found.seat(), found.open() && isOpen(found.seat()), false, states.of(found.seat())));
    }

    /** As {@link Usher#seats}. */
    Future<Page<SeatAnswer>> seats(SeatQuery query, Page.Request page) {
        return store.seats(query, page)
                .map(open -> open.map(seat -> new SeatAnswer(seat, isOpen(seat), false, states.of(seat))));
    }
}
