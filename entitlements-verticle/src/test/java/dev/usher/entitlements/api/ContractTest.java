package dev.usher.entitlements.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.common.dsl.SchemaType;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the contract promises is what the code has, and the contract is consistent in itself. */
class ContractTest {
    private static Vertx vertx;
    private static OpenAPIContract contract;

    @BeforeAll
    static void load() {
        vertx = Vertx.vertx();
        contract = ApiHarness.await(Contract.load(vertx)).openApi();
    }

    @AfterAll
    static void close() {
        ApiHarness.await(vertx.close());
    }

    @Test
    void everyOperationHasExactlyOneHandlerAndEveryHandlerAnOperation() {
        Set<String> ids =
                contract.operations().stream().map(Operation::getOperationId).collect(Collectors.toSet());
        Operations handlers = Operations.of(new FakeUsher()).matching(ids);

        assertThat(ids)
                .hasSize(contract.operations().size())
                .allSatisfy(id -> assertThat(handlers.get(id)).isNotNull());
    }

    @Test
    void aHandlerOrAnOperationTooManyIsRefused() {
        Set<String> ids =
                contract.operations().stream().map(Operation::getOperationId).collect(Collectors.toSet());
        Operations handlers = Operations.of(new FakeUsher());
        Set<String> more = new HashSet<>(ids);
        more.add("deleteEverything");
        Set<String> fewer = new HashSet<>(ids);
        fewer.remove("openSeat");

        assertThatThrownBy(() -> handlers.matching(more)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> handlers.matching(fewer)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void everyWriteCanBeTried() {
        assertThat(writes()).hasSizeGreaterThanOrEqualTo(15).allSatisfy(write -> {
            Parameter dryRun = write.getParameters().stream()
                    .filter(p -> p.getName().equals("dryRun") && p.getIn() == Location.QUERY)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(write.getOperationId() + " has no dryRun"));
            assertThat(dryRun.getSchemaType()).isEqualTo(SchemaType.BOOLEAN);
            JsonArray answers = content(write.getResponse(200).getOpenAPIModel())
                    .getJsonObject("schema")
                    .getJsonArray("oneOf", new JsonArray());
            assertThat(answers.stream().map(schema -> ((JsonObject) schema).getJsonObject("properties")))
                    .as(write.getOperationId())
                    .anySatisfy(properties ->
                            assertThat(properties.containsKey("dryRun")).isTrue());
        });
    }

    @Test
    void everyWriteCanBeWaitedForAndEveryRevocationCanCut() {
        // Letting a seat live longer or shorter takes nothing away now.
        Set<String> enforceNothing = Set.of("setSeatExpiry");
        // Opening a seat takes nothing away; adopting and releasing disconnect by themselves.
        Set<String> revokeNothing =
                Set.of("setSeatExpiry", "openSeat", "putSeat", "adoptClientUsernames", "releaseClientUsernames");
        assertThat(writes())
                .filteredOn(write -> !enforceNothing.contains(write.getOperationId()))
                .allSatisfy(write -> assertThat(write.getParameters())
                        .extracting(Parameter::getName)
                        .as(write.getOperationId())
                        .contains("Prefer"));
        assertThat(writes())
                .filteredOn(write -> !revokeNothing.contains(write.getOperationId()))
                .allSatisfy(write ->
                        assertThat(hasCut(write)).as(write.getOperationId()).isTrue());
    }

    @Test
    void everyOperationIsExplained() {
        Set<String> tags = contract.getRawContract().getJsonArray("tags").stream()
                .map(tag -> ((JsonObject) tag).getString("name"))
                .collect(Collectors.toSet());
        assertThat(contract.operations()).allSatisfy(operation -> {
            JsonObject model = operation.getOpenAPIModel();
            assertThat(model.getString("summary"))
                    .as(operation.getOperationId())
                    .isNotBlank();
            assertThat(model.getString("description"))
                    .as(operation.getOperationId())
                    .isNotBlank();
            assertThat(operation.getTags()).isNotEmpty().isSubsetOf(tags);
            if (operation.getRequestBody() != null) {
                assertThat(content(operation.getRequestBody().getOpenAPIModel()).containsKey("examples"))
                        .as(operation.getOperationId() + " body")
                        .isTrue();
            }
            JsonObject responses = model.getJsonObject("responses");
            responses.fieldNames().stream()
                    .filter(status -> !status.startsWith("__"))
                    .forEach(status -> assertThat(
                                    content(responses.getJsonObject(status)).containsKey("examples"))
                            .as(operation.getOperationId() + " " + status)
                            .isTrue());
        });
    }

    @Test
    void everyRequestBodyIsStrict() {
        assertThat(writes().stream().filter(write -> write.getRequestBody() != null))
                .isNotEmpty()
                .allSatisfy(write -> eachObjectSchema(
                        bodySchema(write),
                        schema -> assertThat(schema.getValue("additionalProperties"))
                                .isEqualTo(false)));
    }

    @Test
    void everyOperationStatesItsFailures() {
        assertThat(contract.operations()).allSatisfy(operation -> {
            for (int status : List.of(400, 401, 403, 500, 503)) {
                assertThat(operation.getResponse(status))
                        .as(operation.getOperationId() + " " + status)
                        .isNotNull();
            }
            if (operation.getOpenAPIPath().contains("{")) {
                assertThat(operation.getResponse(404))
                        .as(operation.getOperationId())
                        .isNotNull();
            }
            if (writes().contains(operation)) {
                assertThat(operation.getResponse(409))
                        .as(operation.getOperationId())
                        .isNotNull();
            }
            if (operation.getRequestBody() != null) {
                for (int status : List.of(413, 415, 422)) {
                    assertThat(operation.getResponse(status)).isNotNull();
                }
            }
        });
    }

    @Test
    void everyProblemTypeIsListed() {
        JsonArray listed = contract.getRawContract()
                .getJsonObject("components")
                .getJsonObject("schemas")
                .getJsonObject("Problem")
                .getJsonObject("properties")
                .getJsonObject("type")
                .getJsonArray("enum");

        assertThat(listed.stream().map(String.class::cast))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(ProblemType.values()).map(ProblemType::urn).toList());
    }

