package dev.usher.entitlements.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** Checks answers against the contract: status, headers and schema. */
public final class AnswerCheck {
    private final ResponseValidator validator;

    public AnswerCheck(Vertx vertx, OpenAPIContract contract) {
        validator = ResponseValidator.create(vertx, contract);
    }

    /** Throws an {@link AssertionError} if the contract does not have such an answer to this operation. */
    public void check(Operation operation, HttpAnswer answer) {
        assertThat(operation.getResponse(answer.status()))
                .as(operation.getOperationId() + " " + answer.status() + " is not in the contract")
                .isNotNull();
        Map<String, String> headers = new HashMap<>();
        // As JSON strings, since the validator would read a value that looks like JSON as JSON.
        answer.headers().forEach(header -> headers.put(header.getKey(), Json.encode(header.getValue())));
        // The loaded contract has problem documents and YAML as plain JSON, see Contract.
        ValidatableResponse response =
                ValidatableResponse.create(answer.status(), headers, json(answer), "application/json");
        ApiHarness.await(validator.validate(response, operation.getOperationId()));
    }

    private static Buffer json(HttpAnswer answer) {
        if (!answer.mediaType().equals(Contract.YAML)) {
            return answer.body();
        }
        try {
            return Buffer.buffer(
                    new YAMLMapper().readTree(answer.body().getBytes()).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
