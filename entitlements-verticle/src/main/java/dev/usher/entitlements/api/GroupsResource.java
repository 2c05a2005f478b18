package dev.usher.entitlements.api;

import dev.usher.entitlements.core.Usher;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code /groups}. */
final class GroupsResource {
    private final Usher usher;

    GroupsResource(Usher usher) {
        this.usher = usher;
    }

    Map<String, Operation> operations() {
        return Map.of("setGroupProducts", this::setProducts);
    }

    private Future<Answer> setProducts(ApiRequest request) {
        Set<String> products = request.body().getJsonArray("products").stream()
                .map(String.class::cast)
                .collect(Collectors.toUnmodifiableSet());
        return usher.setGroupProducts(
                        request.pathParameter("group"), products, request.cut(), request.caller(), request.waitFor())
                .map(ChangeJson::answer);
    }
}
