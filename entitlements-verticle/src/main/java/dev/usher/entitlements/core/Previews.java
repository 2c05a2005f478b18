package dev.usher.entitlements.core;

import dev.usher.entitlements.core.port.EntitlementStore;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Says what a write would do. The store rehearses it; the brokers are read, with the least urgency, and left alone. */
final class Previews {
    /** How many users are looked at on their brokers; a larger change is told in the store's words alone. */
    static final int DEEP = 200;

    private final EntitlementStore store;
    private final Brokers brokers;
    private final Clock clock;

    Previews(EntitlementStore store, Brokers brokers, Clock clock) {
        this.store = store;
        this.brokers = brokers;
        this.clock = clock;
    }

    /** As {@link Usher#preview}. */
    Future<Preview> preview(Intent intent, boolean cut) {
        return store.rehearse(intent).compose(rehearsal -> {
            PreviewDraft draft = new PreviewDraft();
            return look(rehearsal.targets(), cut ? whom(intent, rehearsal) : Cut.NONE, draft)
                    .map(looked -> {
                        rehearsal.targets().forEach(delta -> seats(intent, delta, draft));
                        return draft.finished(intent, rehearsal);
                    });
        });
    }

    /** With a seat only its client is cut. */
    private static Cut whom(Intent intent, Rehearsal rehearsal) {
        if (!(intent instanceof Intent.CloseSeat close)) {
            return Cut.ALL;
        }
        return rehearsal.targets().stream()
                .flatMap(delta -> delta.before().seats().stream())
                .filter(seat -> seat.id().equals(close.seat()))
                .findFirst()
                .map(seat -> Cut.only(seat.client()))
                .orElse(Cut.NONE);
    }

    private Future<Void> look(List<Rehearsal.Delta> targets, Cut cut, PreviewDraft draft) {
        List<Rehearsal.Delta> deep = targets.subList(0, Math.min(DEEP, targets.size()));
        if (targets.size() > deep.size()) {
            draft.unknown("what would be done on brokers for " + (targets.size() - deep.size()) + " of "
                    + targets.size() + " users: only the first " + DEEP + " were looked at");
        }
        Map<String, List<Rehearsal.Delta>> byBroker = deep.stream()
                .collect(Collectors.groupingBy(
                        delta -> delta.after().target().broker(), LinkedHashMap::new, Collectors.toList()));
        return Future.join(byBroker.entrySet().stream()
                        .map(entry -> look(entry.getKey(), entry.getValue(), cut, draft))
                        .toList())
                .mapEmpty();
    }

    private Future<Void> look(String broker, List<Rehearsal.Delta> deltas, Cut cut, PreviewDraft draft) {
        Optional<BrokerDesk> desk = brokers.find(broker);
        if (desk.isEmpty()) {
            draft.unknown("nothing would be done on broker " + broker + ", which is not configured");
            return Future.succeededFuture();
        }
        return new Forecast(desk.get(), clock, cut, draft).look(deltas);
    }

    /** What seats would gain and lose, be their clients there or not. */
    private void seats(Intent intent, Rehearsal.Delta delta, PreviewDraft draft) {
        Map<String, Seat> before = served(intent, delta.before());
        Map<String, Seat> after = served(intent, delta.after());
        before.forEach((id, seat) -> draft.seat(
                after.getOrDefault(id, seat),
                delta.before().givenTo(seat),
                Optional.ofNullable(after.get(id))
                        .map(now -> delta.after().givenTo(now))
                        .orElse(Set.<TopicFilter>of())));
        after.forEach((id, seat) -> {
            if (!before.containsKey(id)) {
                draft.seat(seat, Set.of(), delta.after().givenTo(seat));
            }
        });
    }

    /** The open seats, which hold nothing while their username is not in our care. */
    private Map<String, Seat> served(Intent intent, Desired desired) {
        boolean ours = desired.adoption()
                .map(Adoption::isOurs)
                .orElseGet(() -> !(intent instanceof Intent.Adopt)
                        || brokers.find(desired.target().broker())
                                .filter(desk -> desk.broker().adopt())
                                .isPresent());
        return ours
                ? desired.seats().stream()
                        .collect(Collectors.toMap(Seat::id, Function.identity(), (a, b) -> a, LinkedHashMap::new))
                : Map.of();
    }
}
