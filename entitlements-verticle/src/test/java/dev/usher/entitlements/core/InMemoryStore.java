package dev.usher.entitlements.core;

import dev.usher.entitlements.core.port.EntitlementStore;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A store in maps that commits and rehearses; it can be away. */
final class InMemoryStore implements EntitlementStore {
    private final Clock clock;
    private final Map<String, Change> changes = new LinkedHashMap<>();
    private final Map<String, Committed> keys = new HashMap<>();
    private StoredState state = new StoredState();

    final List<Intent> commits = new ArrayList<>();

    /** What the next look at the clock brings. */
    Supplier<Future<Boundaries>> boundaries =
            () -> Future.succeededFuture(new Boundaries(List.of(), List.of(), Optional.empty()));

    Duration warning;
    boolean away;

    InMemoryStore(Clock clock) {
        this.clock = clock;
    }

    StoredState state() {
        return state;
    }

    private <T> Future<T> answer(Supplier<T> read) {
        if (away) {
            return Future.failedFuture(new StoreUnavailableException("database is away", null));
        }
        try {
            return Future.succeededFuture(read.get());
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    @Override
    public Future<Committed> commit(Intent intent, Caller caller, Optional<IdempotencyKey> key) {
        return answer(() -> {
            if (key.isPresent() && keys.containsKey(key.get().key())) {
                return keys.get(key.get().key());
            }
            StoredState after = state.copy();
            StoredState.Applied applied = after.apply(intent, clock.instant());
            Set<UserOnBroker> touched = touched(after, applied);
            touched.forEach(target -> after.epochs.merge(target, 1L, Long::sum));
            state = after;
            commits.add(intent);
            Change change = new Change(
                    "change-" + (changes.size() + 1),
                    intent.kind(),
                    clock.instant(),
                    touched.stream()
                            .map(t -> new Change.Target(
                                    t, after.epochs.get(t), Optional.empty(), List.of("not begun"), false))
                            .toList());
            changes.put(change.id(), change);
            Committed committed = new Committed(change, applied.created(), applied.seat());
            key.ifPresent(k -> keys.put(k.key(), committed));
            return committed;
        });
    }

    private Set<UserOnBroker> touched(StoredState after, StoredState.Applied applied) {
        Set<UserOnBroker> all = new LinkedHashSet<>(state.targets());
        all.addAll(after.targets());
        Instant now = clock.instant();
        return all.stream()
                .filter(t ->
                        applied.about().contains(t) || !state.desired(t, now).equals(after.desired(t, now)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Override
    public Future<Rehearsal> rehearse(Intent intent) {
        return answer(() -> {
            StoredState after = state.copy();
            StoredState.Applied applied = after.apply(intent, clock.instant());
            return new Rehearsal(
                    applied.created(),
                    touched(after, applied).stream()
                            .map(t -> new Rehearsal.Delta(
                                    state.desired(t, clock.instant()), after.desired(t, clock.instant())))
                            .toList());
        });
    }

    @Override
    public Future<Boundaries> passBoundaries(Duration ahead) {
        warning = ahead;
        return boundaries.get();
    }

    @Override
    public Future<Desired> desired(UserOnBroker target) {
        return answer(() -> state.desired(target, clock.instant()));
    }

    @Override
    public Future<List<UserOnBroker>> targets(String broker) {
        return answer(() ->
                state.targets().stream().filter(t -> t.broker().equals(broker)).toList());
    }

    @Override
    public Future<List<UserOnBroker>> unsettled(String broker) {
        return answer(List::of);
    }

    @Override
    public Future<Void> recordEnforced(
            UserOnBroker target, long epoch, Proof proof, List<String> left, boolean disconnected) {
        return record(target, epoch, Optional.of(new Change.ProofRecord(proof.kind(), proof.at())), left, disconnected);
    }

    @Override
    public Future<Void> recordPending(
            UserOnBroker target, long epoch, List<String> left, boolean disconnected, boolean hopeless) {
        return record(target, epoch, Optional.empty(), left, disconnected);
    }

    private Future<Void> record(
            UserOnBroker target,
            long epoch,
            Optional<Change.ProofRecord> proof,
            List<String> left,
            boolean disconnected) {
        return answer(() -> {
            changes.replaceAll((id, change) -> new Change(
                    id,
                    change.kind(),
                    change.requestedAt(),
                    change.targets().stream()
                            .map(t -> t.target().equals(target)
                                            && t.epoch() <= epoch
                                            && t.proof().isEmpty()
                                    ? new Change.Target(
                                            target, t.epoch(), proof, left, disconnected || t.disconnected())
                                    : t)
                            .toList()));
            return null;
        });
    }

    @Override
    public Future<Change> change(String id) {
        return answer(
                () -> Optional.ofNullable(changes.get(id)).orElseThrow(() -> new NotFoundException("change " + id)));
    }

    @Override
    public Future<Progress> progress(String change, int shown) {
        return change(change).map(found -> {
            long done = found.targets().stream()
                    .filter(t -> t.proof().isPresent() && t.left().isEmpty())
                    .count();
            return new Progress(
                    found,
                    List.of(new Progress.OfBroker("local", done, found.targets().size() - done, 0)),
                    Optional.empty(),
                    true);
        });
    }

    @Override
    public Future<Void> recordAdoption(UserOnBroker target, Intent.Adopt.Former former) {
        return answer(() -> {
            state.adopt(target.broker(), former, clock.instant());
            return null;
        });
    }

    @Override
    public Future<Void> recordExposure(
            UserOnBroker target, Connection expected, Optional<Connection> found, String filter) {
        return answer(() -> null);
    }

    @Override
    public Future<Optional<Product>> product(String id) {
        return answer(() -> Optional.ofNullable(state.products.get(id)));
    }

    @Override
    public Future<Page<Product>> products(Page.Request page) {
        return answer(() -> new Page<>(List.copyOf(state.products.values()), Optional.empty()));
    }

    @Override
    public Future<Optional<Group>> group(String id) {
        return answer(() -> Optional.ofNullable(state.groups.get(id)));
    }

    @Override
    public Future<Page<Group>> groups(Page.Request page) {
        return answer(() -> new Page<>(List.copyOf(state.groups.values()), Optional.empty()));
    }

    @Override
    public Future<Optional<User>> user(String id) {
        return answer(() -> Optional.ofNullable(state.users.get(id)));
    }

    @Override
    public Future<Page<User>> users(Optional<String> group, Page.Request page) {
        return answer(() -> new Page<>(List.copyOf(state.users.values()), Optional.empty()));
    }

    @Override
    public Future<Catalog> catalog() {
        return answer(() -> new Catalog(
                List.copyOf(state.products.values()),
                List.copyOf(state.groups.values()),
                List.copyOf(state.users.values())));
    }

    @Override
    public Future<Optional<StoredSeat>> seat(String seat) {
        return answer(() -> Optional.ofNullable(state.seats.get(seat)));
    }

    @Override
    public Future<Page<Seat>> seats(SeatQuery query, Page.Request page) {
        return answer(() -> new Page<>(
                state.seats.values().stream()
                        .filter(StoredSeat::open)
                        .map(StoredSeat::seat)
                        .filter(seat -> query.user()
                                .filter(user -> !user.equals(seat.target().user()))
                                .isEmpty())
                        .toList(),
                Optional.empty()));
    }

    @Override
    public Future<Entitlements> entitlements(String user) {
        return answer(() -> new Entitlements(state.user(user), state.rights(state.user(user), clock.instant())));
    }

    @Override
    public Future<List<Adoption>> adoptions(String broker) {
        return answer(() -> List.copyOf(state.adoptions.values()));
    }

    @Override
    public Future<Map<String, String>> usersByClientUsername(String broker) {
        return answer(() -> state.targets().stream()
                .filter(t -> t.broker().equals(broker))
                .collect(Collectors.toMap(UserOnBroker::clientUsername, UserOnBroker::user)));
    }
}
