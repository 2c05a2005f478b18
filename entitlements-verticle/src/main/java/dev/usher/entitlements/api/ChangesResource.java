package dev.usher.entitlements.api;

import dev.usher.entitlements.core.Usher;
import io.vertx.core.Future;
import java.util.Map;

/** {@code /changes}. */
final class ChangesResource {
    private final Usher usher;

    ChangesResource(Usher usher) {
        this.usher = usher;
    }

    Map<String, Operation> operations() {
        return Map.of("getChange", this::get);
    }

    private Future<Answer> get(ApiRequest request) {
        return usher.change(request.pathParameter("change")).map(change -> Answer.ok(ChangeJson.of(change)));
    }
}
