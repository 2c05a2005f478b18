package dev.usher.entitlements.api;

import dev.usher.entitlements.core.Group;
import dev.usher.entitlements.core.Intent;
import dev.usher.entitlements.core.Usher;
import dev.usher.entitlements.core.port.EntitlementStore.NotFoundException;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code /groups}. */
final class GroupsResource {
    private final Usher usher;
    private final Writes writes;

    GroupsResource(Usher usher) {
        this.usher = usher;
        this.writes = new Writes(usher);
    }

    Map<String, Operation> operations() {
        return Map.of(
                "listGroups", this::list,
                "getGroup", this::get,
                "putGroup", this::put,
                "deleteGroup", this::delete,
                "setGroupProducts", this::setProducts);
    }

    private Future<Answer> list(ApiRequest request) {
        return usher.directory().groups(request.page()).map(page -> PageJson.answer(page, GroupJson::of));
    }

    private Future<Answer> get(ApiRequest request) {
        String id = request.pathParameter("group");
        return usher.directory()
                .group(id)
                .map(found -> Answer.ok(GroupJson.of(found.orElseThrow(() -> new NotFoundException("group " + id)))));
    }

    private Future<Answer> put(ApiRequest request) {
        Complaints complaints = new Complaints();
        String id = Writes.id(request, "group", complaints);
        Optional<Group> group = GroupJson.read(id, request.body(), "", complaints);
        complaints.throwIfAny();
        return writes.define(request, new Intent.DefineGroup(group.orElseThrow()), Paths.of("groups", id));
    }

    private Future<Answer> delete(ApiRequest request) {
        return writes.write(request, new Intent.RemoveGroup(request.pathParameter("group")));
    }

    private Future<Answer> setProducts(ApiRequest request) {
        Set<String> products = request.body().getJsonArray("products").stream()
                .map(String.class::cast)
                .collect(Collectors.toUnmodifiableSet());
        return writes.write(request, new Intent.SetGroupProducts(request.pathParameter("group"), products));
    }
}
