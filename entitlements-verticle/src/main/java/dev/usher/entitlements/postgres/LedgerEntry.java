package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Seat;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.topics.TopicFilter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * One line of the ledger before it is written; what does not apply is null.
 *
 * @param kind what happened
 * @param user whom it is about
 * @param broker on which broker
 * @param clientUsername under which client username
 * @param seat on which seat
 * @param change through which change
 * @param detail the rest, never a payload or a secret
 */
record LedgerEntry(
        Kind kind, String user, String broker, String clientUsername, String seat, String change, JsonObject detail) {

    /** What the ledger knows of. */
    enum Kind {
        /** A request, because of who sent it; the reason is a code. */
        REFUSED,
        /** So many requests were refused at once that they were counted only. */
        REFUSALS_LEFT_OUT,
        CATALOG_APPLIED,
        PRODUCT_DEFINED,
        PRODUCT_REMOVED,
        USER_ADDED,
        USER_REMOVED,
        MAPPED,
        UNMAPPED,
        /** A product, or membership of a group, was given. */
        GRANTED,
        /** A product, or membership of a group, was taken away. */
        REVOKED,
        GROUP_DEFINED,
        GROUP_REMOVED,
        PROFILE_GROUP,
        USER_STATUS,
        /** A grant began or ended by itself. */
        GRANT_BEGAN,
        GRANT_ENDED,
        /** Something was asked for that was there already. */
        CONFIRMED,
        SEAT_OPENED,
        /** A seat wants something else. */
        SEAT_CHANGED,
        SEAT_REFRESHED,
        SEAT_CLOSED,
        SEAT_EXPIRED,
        ENFORCED,
        PENDING,
        ADOPTED,
        RELEASED,
        EXPOSURE;

        /** As it stands in the table: {@code seat-opened}. */
        String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static LedgerEntry of(Kind kind, String change, JsonObject detail) {
        return new LedgerEntry(kind, null, null, null, null, change, detail);
    }

    static LedgerEntry ofUser(Kind kind, String user, String change, JsonObject detail) {
        return new LedgerEntry(kind, user, null, null, null, change, detail);
    }

    static LedgerEntry ofTarget(Kind kind, UserOnBroker target, String change, JsonObject detail) {
        return new LedgerEntry(kind, target.user(), target.broker(), target.clientUsername(), null, change, detail);
    }

    static LedgerEntry ofSeat(Kind kind, Seat seat, String change) {
        UserOnBroker target = seat.target();
        JsonObject detail = new JsonObject()
                .put("clientKind", seat.client().kind())
                .put("client", seat.client().value());
        seat.wanted()
                .ifPresent(wanted -> detail.put(
                        "wanted",
                        new JsonArray(wanted.stream().map(TopicFilter::toSmf).toList())));
        seat.expiresAt().ifPresent(at -> detail.put("expiresAt", at.toString()));
        return new LedgerEntry(
                kind, target.user(), target.broker(), target.clientUsername(), seat.id(), change, detail);
    }
}
