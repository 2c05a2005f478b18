package dev.usher.entitlements.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.Serializable;
import java.util.List;

/** A body that satisfies the schemas and is wrong nevertheless, with every place where it is, up to a bound. */
final class InvalidBodyException extends RuntimeException implements ProblemDetails {
    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final List<Complaint> complaints;

    /** A place, as a JSON Pointer (RFC 6901), and what is wrong there. */
    record Complaint(String pointer, String detail) implements Serializable {}

    InvalidBodyException(ProblemType type, String message, List<Complaint> complaints) {
        // Anybody can cause one, and its place in the code says nothing: no stack trace.
        super(message, null, false, false);
        this.type = type;
        this.complaints = List.copyOf(complaints);
    }

    ProblemType type() {
        return type;
    }

    /** Adds {@code pointer} and {@code errors}. */
    @Override
    public void describeIn(JsonObject problem) {
        JsonArray errors = new JsonArray();
        for (Complaint complaint : complaints) {
            errors.add(new JsonObject().put("pointer", complaint.pointer()).put("detail", complaint.detail()));
        }
        problem.put("pointer", complaints.get(0).pointer()).put("errors", errors);
    }
}
