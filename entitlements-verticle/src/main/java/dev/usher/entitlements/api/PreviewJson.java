package dev.usher.entitlements.api;

import dev.usher.entitlements.core.Preview;
import dev.usher.entitlements.core.Preview.SeatDelta;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.topics.TopicFilter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;

/** What a write would do as the contract's {@code Preview}: counts of everything, and lists that somebody can read. */
final class PreviewJson {
    static final int MOST_ITEMS = 1000;
    static final int MOST_FILTERS = 100;

    private PreviewJson() {}

    static Answer answer(Preview preview) {
        return Answer.ok(of(preview));
    }

    static JsonObject of(Preview preview) {
        List<SeatDelta> seats = preview.seats();
        JsonObject counts = new JsonObject()
                .put("targets", preview.targets().size())
                .put("seats", seats.size())
                .put("gained", seats.stream().mapToLong(s -> s.gained().size()).sum())
                .put("lost", seats.stream().mapToLong(s -> s.lost().size()).sum())
                .put("operations", preview.operations().size())
                .put("disconnects", preview.disconnects().size());
        return new JsonObject()
                .put("dryRun", true)
                .put("kind", preview.kind())
                .put("created", preview.created())
                .put("counts", counts)
                .put("targets", first(preview.targets(), PreviewJson::of))
                .put("seats", first(seats, PreviewJson::of))
                .put("operations", first(preview.operations(), PreviewJson::of))
                .put("disconnects", first(preview.disconnects(), PreviewJson::of))
                .put("unknown", new JsonArray(preview.unknown()))
                .put("truncated", truncated(preview));
    }

    private static boolean truncated(Preview preview) {
        return preview.targets().size() > MOST_ITEMS
                || preview.seats().size() > MOST_ITEMS
                || preview.operations().size() > MOST_ITEMS
                || preview.disconnects().size() > MOST_ITEMS
                || preview.seats().stream()
                        .anyMatch(s ->
                                s.gained().size() > MOST_FILTERS || s.lost().size() > MOST_FILTERS);
    }

    private static <T> JsonArray first(List<T> items, Function<T, JsonObject> mapper) {
        JsonArray array = new JsonArray();
        items.stream().limit(MOST_ITEMS).map(mapper).forEach(array::add);
        return array;
    }

    private static JsonObject of(UserOnBroker target) {
        return new JsonObject()
                .put("user", target.user())
                .put("broker", target.broker())
                .put("clientUsername", target.clientUsername());
    }

    private static JsonObject of(SeatDelta delta) {
        return new JsonObject()
                .put("id", delta.seat().id())
                .mergeIn(of(delta.seat().target()))
                .put("client", SeatJson.client(delta.seat().client()))
                .put("gained", first(delta.gained()))
                .put("lost", first(delta.lost()));
    }

    private static JsonArray first(List<TopicFilter> filters) {
        return Filters.array(filters.subList(0, Math.min(filters.size(), MOST_FILTERS)));
    }

    private static JsonObject of(Preview.Operation operation) {
        return new JsonObject()
                .put("broker", operation.broker())
                .put("kind", operation.kind())
                .put("subject", operation.subject())
                .put("detail", operation.detail());
    }

    private static JsonObject of(Preview.Disconnect disconnect) {
        return of(disconnect.target())
                .put("clientName", disconnect.clientName())
                .put("reason", disconnect.reason());
    }
}
