package dev.usher.entitlements.api;

import io.vertx.core.json.JsonObject;

/** A request that contradicts the contract, with the place where it does. */
final class BadRequestException extends RuntimeException implements ProblemDetails {
    private static final long serialVersionUID = 1L;

    private final String pointer;
    private final String in;
    private final String name;

    private BadRequestException(String detail, String pointer, String in, String name) {
        // Anybody can cause one, and its place in the code says nothing: no stack trace.
        super(detail, null, false, false);
        this.pointer = pointer;
        this.in = in;
        this.name = name;
    }

    /** Something in the body; the pointer is a JSON Pointer (RFC 6901), empty for the body as a whole. */
    static BadRequestException inBody(String pointer, String detail) {
        return new BadRequestException(detail, pointer, null, null);
    }

    /** A parameter; {@code in} is {@code path}, {@code query} or {@code header}. */
    static BadRequestException inParameter(String in, String name, String detail) {
        return new BadRequestException(detail, null, in, name);
    }

    /** Adds {@code pointer} or {@code parameter}. */
    @Override
    public void describeIn(JsonObject problem) {
        if (pointer != null) {
            problem.put("pointer", pointer);
        } else {
            problem.put("parameter", new JsonObject().put("in", in).put("name", name));
        }
    }
}