    @Test
    void everyExampleSatisfiesItsSchema() {
        int[] checked = {0};
        eachObject(contract.getRawContract(), object -> {
            if (object.getValue("schema") instanceof JsonObject schema
                    && object.getValue("examples") instanceof JsonObject examples) {
                for (String name : examples.fieldNames()) {
                    if (examples.getValue(name) instanceof JsonObject example && example.containsKey("value")) {
                        OutputUnit result = contract.getSchemaRepository()
                                .validator(JsonSchema.of(schema))
                                .validate(plain(example.getValue("value")));
                        assertThat(result.getValid()).as(name + ": " + result).isTrue();
                        checked[0]++;
                    }
                }
            }
        });
        assertThat(checked[0]).isGreaterThan(10);
    }

    private static List<Operation> writes() {
        return contract.operations().stream()
                .filter(operation -> !operation.getHttpMethod().equals(HttpMethod.GET))
                .filter(operation -> !operation.getOperationId().equals("checkAccess"))
                .toList();
    }

    private static boolean hasCut(Operation write) {
        return write.getParameters().stream().anyMatch(p -> p.getName().equals("cut"))
                || write.getRequestBody() != null
                        && bodySchema(write).getJsonObject("properties").containsKey("cut");
    }

    private static JsonObject bodySchema(Operation write) {
        return content(write.getRequestBody().getOpenAPIModel()).getJsonObject("schema");
    }

    private static JsonObject content(JsonObject bodyOrResponse) {
        return bodyOrResponse.getJsonObject("content").getJsonObject("application/json");
    }

    private static void eachObjectSchema(JsonObject schema, Consumer<JsonObject> check) {
        eachObject(schema, object -> {
            if ("object".equals(object.getValue("type"))) {
                check.accept(object);
            }
        });
    }

    /** Without what the resolver notes down in every object. */
    private static Object plain(Object value) {
        if (value instanceof JsonArray array) {
            return new JsonArray(array.stream().map(ContractTest::plain).toList());
        }
        if (value instanceof JsonObject object) {
            JsonObject copy = new JsonObject();
            object.fieldNames().stream()
                    .filter(name -> !name.startsWith("__"))
                    .forEach(name -> copy.put(name, plain(object.getValue(name))));
            return copy;
        }
        return value;
    }

    private static void eachObject(Object value, Consumer<JsonObject> visit) {
        if (value instanceof JsonObject object) {
            visit.accept(object);
            object.fieldNames().forEach(name -> eachObject(object.getValue(name), visit));
        } else if (value instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                eachObject(array.getValue(i), visit);
            }
        }
    }
}
