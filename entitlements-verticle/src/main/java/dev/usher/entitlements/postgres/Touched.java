package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.FenceMode;
import dev.usher.entitlements.core.Grant;
import dev.usher.entitlements.core.Group;
import dev.usher.entitlements.core.Product;
import dev.usher.entitlements.core.User;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.entitlements.core.UserStatus;
import dev.usher.topics.TopicFilter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * For whom something else is desired: targets that are mapped now and were not, hold other filters than before, or have another
 * profile; and those mapped no more, without the ones whose username passed to another user, for whom that user's target stands.
 *
 * <p>Many users hold the same few products, and a product may have thousands of filters. So users are compared by the products
 * they hold, and two sets of products are compared once.
 */
final class Touched {
    static final Comparator<UserOnBroker> ORDER = Comparator.comparing(UserOnBroker::broker)
            .thenComparing(UserOnBroker::clientUsername)
            .thenComparing(UserOnBroker::user);

    /** A catalog at an instant. */
    private static final class Moment {
        private final Instant now;
        private final Map<String, Product> products = new HashMap<>();
        private final Map<String, Group> groups = new HashMap<>();
        private final Map<String, User> users = new HashMap<>();
        private final Map<String, Set<TopicFilter>> filters = new HashMap<>();

        Moment(Catalog catalog, Instant now) {
            this.now = now;
            catalog.products().forEach(product -> products.put(product.id(), product));
            catalog.groups().forEach(group -> groups.put(group.id(), group));
            catalog.users().forEach(user -> users.put(user.id(), user));
        }

        /** Names of the products that the user holds; none when suspended. */
        Set<String> held(User user) {
            Set<String> held = new TreeSet<>();
            if (user.status() == UserStatus.ACTIVE) {
                counting(user.grants(), held);
                user.groups().forEach(group -> counting(groups.get(group).grants(), held));
            }
            return held;
        }

        private void counting(Collection<Grant> grants, Set<String> into) {
            grants.stream().filter(grant -> grant.countsAt(now)).forEach(grant -> into.add(grant.product()));
        }

        Set<TopicFilter> filters(String product) {
            return filters.computeIfAbsent(
                    product, name -> new HashSet<>(products.get(name).filters()));
        }

        Optional<Profile> profile(User user) {
            return user.profileGroup().map(groups::get).map(group -> {
                Set<String> open = new TreeSet<>();
                if (group.mode() == FenceMode.SELF_SERVICE) {
                    counting(group.grants(), open);
                }
                return new Profile(group.id(), group.mode(), group.tier(), open);
            });
        }
    }

    /** A profile as far as it shows on a broker: a managed one is the same whatever its group gives. */
    private record Profile(String group, FenceMode mode, Optional<String> tier, Set<String> open) {
        boolean looksLike(Profile other) {
            return group.equals(other.group) && mode == other.mode && tier.equals(other.tier);
        }
    }

    private record Pair(Set<String> before, Set<String> after) {}

    private final Moment before;
    private final Moment after;
    /** Products of both whose filters differ. */
    private final Set<String> redefined;

    private final Map<Pair, Boolean> sameFilters = new HashMap<>();

    private Touched(Moment before, Moment after) {
        this.before = before;
        this.after = after;
        this.redefined = redefined(before, after);
    }

    /** In the order of broker, client username and user. */
    static List<UserOnBroker> between(Catalog before, Instant then, Catalog after, Instant now) {
        Touched touched = new Touched(new Moment(before, then), new Moment(after, now));
        return touched.among(CatalogDiff.mappings(before), CatalogDiff.mappings(after));
    }

    private List<UserOnBroker> among(Set<UserOnBroker> mappedBefore, Set<UserOnBroker> mappedAfter) {
        Set<List<String>> usernamesAfter = mappedAfter.stream()
                .map(target -> List.of(target.broker(), target.clientUsername()))
                .collect(Collectors.toSet());
        Map<String, Boolean> differs = new HashMap<>();
        List<UserOnBroker> touched = new ArrayList<>();
        for (UserOnBroker target : mappedAfter) {
            if (!mappedBefore.contains(target) || differs.computeIfAbsent(target.user(), this::differs)) {
                touched.add(target);
            }
        }
        for (UserOnBroker target : mappedBefore) {
            if (!mappedAfter.contains(target)
                    && !usernamesAfter.contains(List.of(target.broker(), target.clientUsername()))) {
                touched.add(target);
            }
        }
        touched.sort(ORDER);
        return List.copyOf(touched);
    }

    /** Of a user who is there before and after. */
    private boolean differs(String id) {
        User was = before.users.get(id);
        User is = after.users.get(id);
        if (!sameFilters(before.held(was), after.held(is))) {
            return true;
        }
        Optional<Profile> former = before.profile(was);
        Optional<Profile> present = after.profile(is);
        if (former.isEmpty() || present.isEmpty()) {
            return former.isPresent() != present.isPresent();
        }
        return !former.get().looksLike(present.get())
                || !sameFilters(former.get().open(), present.get().open());
    }

    private boolean sameFilters(Set<String> heldBefore, Set<String> heldAfter) {
        return sameFilters.computeIfAbsent(
                new Pair(heldBefore, heldAfter),
                pair -> isWithin(before, pair.before(), after, pair.after())
                        && isWithin(after, pair.after(), before, pair.before()));
    }

    /** Whether every filter of these products is one of those products', too. */
    private boolean isWithin(Moment one, Set<String> these, Moment other, Set<String> those) {
        for (String product : these) {
            if (those.contains(product) && !redefined.contains(product)) {
                continue;
            }
            for (TopicFilter filter : one.filters(product)) {
                if (those.stream().noneMatch(name -> other.filters(name).contains(filter))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Set<String> redefined(Moment before, Moment after) {
        return before.products.keySet().stream()
                .filter(after.products::containsKey)
                .filter(name -> !before.products
                                .get(name)
                                .filters()
                                .equals(after.products.get(name).filters())
                        && !before.filters(name).equals(after.filters(name)))
                .collect(Collectors.toSet());
    }
}
