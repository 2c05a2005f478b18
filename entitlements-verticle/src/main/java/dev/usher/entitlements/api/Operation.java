package dev.usher.entitlements.api;

import io.vertx.core.Future;

/** What one operationId of the contract does: reads the request, calls the service, maps what it says. */
@FunctionalInterface
interface Operation {
    /** Answers, or fails with a domain exception that {@link ProblemType} knows. */
    Future<Answer> answer(ApiRequest request);
}
