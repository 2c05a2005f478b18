package dev.usher.entitlements.api;

import dev.usher.entitlements.core.Connection;
import dev.usher.entitlements.core.Seat;
import dev.usher.entitlements.core.SeatState;
import dev.usher.entitlements.core.SeatState.FilterState;
import dev.usher.entitlements.core.Usher.SeatAnswer;
import dev.usher.topics.TopicFilter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** Seats as the contract's {@code Seat} and {@code SeatList}. */
final class SeatJson {
    private SeatJson() {}

    static JsonObject of(SeatAnswer answer) {
        Seat seat = answer.seat();
        SeatState state = answer.state();
        JsonObject json = new JsonObject()
                .put("id", seat.id())
                .put("user", seat.target().user())
                .put("broker", seat.target().broker())
                .put("clientUsername", seat.target().clientUsername())
                .put(
                        "client",
                        new JsonObject()
                                .put("kind", seat.client().kind())
                                .put("id", seat.client().value()))
                .put("open", answer.open())
                .put("presence", word(state.presence()));
        if (state.presence() == SeatState.Presence.CONNECTED) {
            state.connection().ifPresent(connection -> json.put("connection", of(connection)));
        }
        JsonArray filters = new JsonArray();
        state.filters().forEach(filter -> filters.add(of(filter)));
        return json.put("filters", filters)
                .put("openedAt", seat.openedAt().toString())
                .put("asOf", state.asOf().toString());
    }

    static JsonObject list(List<SeatAnswer> seats) {
        JsonArray array = new JsonArray();
        seats.forEach(seat -> array.add(of(seat)));
        return new JsonObject().put("seats", array);
    }

    /** The filter as it is granted: in SMF syntax. */
    static String text(TopicFilter filter) {
        return filter.smf().orElseGet(filter::toString);
    }

    private static JsonObject of(Connection connection) {
        return new JsonObject().put("clientName", connection.clientName()).put("address", connection.address());
    }

    private static JsonObject of(FilterState filter) {
        JsonObject json = new JsonObject().put("filter", text(filter.filter())).put("state", word(filter.state()));
        return filter.reason().isEmpty() ? json : json.put("reason", filter.reason());
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
