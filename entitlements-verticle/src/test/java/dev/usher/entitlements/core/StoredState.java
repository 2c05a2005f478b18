package dev.usher.entitlements.core;

import dev.usher.entitlements.core.port.EntitlementStore.ConflictException;
import dev.usher.entitlements.core.port.EntitlementStore.NotFoundException;
import dev.usher.entitlements.core.port.EntitlementStore.StoredSeat;
import dev.usher.entitlements.core.port.EntitlementStore.UnknownReferenceException;
import dev.usher.topics.TopicFilter;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@link InMemoryStore} holds, and what an intent makes of it. */
final class StoredState {
    final Map<String, Product> products = new TreeMap<>();
    final Map<String, Group> groups = new TreeMap<>();
    final Map<String, User> users = new TreeMap<>();
    final Map<String, StoredSeat> seats = new LinkedHashMap<>();
    final Map<String, Adoption> adoptions = new TreeMap<>();
    final Map<UserOnBroker, Long> epochs = new HashMap<>();

    StoredState copy() {
        StoredState copy = new StoredState();
        copy.products.putAll(products);
        copy.groups.putAll(groups);
        copy.users.putAll(users);
        copy.seats.putAll(seats);
        copy.adoptions.putAll(adoptions);
        copy.epochs.putAll(epochs);
        return copy;
    }

    /** What an intent came to: whether the thing is new, the seat if there is one, and whom it is about in any case. */
    record Applied(boolean created, Optional<Seat> seat, Set<UserOnBroker> about) {
        static Applied created(boolean created) {
            return new Applied(created, Optional.empty(), Set.of());
        }

        static Applied seat(Seat seat, boolean created) {
            return new Applied(created, Optional.of(seat), Set.of(seat.target()));
        }
    }

    Applied apply(Intent intent, Instant now) {
        if (intent instanceof Intent.DefineProduct define) {
            return Applied.created(products.put(define.product().id(), define.product()) == null);
        } else if (intent instanceof Intent.DefineGroup define) {
            return Applied.created(groups.put(define.group().id(), define.group()) == null);
        } else if (intent instanceof Intent.DefineUser define) {
            String id = define.definition().user().id();
            User user = define.definition().over(Optional.ofNullable(users.get(id)));
            return Applied.created(users.put(id, user) == null);
        } else if (intent instanceof Intent.RemoveUser remove) {
            User user = user(remove.user());
            seats.replaceAll((id, stored) ->
                    stored.seat().target().user().equals(user.id()) ? new StoredSeat(stored.seat(), false) : stored);
            users.remove(user.id());
            return new Applied(false, Optional.empty(), targets(user));
        } else if (intent instanceof Intent.SetStatus set) {
            User user = user(set.user());
            users.put(user.id(), with(user, set.status()));
            return new Applied(false, Optional.empty(), targets(user));
        } else if (intent instanceof Intent.OpenSeat open) {
            return open(open, now);
        } else if (intent instanceof Intent.RefreshSeat refresh) {
            Seat seat = openSeat(refresh.seat());
            Seat fresh = new Seat(
                    seat.id(),
                    seat.target(),
                    seat.client(),
                    seat.openedAt(),
                    seat.wanted(),
                    refresh.expiresIn().map(now::plus));
            seats.put(seat.id(), new StoredSeat(fresh, true));
            return Applied.seat(fresh, false);
        } else if (intent instanceof Intent.CloseSeat close) {
            StoredSeat stored = Optional.ofNullable(seats.get(close.seat()))
                    .orElseThrow(() -> new NotFoundException("seat " + close.seat()));
            seats.put(close.seat(), new StoredSeat(stored.seat(), false));
            return Applied.seat(stored.seat(), false);
        } else if (intent instanceof Intent.Adopt adopt) {
            adopt.usernames().forEach(former -> adopt(adopt.broker(), former, now));
            return new Applied(false, Optional.empty(), Set.of());
        } else if (intent instanceof Intent.Release release) {
            release.clientUsernames().forEach(name -> release(release.broker(), name, now));
            return new Applied(false, Optional.empty(), mapped(release.broker(), release.clientUsernames()));
        }
        throw new AssertionError("not expected here: " + intent);
    }

