package dev.usher.entitlements.postgres;

import static dev.usher.entitlements.postgres.Samples.OPS;

import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.Change;
import dev.usher.entitlements.core.ClientRef;
import dev.usher.entitlements.core.Committed;
import dev.usher.entitlements.core.Definitions;
import dev.usher.entitlements.core.Intent;
import dev.usher.entitlements.core.Page;
import dev.usher.entitlements.core.Seat;
import dev.usher.entitlements.core.SeatQuery;
import dev.usher.entitlements.core.UserDefinition;
import dev.usher.entitlements.core.UserStatus;
import dev.usher.entitlements.core.port.EntitlementStore;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Intents in few words. */
final class Writes {
    /** A seat, whether it was made now, and the change that says so. */
    record Opened(Seat seat, boolean created, Change change) {
        static Opened of(Committed committed) {
            return new Opened(committed.seat().orElseThrow(), committed.created(), committed.change());
        }
    }

    private Writes() {}

    static Future<Change> commit(EntitlementStore store, Intent intent) {
        return store.commit(intent, OPS, Optional.empty()).map(Committed::change);
    }

    /** As a file has them in which no status is left out. */
    static Definitions definitions(Catalog catalog) {
        return new Definitions(
                catalog.products(),
                catalog.groups(),
                catalog.users().stream()
                        .map(user -> new UserDefinition(user, Optional.of(user.status())))
                        .toList());
    }

    static Future<Change> seed(EntitlementStore store, Catalog catalog) {
        return commit(store, new Intent.Seed(definitions(catalog)));
    }

    static Future<Opened> open(EntitlementStore store, String user, String broker, ClientRef client) {
        return open(store, opening(user, broker, client));
    }

    static Future<Opened> open(EntitlementStore store, Intent.OpenSeat open) {
        return store.commit(open, OPS, Optional.empty()).map(Opened::of);
    }

    static Intent.OpenSeat opening(String user, String broker, ClientRef client) {
        return new Intent.OpenSeat(Optional.empty(), user, broker, client, Optional.empty(), Optional.empty());
    }

    static Future<Change> close(EntitlementStore store, String seat) {
        return commit(store, new Intent.CloseSeat(seat));
    }

    static Future<Change> status(EntitlementStore store, String user, UserStatus status) {
        return commit(store, new Intent.SetStatus(user, status));
    }

    static Future<Change> groupProducts(EntitlementStore store, String group, Set<String> products) {
        return commit(store, new Intent.SetGroupProducts(group, products));
    }

    static Future<List<Seat>> seatsOf(EntitlementStore store, String user) {
        return store.seats(new SeatQuery(Optional.of(user), Optional.empty()), new Page.Request(1000, Optional.empty()))
                .map(Page::items);
    }
}
