package dev.usher.entitlements.api;

import dev.usher.entitlements.auth.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;

/** The caller is known and has none of the roles that would do. */
final class MissingRoleException extends RuntimeException implements ProblemDetails {
    private static final long serialVersionUID = 1L;

    private final List<String> roles;

    /** Names the roles each of which would do. */
    MissingRoleException(List<Role> sufficient) {
        super(
                "Needs one of these roles: "
                        + sufficient.stream().map(Role::text).collect(Collectors.joining(", ")) + ".",
                null,
                false,
                false);
        this.roles = sufficient.stream().map(Role::text).toList();
    }

    /** Adds {@code roles}. */
    @Override
    public void describeIn(JsonObject problem) {
        problem.put("roles", new JsonArray(roles));
    }
}