    private Applied open(Intent.OpenSeat open, Instant now) {
        User user = Optional.ofNullable(users.get(open.user()))
                .orElseThrow(() -> new UnknownReferenceException("user " + open.user() + " does not exist"));
        UserOnBroker target = new UserOnBroker(
                user.id(), open.broker(), user.clientUsernames().get(open.broker()));
        Optional<Seat> present = seats.values().stream()
                .filter(StoredSeat::open)
                .map(StoredSeat::seat)
                .filter(seat -> seat.target().broker().equals(open.broker())
                        && seat.client().equals(open.client()))
                .findFirst();
        if (present.isPresent() && !present.get().target().equals(target)) {
            throw new ConflictException("client " + open.client().value() + " is another user's open seat");
        }
        String id = open.id().or(() -> present.map(Seat::id)).orElseGet(() -> "seat-" + (seats.size() + 1));
        Seat seat = new Seat(
                id, target, open.client(), now, open.wanted(), open.expiresIn().map(now::plus));
        return Applied.seat(seat, seats.put(id, new StoredSeat(seat, true)) == null);
    }

    void adopt(String broker, Intent.Adopt.Former former, Instant now) {
        Adoption present = adoptions.get(broker + "/" + former.clientUsername());
        if (present == null || !present.isOurs()) {
            adoptions.put(
                    broker + "/" + former.clientUsername(),
                    new Adoption(
                            broker,
                            former.clientUsername(),
                            former.aclProfile(),
                            Optional.of(former.clientProfile()),
                            now,
                            Optional.empty()));
        }
    }

    private void release(String broker, String name, Instant now) {
        adoptions.computeIfPresent(
                broker + "/" + name,
                (key, a) -> new Adoption(
                        broker,
                        name,
                        a.formerAclProfile(),
                        a.formerClientProfile(),
                        a.adoptedAt(),
                        a.releasedAt().or(() -> Optional.of(now))));
    }

    User user(String id) {
        return Optional.ofNullable(users.get(id)).orElseThrow(() -> new NotFoundException("user " + id));
    }

    private Seat openSeat(String id) {
        StoredSeat stored = Optional.ofNullable(seats.get(id)).orElseThrow(() -> new NotFoundException("seat " + id));
        if (!stored.open()) {
            throw new ConflictException("seat " + id + " is closed");
        }
        return stored.seat();
    }

    private static User with(User user, UserStatus status) {
        return new User(user.id(), user.groups(), user.grants(), status, user.profileGroup(), user.clientUsernames());
    }

    static Set<UserOnBroker> targets(User user) {
        return user.clientUsernames().entrySet().stream()
                .map(e -> new UserOnBroker(user.id(), e.getKey(), e.getValue()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Set<UserOnBroker> mapped(String broker, Set<String> names) {
        return targets().stream()
                .filter(t -> t.broker().equals(broker) && names.contains(t.clientUsername()))
                .collect(Collectors.toSet());
    }

    Set<UserOnBroker> targets() {
        return users.values().stream()
                .flatMap(user -> targets(user).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    Rights rights(User user, Instant now) {
        Map<TopicFilter, SortedSet<String>> filters = new LinkedHashMap<>();
        if (user.status() == UserStatus.ACTIVE) {
            Stream.concat(user.grants().stream(), user.groups().stream().flatMap(g -> groups.get(g).grants().stream()))
                    .filter(grant -> isValid(grant, now))
                    .forEach(grant -> products.get(grant.product())
                            .filters()
                            .forEach(filter -> filters.computeIfAbsent(filter, f -> new TreeSet<>())
                                    .add(grant.product())));
        }
        return new Rights(filters);
    }

    private static boolean isValid(Grant grant, Instant now) {
        return grant.validFrom().filter(now::isBefore).isEmpty()
                && grant.validUntil().filter(end -> !now.isBefore(end)).isEmpty();
    }

    Desired desired(UserOnBroker target, Instant now) {
        Optional<User> user = Optional.ofNullable(users.get(target.user()))
                .filter(found -> targets(found).contains(target));
        return new Desired(
                target,
                user.map(found -> rights(found, now)).orElse(Rights.NONE),
                user.flatMap(User::profileGroup).map(groups::get).map(group -> profileGroup(group, now)),
                Optional.ofNullable(adoptions.get(target.broker() + "/" + target.clientUsername())),
                seats.values().stream()
                        .filter(stored ->
                                stored.open() && stored.seat().target().equals(target))
                        .map(StoredSeat::seat)
                        .toList(),
                epochs.getOrDefault(target, 0L));
    }

    private ProfileGroup profileGroup(Group group, Instant now) {
        List<TopicFilter> filters = group.grants().stream()
                .filter(grant -> isValid(grant, now))
                .flatMap(grant -> products.get(grant.product()).filters().stream())
                .toList();
        return new ProfileGroup(group.id(), group.mode(), Set.copyOf(filters), group.tier());
    }
}
