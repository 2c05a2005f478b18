package dev.usher.entitlements.core.port;

import dev.usher.entitlements.core.Adoption;
import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.Group;
import dev.usher.entitlements.core.Page;
import dev.usher.entitlements.core.Product;
import dev.usher.entitlements.core.Progress;
import dev.usher.entitlements.core.Rights;
import dev.usher.entitlements.core.SeatQuery;
import dev.usher.entitlements.core.User;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * Reads what was committed. Lists are ordered by name and paged by cursor; a page reflects its own instant. Futures fail with
 * {@link EntitlementStore.StoreUnavailableException} when the database cannot be reached or did not answer in time, and with
 * {@link EntitlementStore.InvalidCursorException} for a cursor that did not come from the same list.
 */
public interface Directory {
    Future<Optional<Product>> product(String id);

    Future<Page<Product>> products(Page.Request page);

    Future<Optional<Group>> group(String id);

    Future<Page<Group>> groups(Page.Request page);

    Future<Optional<User>> user(String id);

    /** Users, of one group if one is named. Fails with {@link EntitlementStore.NotFoundException} for a group there is not. */
    Future<Page<User>> users(Optional<String> group, Page.Request page);

    /** Everything at once, in one snapshot. */
    Future<Catalog> catalog();

    /** The seat with its state of being open; empty if there never was one. */
    Future<Optional<EntitlementStore.StoredSeat>> seat(String seat);

    /** Open seats, oldest first. Fails with {@link EntitlementStore.NotFoundException} for a user there is not. */
    Future<Page<dev.usher.entitlements.core.Seat>> seats(SeatQuery query, Page.Request page);

    /** The user and what they may see now. Fails with {@link EntitlementStore.NotFoundException}. */
    Future<Entitlements> entitlements(String user);

    /** A user with their rights now. */
    record Entitlements(User user, Rights rights) {}

    /** How far a change has come, with at most {@code shown} targets. Fails with {@link EntitlementStore.NotFoundException}. */
    Future<Progress> progress(String change, int shown);

    /** Client usernames of a broker that are or were in our care. */
    Future<List<Adoption>> adoptions(String broker);

    /** Who is mapped to client usernames of a broker: client username and user. */
    Future<java.util.Map<String, String>> usersByClientUsername(String broker);
}
