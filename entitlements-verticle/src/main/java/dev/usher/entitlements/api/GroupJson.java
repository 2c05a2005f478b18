package dev.usher.entitlements.api;

import dev.usher.entitlements.core.FenceMode;
import dev.usher.entitlements.core.Grant;
import dev.usher.entitlements.core.Group;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Groups as the contract's {@code Group} and {@code GroupDefinition}. */
final class GroupJson {
    private static final String SELF_SERVICE = "self-service";

    private GroupJson() {}

    static JsonObject of(Group group) {
        JsonObject json = new JsonObject()
                .put("id", group.id())
                .put("grants", GrantJson.array(group.grants()))
                .put("mode", group.mode() == FenceMode.SELF_SERVICE ? SELF_SERVICE : "managed");
        group.tier().ifPresent(tier -> json.put("tier", tier));
        return json;
    }

    /** Reads a definition; empty if there was something to complain of. */
    static Optional<Group> read(String id, JsonObject json, String at, Complaints complaints) {
        List<Grant> grants = GrantJson.read(json, at, complaints);
        FenceMode mode = SELF_SERVICE.equals(json.getString("mode")) ? FenceMode.SELF_SERVICE : FenceMode.MANAGED;
        Optional<String> tier = Optional.ofNullable(json.getString("tier"));
        return complaints.check(tier.isPresent() ? at + "/tier" : at, () -> new Group(id, grants, mode, tier));
    }
}
