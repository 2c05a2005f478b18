package dev.usher.entitlements.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.usher.entitlements.core.Definitions;
import dev.usher.entitlements.core.Intent;
import dev.usher.entitlements.core.Usher;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Map;

/** {@code /catalog}. It is as large as it is, so it is never read or written on the event loop. */
final class CatalogResource {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build();

    private final Usher usher;
    private final Writes writes;

    CatalogResource(Usher usher) {
        this.usher = usher;
        this.writes = new Writes(usher);
    }

    Map<String, Operation> operations() {
        return Map.of("getCatalog", this::get, "applyCatalog", this::apply);
    }

    private Future<Answer> get(ApiRequest request) {
        Context here = Vertx.currentContext();
        return usher.directory()
                .catalog()
                .compose(catalog -> here.executeBlocking(() -> {
                    JsonObject json = CatalogJson.of(catalog);
                    return MediaTypes.prefersYaml(request.accept())
                            ? Answer.ok(Contract.YAML, yaml(json))
                            : Answer.ok(json);
                }));
    }

    private static Buffer yaml(JsonObject json) throws IOException {
        return Buffer.buffer(YAML.writeValueAsBytes(
                new ObjectMapper().readTree(json.toBuffer().getBytes())));
    }

    private Future<Answer> apply(ApiRequest request) {
        boolean prune = request.flag("prune");
        if (prune) {
            CatalogJson.LISTS.stream()
                    .filter(list -> !request.body().containsKey(list))
                    .findFirst()
                    .ifPresent(list -> {
                        throw BadRequestException.inBody(
                                "/" + list, "is required with prune=true; write [] to remove all " + list);
                    });
        }
        return Vertx.currentContext()
                .executeBlocking(() -> definitions(request))
                .compose(definitions -> writes.write(request, new Intent.Apply(definitions, prune)));
    }

    private Definitions definitions(ApiRequest request) {
        Complaints complaints = new Complaints();
        Definitions definitions = CatalogJson.read(request.body(), usher.brokers(), complaints);
        complaints.throwIfAny();
        return definitions;
    }
}
