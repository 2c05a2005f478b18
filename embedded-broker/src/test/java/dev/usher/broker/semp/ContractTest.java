package dev.usher.broker.semp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That the checker of exchanges notices, with a specification of a made-up API; and that the real one is at hand. */
class ContractTest {
    private static final JsonObject SPEC = new JsonObject("""
            {
              "basePath": "/SEMP/v2/__somewhere__",
              "paths": {
                "/shops/{shop}/fruits": {
                  "post": {
                    "parameters": [{"in": "body", "name": "body", "schema": {"$ref": "#/definitions/Fruit"}}],
                    "responses": {"200": {"schema": {"$ref": "#/definitions/FruitResponse"}}}
                  },
                  "get": {
                    "parameters": [
                      {"$ref": "#/parameters/select"},
                      {"$ref": "#/parameters/hush"}
                    ],
                    "responses": {"200": {"schema": {"$ref": "#/definitions/FruitsResponse"}}}
                  }
                },
                "/shops/{shop}/fruits/{colour},{name}": {
                  "get": {"responses": {"200": {"schema": {"$ref": "#/definitions/FruitResponse"}}}}
                },
                "/safes": {
                  "get": {
                    "description": "(private API only)",
                    "responses": {"200": {"schema": {"$ref": "#/definitions/SempMetaOnlyResponse"}}}
                  }
                }
              },
              "parameters": {
                "select": {"in": "query", "name": "select"},
                "hush": {"in": "query", "name": "hush", "description": "This is only for Solace internal use."}
              },
              "definitions": {
                "Fruit": {
                  "type": "object",
                  "properties": {
                    "name": {"type": "string", "minLength": 1, "maxLength": 5, "pattern": "^[a-z]*$"},
                    "colour": {"type": "string", "enum": ["red", "green"]},
                    "weight": {"type": "integer", "minimum": 0, "maximum": 9},
                    "ripe": {"type": "boolean"},
                    "code": {"type": "string", "x-writeOnly": true},
                    "age": {"type": "integer", "x-readOnlyPost": true, "x-readOnlyOther": true},
                    "secret": {"type": "string", "description": "(private API only)"},
                    "limits": {"$ref": "#/definitions/Limits"}
                  }
                },
                "Limits": {"type": "object", "properties": {"set": {"type": "integer"}}},
                "FruitLinks": {"type": "object", "properties": {"uri": {"type": "string"}}},
                "FruitResponse": {
                  "type": "object",
                  "properties": {
                    "data": {"$ref": "#/definitions/Fruit"},
                    "links": {"$ref": "#/definitions/FruitLinks"},
                    "meta": {"$ref": "#/definitions/Meta"}
                  },
                  "required": ["meta"]
                },
                "FruitsResponse": {
                  "type": "object",
                  "properties": {
                    "data": {"type": "array", "items": {"$ref": "#/definitions/Fruit"}},
                    "links": {"type": "array", "items": {"$ref": "#/definitions/FruitLinks"}},
                    "meta": {"$ref": "#/definitions/Meta"}
                  }
                },
                "SempMetaOnlyResponse": {
                  "type": "object",
                  "properties": {"meta": {"$ref": "#/definitions/Meta"}},
                  "required": ["meta"]
                },
                "Meta": {
                  "type": "object",
                  "properties": {
                    "request": {"type": "object", "properties": {"method": {"type": "string"}}},
                    "responseCode": {"type": "integer"},
                    "error": {
                      "type": "object",
                      "properties": {"code": {"type": "integer"}, "status": {"type": "string"}},
                      "required": ["code", "status"]
                    }
                  },
                  "required": ["request", "responseCode"]
                }
              }
            }
            """);
    private static final String FRUITS = "/SEMP/v2/config/shops/s/fruits";

    private final Contract contract = new Contract(Map.of("config", SPEC));

    private static JsonObject answer(String method, int status, String parts) {
        JsonObject meta = new JsonObject()
                .put("request", new JsonObject().put("method", method))
                .put("responseCode", status);
        return new JsonObject(parts).put("meta", meta);
    }

    private List<String> posted(String sent, String data) {
        return contract.problems(new Exchange(
                "POST",
                FRUITS,
                new JsonObject(sent),
                200,
                answer("POST", 200, "{\"data\":" + data + ",\"links\":{\"uri\":\"x\"}}")));
    }

