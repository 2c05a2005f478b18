package dev.usher.entitlements.api;

import dev.usher.entitlements.core.Usher;
import dev.usher.entitlements.core.port.EntitlementStore.NotFoundException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code /brokers}. */
final class BrokersResource {
    private final Usher usher;

    BrokersResource(Usher usher) {
        this.usher = usher;
    }

    Map<String, Operation> operations() {
        return Map.of(
                "listBrokers", this::list,
                "listClientUsernames", this::usernames,
                "adoptClientUsernames", this::adopt,
                "releaseClientUsernames", this::release);
    }

    private Future<Answer> list(ApiRequest request) {
        JsonArray items = new JsonArray();
        usher.brokers().stream().sorted().forEach(broker -> items.add(new JsonObject().put("broker", broker)));
        return Future.succeededFuture(Answer.ok(new JsonObject().put("items", items)));
    }

    private Future<Answer> usernames(ApiRequest request) {
        String broker = broker(request);
        return usher.usernames(broker)
                .map(reports -> Answer.ok(UsernamesJson.of(broker, reports, request.queryParameter("standing"))));
    }

    private Future<Answer> adopt(ApiRequest request) {
        String broker = broker(request);
        return request.dryRun()
                ? usher.previewAdopt(broker, clientUsernames(request)).map(PreviewJson::answer)
                : usher.adopt(broker, clientUsernames(request), request.caller(), request.waitFor())
                        .map(ChangeJson::answer);
    }

    private Future<Answer> release(ApiRequest request) {
        String broker = broker(request);
        return request.dryRun()
                ? usher.previewRelease(broker, clientUsernames(request)).map(PreviewJson::answer)
                : usher.release(broker, clientUsernames(request), request.caller())
                        .map(ChangeJson::answer);
    }

    private String broker(ApiRequest request) {
        String broker = request.pathParameter("broker");
        if (!usher.brokers().contains(broker)) {
            throw new NotFoundException(
                    "broker " + broker + " (configured: " + String.join(", ", usher.brokers()) + ")");
        }
        return broker;
    }

    private static Set<String> clientUsernames(ApiRequest request) {
        return request.body().getJsonArray("clientUsernames").stream()
                .map(String.class::cast)
                .collect(Collectors.toUnmodifiableSet());
    }
}
