package dev.usher.entitlements.api;

import io.vertx.json.schema.OutputUnit;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the place and the words for what a JSON Schema validator objects to. */
final class Violations {
    /** Keywords whose error only says that something further in is wrong. */
    private static final Set<String> WRAPPERS = Set.of("$ref", "properties", "items", "allOf");

    private static final Pattern MISSING = Pattern.compile("does not have required property \"(.*)\"$");

    private Violations() {}

    /** A place in the body and what is wrong there. */
    record Violation(String pointer, String detail) {}

    /** The first objection of an invalid result. */
    static Violation first(OutputUnit invalid) {
        List<OutputUnit> errors = invalid.getErrors();
        OutputUnit error = errors.stream()
                .filter(e -> !WRAPPERS.contains(keyword(e)))
                .findFirst()
                .orElse(errors.get(0));
        String place = pointer(error);
        return switch (keyword(error)) {
            case "required" -> missing(place, error);
            case "additionalProperties" -> new Violation(place, "is not a known field");
            case "pattern" -> new Violation(place, "must not contain control characters");
            default -> new Violation(place, error.getError());
        };
    }

    private static Violation missing(String place, OutputUnit error) {
        Matcher name = MISSING.matcher(error.getError());
        return name.find()
                ? new Violation(place + "/" + name.group(1), "is required")
                : new Violation(place, error.getError());
    }

    private static String keyword(OutputUnit error) {
        String location = error.getKeywordLocation();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private static String pointer(OutputUnit error) {
        String location = error.getInstanceLocation();
        // The validator writes pointers as URI fragments.
        String pointer = location.startsWith("#") ? location.substring(1) : location;
        return URLDecoder.decode(pointer.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
