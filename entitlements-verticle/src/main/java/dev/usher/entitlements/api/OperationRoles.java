package dev.usher.entitlements.api;

import dev.usher.entitlements.auth.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which roles open which operation, as the contract says under {@code x-usher-roles}. What it does not say is not open. */
final class OperationRoles {
    static final String EXTENSION = "x-usher-roles";

    private final Map<String, Set<Role>> byOperation;

    private OperationRoles(Map<String, Set<Role>> byOperation) {
        this.byOperation = byOperation;
    }

    /**
     * Reads the contract.
     *
     * @throws IllegalStateException naming every operation without roles, or with something else than a list of them
     */
    static OperationRoles of(OpenAPIContract contract) {
        Map<String, Set<Role>> byOperation = new HashMap<>();
        Set<String> problems = new TreeSet<>();
        for (io.vertx.openapi.contract.Operation operation : contract.operations()) {
            Object value = operation.getOpenAPIModel().getValue(EXTENSION);
            try {
                byOperation.put(operation.getOperationId(), roles(value));
            } catch (IllegalArgumentException e) {
                problems.add("operation " + operation.getOperationId() + ": " + e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalStateException(
                    "the contract does not say who may do what: " + String.join("; ", problems));
        }
        return new OperationRoles(byOperation);
    }

    private static Set<Role> roles(Object value) {
        if (!(value instanceof JsonArray names) || names.isEmpty()) {
            throw new IllegalArgumentException(EXTENSION + " must be a list of at least one role");
        }
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (Object name : names) {
            if (!roles.add(Role.parse(String.valueOf(name)))) {
                throw new IllegalArgumentException("role " + name + " stands there twice");
            }
        }
        return roles;
    }

    /** The roles each of which will do; never empty. */
    List<Role> of(String operationId) {
        return List.copyOf(byOperation.get(operationId));
    }
}
