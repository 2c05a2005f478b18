package dev.usher.entitlements.api;

import dev.usher.entitlements.core.Usher;
import dev.usher.entitlements.core.Verdict;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/** {@code /check}. */
final class CheckResource {
    private final Usher usher;

    CheckResource(Usher usher) {
        this.usher = usher;
    }

    Map<String, Operation> operations() {
        return Map.of("checkAccess", this::check);
    }

    private Future<Answer> check(ApiRequest request) {
        String user = request.body().getString("user");
        List<String> topics = request.body().getJsonArray("topics").stream()
                .map(String.class::cast)
                .toList();
        return usher.check(user, topics).map(verdicts -> {
            JsonArray array = new JsonArray();
            verdicts.forEach(verdict -> array.add(of(verdict)));
            return Answer.ok(new JsonObject().put("user", user).put("verdicts", array));
        });
    }

    private static JsonObject of(Verdict verdict) {
        return new JsonObject()
                .put("topic", verdict.topic())
                .put("allowed", verdict.allowed())
                .put("products", new JsonArray(List.copyOf(verdict.products())))
                .put("reason", verdict.reason());
    }
}
