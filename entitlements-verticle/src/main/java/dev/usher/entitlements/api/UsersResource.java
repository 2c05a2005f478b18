package dev.usher.entitlements.api;

import dev.usher.entitlements.core.Intent;
import dev.usher.entitlements.core.UserDefinition;
import dev.usher.entitlements.core.Usher;
import dev.usher.entitlements.core.port.EntitlementStore.NotFoundException;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;

/** {@code /users}. */
final class UsersResource {
    private final Usher usher;
    private final Writes writes;

    UsersResource(Usher usher) {
        this.usher = usher;
        this.writes = new Writes(usher);
    }

    Map<String, Operation> operations() {
        return Map.of(
                "listUsers", this::list,
                "getUser", this::get,
                "putUser", this::put,
                "deleteUser", this::delete,
                "getEntitlements", this::entitlements,
                "setUserStatus", this::setStatus);
    }

    private Future<Answer> list(ApiRequest request) {
        return usher.directory()
                .users(request.queryParameter("group"), request.page())
                .map(page -> PageJson.answer(page, UserJson::of));
    }

    private Future<Answer> get(ApiRequest request) {
        String id = request.pathParameter("user");
        return usher.directory()
                .user(id)
                .map(found -> Answer.ok(UserJson.of(found.orElseThrow(() -> new NotFoundException("user " + id)))));
    }

    private Future<Answer> put(ApiRequest request) {
        Complaints complaints = new Complaints();
        String id = Writes.id(request, "user", complaints);
        Optional<UserDefinition> user = UserJson.read(id, request.body(), usher.brokers(), "", complaints);
        complaints.throwIfAny();
        return writes.define(request, new Intent.DefineUser(user.orElseThrow()), Paths.of("users", id));
    }

    private Future<Answer> delete(ApiRequest request) {
        return writes.write(request, new Intent.RemoveUser(request.pathParameter("user")));
    }

    private Future<Answer> entitlements(ApiRequest request) {
        return usher.directory()
                .entitlements(request.pathParameter("user"))
                .map(entitlements -> Answer.ok(EntitlementsJson.of(entitlements)));
    }

    private Future<Answer> setStatus(ApiRequest request) {
        return writes.write(
                request,
                new Intent.SetStatus(
                        request.pathParameter("user"),
                        UserJson.status(request.body().getString("status"))));
    }
}
