package dev.usher.entitlements.api;

import dev.usher.entitlements.core.ClientRef;
import dev.usher.entitlements.core.Connection;
import dev.usher.entitlements.core.Seat;
import dev.usher.entitlements.core.SeatState;
import dev.usher.entitlements.core.SeatState.FilterState;
import dev.usher.entitlements.core.Usher.SeatAnswer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** Seats as the contract's {@code Seat}. */
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
                .put("client", client(seat.client()))
                .put("noticeTopic", Filters.text(seat.noticeTopic()))
                .put("open", answer.open())
                .put("presence", word(state.presence()));
        if (state.presence() == SeatState.Presence.CONNECTED) {
            state.connection().ifPresent(connection -> json.put("connection", of(connection)));
        }
        JsonArray filters = new JsonArray();
        state.filters().forEach(filter -> filters.add(of(filter)));
        seat.wanted().ifPresent(wanted -> json.put("wanted", Filters.array(wanted)));
        json.put("filters", filters).put("openedAt", seat.openedAt().toString());
        seat.expiresAt().ifPresent(at -> json.put("expiresAt", at.toString()));
        return json.put("asOf", state.asOf().toString());
    }

    static JsonObject client(ClientRef client) {
        return new JsonObject().put("kind", client.kind()).put("id", client.value());
    }

    private static JsonObject of(Connection connection) {
        return new JsonObject().put("clientName", connection.clientName()).put("address", connection.address());
    }

    private static JsonObject of(FilterState filter) {
        JsonObject json = new JsonObject()
                .put("filter", Filters.text(filter.filter()))
                .put("state", word(filter.state()))
                .put("products", new JsonArray(List.copyOf(filter.products())));
        return filter.reason().isEmpty() ? json : json.put("reason", filter.reason());
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
