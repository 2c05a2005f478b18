package dev.usher.entitlements.api;

import dev.usher.entitlements.core.Usher;
import io.vertx.core.Future;
import java.util.Map;

/** {@code /users}. */
final class UsersResource {
    private final Usher usher;

    UsersResource(Usher usher) {
        this.usher = usher;
    }

    Map<String, Operation> operations() {
        return Map.of("getEntitlements", this::entitlements, "setUserStatus", this::setStatus);
    }

    private Future<Answer> entitlements(ApiRequest request) {
        return usher.entitlements(request.pathParameter("user"))
                .map(entitlements -> Answer.ok(EntitlementsJson.of(entitlements)));
    }

    private Future<Answer> setStatus(ApiRequest request) {
        return usher.setStatus(
                        request.pathParameter("user"),
                        EntitlementsJson.status(request.body().getString("status")),
                        request.cut(),
                        request.caller(),
                        request.waitFor())
                .map(ChangeJson::answer);
    }
}
