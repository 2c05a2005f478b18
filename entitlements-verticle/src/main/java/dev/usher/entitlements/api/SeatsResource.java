package dev.usher.entitlements.api;

import dev.usher.entitlements.core.ClientRef;
import dev.usher.entitlements.core.IdempotencyKey;
import dev.usher.entitlements.core.Intent;
import dev.usher.entitlements.core.SeatQuery;
import dev.usher.entitlements.core.Usher;
import dev.usher.entitlements.core.Usher.SeatAnswer;
import dev.usher.entitlements.core.Usher.SeatRequest;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /seats}. */
final class SeatsResource {
    private static final String EXPIRES_IN = "expiresInSeconds";

    private final Usher usher;
    private final Writes writes;

    SeatsResource(Usher usher) {
        this.usher = usher;
        this.writes = new Writes(usher);
    }

    Map<String, Operation> operations() {
        return Map.of(
                "openSeat", this::open,
                "putSeat", this::put,
                "setSeatExpiry", this::setExpiry,
                "getSeat", this::get,
                "listSeats", this::list,
                "closeSeat", this::close);
    }

    private Future<Answer> open(ApiRequest request) {
        Optional<IdempotencyKey> key = Optional.ofNullable(request.headers().get("Idempotency-Key"))
                .map(text -> new IdempotencyKey(text, Fingerprints.of("openSeat", request.body())));
        return open(request, Optional.empty(), key);
    }

    private Future<Answer> put(ApiRequest request) {
        return open(request, Optional.of(request.pathParameter("seat")), Optional.empty());
    }

    private Future<Answer> open(ApiRequest request, Optional<String> id, Optional<IdempotencyKey> key) {
        SeatRequest seat = seat(id, request.body());
        return request.dryRun()
                ? usher.previewSeat(seat).map(PreviewJson::answer)
                : usher.openSeat(seat, request.caller(), key, request.waitFor()).map(SeatsResource::opened);
    }

    private static Answer opened(SeatAnswer seat) {
        return seat.created()
                ? Answer.created(Paths.of("seats", seat.seat().id()), SeatJson.of(seat))
                : Answer.ok(SeatJson.of(seat));
    }

    private static SeatRequest seat(Optional<String> id, JsonObject body) {
        JsonObject client = body.getJsonObject("client", new JsonObject());
        Optional<String> kind = Optional.ofNullable(client.getString("kind"));
        Optional<String> clientId = Optional.ofNullable(client.getString("id"));
        clientId.ifPresent(name -> checkClient(kind.orElseThrow(), name));
        Complaints complaints = new Complaints();
        Optional<List<TopicFilter>> wanted = Optional.ofNullable(body.getJsonArray("filters"))
                .map(texts -> Filters.read(texts, TopicFilter::parse, "/filters", complaints));
        complaints.throwIfAny();
        return new SeatRequest(
                id,
                body.getString("user"),
                Optional.ofNullable(body.getString("broker")),
                kind,
                clientId,
                wanted,
                expiresIn(body));
    }

    /** What a schema cannot say about the name, which has limits in bytes that depend on the kind. */
    private static void checkClient(String kind, String id) {
        try {
            ClientRef.of(kind, id);
        } catch (IllegalArgumentException e) {
            throw BadRequestException.inBody("/client/id", e.getMessage());
        }
    }

    private static Optional<Duration> expiresIn(JsonObject body) {
        return Optional.ofNullable(body.getLong(EXPIRES_IN)).map(Duration::ofSeconds);
    }

    private Future<Answer> setExpiry(ApiRequest request) {
        String seat = request.pathParameter("seat");
        Optional<Duration> expiresIn = expiresIn(request.body());
        return request.dryRun()
                ? usher.preview(new Intent.RefreshSeat(seat, expiresIn), false).map(PreviewJson::answer)
                : usher.refreshSeat(seat, expiresIn, request.caller())
                        .map(refreshed -> Answer.ok(SeatJson.of(refreshed)));
    }

    private Future<Answer> get(ApiRequest request) {
        return usher.seat(request.pathParameter("seat")).map(seat -> Answer.ok(SeatJson.of(seat)));
    }

    private Future<Answer> list(ApiRequest request) {
        return usher.seats(
                        new SeatQuery(request.queryParameter("user"), request.queryParameter("broker")), request.page())
                .map(page -> PageJson.answer(page, SeatJson::of));
    }

    private Future<Answer> close(ApiRequest request) {
        return writes.write(request, new Intent.CloseSeat(request.pathParameter("seat")));
    }
}
