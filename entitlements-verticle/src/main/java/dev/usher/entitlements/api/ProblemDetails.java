package dev.usher.entitlements.api;

import io.vertx.core.json.JsonObject;

/** A failure that can say more about itself than a sentence. */
interface ProblemDetails {
    /** Adds its fields to the problem document. */
    void describeIn(JsonObject problem);
}
