package dev.usher.entitlements.api;

import dev.usher.entitlements.core.Usher;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** All handlers by operationId. */
final class Operations {
    private final Map<String, Operation> byId = new TreeMap<>();

    private Operations(List<Map<String, Operation>> resources) {
        for (Map<String, Operation> resource : resources) {
            resource.forEach((id, operation) -> {
                if (byId.putIfAbsent(id, operation) != null) {
                    throw new IllegalStateException("operation " + id + " has two handlers");
                }
            });
        }
    }

    static Operations of(Usher usher) {
        return new Operations(List.of(
                new SeatsResource(usher).operations(),
                new UsersResource(usher).operations(),
                new GroupsResource(usher).operations(),
                new ProductsResource(usher).operations(),
                new CatalogResource(usher).operations(),
                new CheckResource(usher).operations(),
                new ChangesResource(usher).operations(),
                new BrokersResource(usher).operations()));
    }

    /** Checks that the contract has exactly these operations, so that neither has one the other does not know. */
    Operations matching(Set<String> contractIds) {
        if (!byId.keySet().equals(contractIds)) {
            throw new IllegalStateException(
                    "handlers " + byId.keySet() + " are not the contract's operations " + new TreeSet<>(contractIds));
        }
        return this;
    }

    Operation get(String operationId) {
        return byId.get(operationId);
    }
}
