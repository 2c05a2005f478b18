package dev.usher.entitlements.core;

import dev.usher.entitlements.core.SeatState.FilterState;
import dev.usher.entitlements.core.port.Directory;
import dev.usher.entitlements.core.port.Directory.Entitlements;
import dev.usher.topics.InvalidTopicFilterException;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says whether a user may see something now, and why. */
final class Checks {
    /** Enough to explain any verdict; more would only be read. */
    private static final int GRANTS_READ = 100;

    private static final int SEATS_READ = 100;
    private static final int PARTS_NAMED = 3;

    private final Directory directory;
    private final SeatStates states;
    private final Clock clock;

    Checks(Directory directory, SeatStates states, Clock clock) {
        this.directory = directory;
        this.states = states;
        this.clock = clock;
    }

    /** A topic as it was asked for and what it was understood as, or why it was not. */
    private record Asked(String text, Optional<TopicFilter> filter, String problem) {
        static Asked of(String text) {
            try {
                return new Asked(text, Optional.of(TopicFilter.parse(text)), "");
            } catch (InvalidTopicFilterException e) {
                return new Asked(text, Optional.empty(), e.getMessage());
            }
        }
    }

    /** A grant that does not count now. */
    private record Dormant(Grant grant, String holder, List<TopicFilter> filters) {
        boolean covers(TopicFilter filter) {
            return filter.coveredByAny(filters);
        }
    }

    /** A filter that was refused on a seat although it is granted. */
    private record NotGiven(Seat seat, FilterState state) {
        boolean concerns(TopicFilter filter) {
            return state.filter().overlaps(filter);
        }
    }

    /** As {@link Usher#check}. */
    Future<List<Verdict>> check(String user, List<String> topics) {
        return directory.entitlements(user).compose(known -> {
            List<Asked> asked = topics.stream().map(Asked::of).toList();
            boolean refused = asked.stream()
                    .anyMatch(a -> a.filter().isPresent()
                            && !known.rights().cover(a.filter().get()));
            boolean allowed = asked.stream()
                    .anyMatch(a -> a.filter().isPresent()
                            && known.rights().cover(a.filter().get()));
            Future<List<Dormant>> dormant = refused ? dormant(known) : Future.succeededFuture(List.of());
            Future<List<NotGiven>> notGiven = allowed ? notGiven(user) : Future.succeededFuture(List.of());
            return Future.all(dormant, notGiven)
                    .map(read -> asked.stream()
                            .map(topic -> verdict(known, topic, dormant.result(), notGiven.result()))
                            .toList());
        });
    }

    private Verdict verdict(Entitlements known, Asked asked, List<Dormant> dormant, List<NotGiven> notGiven) {
        if (asked.filter().isEmpty()) {
            return refused(asked, asked.problem());
        }
        TopicFilter filter = asked.filter().get();
        SortedSet<String> products = known.rights().productsOf(filter);
        if (!products.isEmpty()) {
            String reason = "granted by " + named(products);
            Optional<NotGiven> missing =
                    notGiven.stream().filter(n -> n.concerns(filter)).findFirst();
            return new Verdict(
                    asked.text(),
                    true,
                    products,
                    missing.map(n -> reason + "; " + n.state().filter() + " is not on seat "
                                    + n.seat().id() + ": " + n.state().reason())
                            .orElse(reason));
        }
        return refused(asked, whyNot(known, filter, dormant));
    }

    private static Verdict refused(Asked asked, String reason) {
        return new Verdict(asked.text(), false, new TreeSet<>(), reason);
    }

    private static String named(Collection<String> products) {
        return (products.size() == 1 ? "product " : "products ") + String.join(", ", products);
    }

