package dev.usher.entitlements.api;

import dev.usher.entitlements.core.ClientRef;
import dev.usher.entitlements.core.Usher;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/** {@code /seats}. */
final class SeatsResource {
    private static final String DEFAULT_KIND = "mqtt";

    private final Usher usher;

    SeatsResource(Usher usher) {
        this.usher = usher;
    }

    Map<String, Operation> operations() {
        return Map.of("openSeat", this::open, "getSeat", this::get, "listSeats", this::list, "closeSeat", this::close);
    }

    private Future<Answer> open(ApiRequest request) {
        JsonObject body = request.body();
        JsonObject client = body.getJsonObject("client", new JsonObject());
        String kind = client.getString("kind", DEFAULT_KIND);
        Optional<String> clientId = Optional.ofNullable(client.getString("id"));
        clientId.ifPresent(id -> checkClient(kind, id));
        return usher.openSeat(
                        body.getString("user"),
                        Optional.ofNullable(body.getString("broker")),
                        kind,
                        clientId,
                        request.caller(),
                        request.waitFor())
                .map(seat -> seat.created()
                        ? Answer.created(Paths.of("seats", seat.seat().id()), SeatJson.of(seat))
                        : Answer.ok(SeatJson.of(seat)));
    }

    /** What a schema cannot say about the name, which has limits in bytes that depend on the kind. */
    private static void checkClient(String kind, String id) {
        try {
            ClientRef.of(kind, id);
        } catch (IllegalArgumentException e) {
            throw BadRequestException.inBody("/client/id", e.getMessage());
        }
    }

    private Future<Answer> get(ApiRequest request) {
        return usher.seat(request.pathParameter("seat")).map(seat -> Answer.ok(SeatJson.of(seat)));
    }

    private Future<Answer> list(ApiRequest request) {
        return usher.seatsOf(request.queryParameter("user")).map(seats -> Answer.ok(SeatJson.list(seats)));
    }

    private Future<Answer> close(ApiRequest request) {
        return usher.closeSeat(request.pathParameter("seat"), request.cut(), request.caller(), request.waitFor())
                .map(ChangeJson::answer);
    }
}