    @Test
    void whatIsRightHasNoProblem() {
        assertThat(
                        posted(
                                "{\"name\":\"apple\",\"code\":\"x\",\"limits\":{\"set\":1}}",
                                "{\"name\":\"apple\",\"colour\":\"red\",\"weight\":9,\"ripe\":true,\"age\":3,\"limits\":{\"set\":1}}"))
                .isEmpty();
        assertThat(contract.problems(new Exchange(
                        "GET", FRUITS + "/red,a%2Cb?", null, 200, answer("GET", 200, "{\"data\":{},\"links\":{}}"))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"taste\":1}          | body.taste is unknown",
                "{\"name\":\"orange\"}  | body.name is too long",
                "{\"name\":\"\"}        | body.name is too short",
                "{\"name\":\"A\"}       | body.name does not match",
                "{\"name\":1}           | body.name is no string",
                "{\"colour\":\"blue\"}  | not one of",
                "{\"weight\":10}        | body.weight is out of range",
                "{\"weight\":1.5}       | body.weight is no integer",
                "{\"ripe\":\"yes\"}     | body.ripe is no boolean",
                "{\"age\":1}            | body.age is read-only",
                "{\"secret\":\"x\"}     | body.secret is private API only",
                "{\"limits\":1}         | body.limits is no object",
                "{\"limits\":{\"a\":1}} | body.limits.a is unknown"
            })
    void aBodyThatSucceedsMustBeInTheApi(String sent, String problem) {
        assertThat(posted(sent, "{}")).singleElement().asString().contains(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"taste\":1}         | answer.data.taste is unknown",
                "{\"code\":\"x\"}      | answer.data.code is write-only",
                "{\"secret\":\"x\"}    | answer.data.secret is private API only",
                "{\"colour\":\"blue\"} | not one of",
                "{\"weight\":\"1\"}    | answer.data.weight is no integer",
                "7                     | answer.data is no object"
            })
    void anAnswerMustBeInTheApi(String data, String problem) {
        assertThat(posted("{}", data)).singleElement().asString().contains(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /SEMP/v2/config/safes                 | is private API only",
                "GET    | /SEMP/v2/config/shops/s/stones        | is not in the public API",
                "DELETE | /SEMP/v2/config/shops/s/fruits        | is not in the public API",
                "GET    | /SEMP/v2/config/shops/s/fruits/red    | is not in the public API",
                "GET    | /SEMP/v2/__somewhere__/shops/s/fruits | is not in the public API",
                "GET    | /SEMP/v2/monitor/shops/s/fruits       | is not in the public API"
            })
    void aPathThatSucceedsMustBeInTheApi(String method, String uri, String problem) {
        assertThat(contract.problems(new Exchange(method, uri, null, 200, answer(method, 200, "{}"))))
                .singleElement()
                .asString()
                .contains(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select=name        |",
                "select=-na*,colour |",
                "select=taste       | asks for taste",
                "select=secret      | asks for secret",
                "order=name         | no query parameter order",
                "hush=true          | no query parameter hush"
            })
    void queryParametersMustBeInTheApi(String query, String problem) {
        List<String> problems = contract.problems(new Exchange(
                "GET", FRUITS + "?" + query, null, 200, answer("GET", 200, "{\"data\":[{}],\"links\":[{}]}")));
        if (problem == null) {
            assertThat(problems).isEmpty();
        } else {
            assertThat(problems).singleElement().asString().contains(problem);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"data\":[{}],\"links\":[]}          | as many links",
                "200 | {\"data\":[],\"links\":[],\"more\":1} | answer.more is unknown",
                "400 | {}                                    | without a known code",
                "400 | {\"data\":[]}                         | something else than meta"
            })
    void theEnvelopeIsChecked(int status, String parts, String problem) {
        assertThat(contract.problems(new Exchange("GET", FRUITS, null, status, answer("GET", status, parts))))
                .singleElement()
                .asString()
                .contains(problem);
    }

    @Test
    void refusalsHaveAKnownCodeAndTheStatusOfTheAnswer() {
        JsonObject refusal = answer("GET", 400, "{}");
        refusal.getJsonObject("meta")
                .put("error", new JsonObject().put("code", 6).put("status", "NOT_FOUND"));
        assertThat(contract.problems(new Exchange("GET", FRUITS, null, 400, refusal)))
                .isEmpty();
        assertThat(contract.problems(new Exchange("GET", FRUITS, null, 404, refusal)))
                .singleElement()
                .asString()
                .contains("responseCode");
        assertThat(contract.problems(new Exchange("PUT", FRUITS, null, 400, refusal)))
                .singleElement()
                .asString()
                .contains("another method");
        refusal.getJsonObject("meta").getJsonObject("error").put("code", 535);
        assertThat(contract.problems(new Exchange("GET", FRUITS, null, 400, refusal)))
                .singleElement()
                .asString()
                .contains("called an invalid path");
        refusal.getJsonObject("meta").getJsonObject("error").put("code", 12345);
        assertThat(contract.problems(new Exchange("GET", FRUITS, null, 400, refusal)))
                .singleElement()
                .asString()
                .contains("known code");
        refusal.getJsonObject("meta").getJsonObject("error").remove("status");
        refusal.getJsonObject("meta").getJsonObject("error").put("code", 6);
        assertThat(contract.problems(new Exchange("GET", FRUITS, null, 400, refusal)))
                .singleElement()
                .asString()
                .contains("status is missing");
        assertThat(contract.problems(new Exchange("GET", FRUITS, null, 200, null)))
                .singleElement()
                .asString()
                .contains("without a body");
    }

    @ParameterizedTest
    @CsvSource({"400,", "401,", "404,", "429,", "503,", "500, status", "403, status", "201, status", "302, status"})
    void refusalsHaveAStatusThatClientsProvideFor(int status, String problem) {
        JsonObject refusal = answer("GET", status, "{}");
        refusal.getJsonObject("meta")
                .put("error", new JsonObject().put("code", 6).put("status", "NOT_FOUND"));
        List<String> problems = contract.problems(new Exchange("GET", FRUITS, null, status, refusal));
        if (problem == null) {
            assertThat(problems).isEmpty();
        } else {
            assertThat(problems).singleElement().asString().contains(problem);
        }
    }

    @Test
    void exchangesOfTheOtherTestsAreCheckedAgainstThePublishedSpecifications() {
        assumeTrue(PublishedSpecification.folder().isPresent(), PublishedSpecification.MISSING);
        assertThat(PublishedSpecification.json(PublishedSpecification.folder().orElseThrow(), "config")
                        .getJsonObject("paths")
                        .fieldNames())
                .contains("/msgVpns/{msgVpnName}/aclProfiles");
    }
}