    private String whyNot(Entitlements known, TopicFilter filter, List<Dormant> dormant) {
        if (NoticeTopics.reachedBy(filter) && filter.firstLevel().equals(Optional.of(NoticeTopics.ROOT))) {
            return "reserved for notices to seats";
        }
        if (known.user().status() == UserStatus.SUSPENDED) {
            return "user " + known.user().id() + " is suspended";
        }
        List<Dormant> timely = dormant.stream().filter(d -> d.covers(filter)).toList();
        Optional<String> when = begins(timely).or(() -> ended(timely));
        if (when.isPresent()) {
            return when.get();
        }
        List<String> parts = known.rights().all().stream()
                .filter(filter::overlaps)
                .map(TopicFilter::toString)
                .sorted()
                .toList();
        if (parts.isEmpty()) {
            return "not granted";
        }
        String more = parts.size() > PARTS_NAMED ? " and " + (parts.size() - PARTS_NAMED) + " more" : "";
        return "granted only in part: " + parts.stream().limit(PARTS_NAMED).collect(Collectors.joining(", ")) + more;
    }

    private Optional<String> begins(List<Dormant> dormant) {
        Instant now = clock.instant();
        return dormant.stream()
                .filter(d -> d.grant().validFrom().filter(now::isBefore).isPresent())
                .min(Comparator.comparing(d -> d.grant().validFrom().orElseThrow()))
                .map(d -> "granted only from " + d.grant().validFrom().orElseThrow() + " on, by product "
                        + d.grant().product() + " of " + d.holder());
    }

    private static Optional<String> ended(List<Dormant> dormant) {
        return dormant.stream()
                .filter(d -> d.grant().validUntil().isPresent())
                .max(Comparator.comparing(d -> d.grant().validUntil().orElseThrow()))
                .map(d -> "granted only until " + d.grant().validUntil().orElseThrow() + ", by product "
                        + d.grant().product() + " of " + d.holder());
    }

    /** Grants of the user and of the user's groups that give nothing now: the store says which give something. */
    private Future<List<Dormant>> dormant(Entitlements known) {
        User user = known.user();
        SortedSet<String> giving = new TreeSet<>();
        known.rights().filters().values().forEach(giving::addAll);
        return Future.all(user.groups().stream().map(directory::group).toList())
                .compose(read -> {
                    Map<Grant, String> sleeping = new TreeMap<>(Comparator.comparing(Grant::product)
                            .thenComparing(grant -> grant.validFrom().orElse(Instant.MIN))
                            .thenComparing(grant -> grant.validUntil().orElse(Instant.MAX)));
                    user.grants().forEach(grant -> sleeping.put(grant, "user " + user.id()));
                    read.<Optional<Group>>list().stream()
                            .flatMap(Optional::stream)
                            .forEach(group -> group.grants()
                                    .forEach(grant -> sleeping.putIfAbsent(grant, "group " + group.id())));
                    sleeping.keySet()
                            .removeIf(grant -> giving.contains(grant.product())
                                    || grant.validFrom().isEmpty()
                                            && grant.validUntil().isEmpty());
                    return Future.all(sleeping.entrySet().stream()
                            .limit(GRANTS_READ)
                            .map(entry -> directory
                                    .product(entry.getKey().product())
                                    .map(product -> new Dormant(
                                            entry.getKey(),
                                            entry.getValue(),
                                            product.map(Product::filters).orElse(List.of()))))
                            .toList());
                })
                .map(all -> all.<Dormant>list());
    }

    /** What the user's seats are refused for another reason than that it is not granted, a limit for example. */
    private Future<List<NotGiven>> notGiven(String user) {
        return directory
                .seats(
                        new SeatQuery(Optional.of(user), Optional.empty()),
                        new Page.Request(SEATS_READ, Optional.empty()))
                .map(page -> {
                    List<NotGiven> refused = new ArrayList<>();
                    for (Seat seat : page.items()) {
                        states.of(seat).filters().stream()
                                .filter(f -> f.state() == SeatState.State.DENIED)
                                .filter(f -> !f.reason().startsWith(Allotment.NOT_GRANTED)
                                        && !f.reason().startsWith(Allotment.IN_PART))
                                .forEach(f -> refused.add(new NotGiven(seat, f)));
                    }
                    return refused;
                });
    }
}
