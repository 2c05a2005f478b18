package dev.usher.bridge.core;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Picks a few fields out of a JSON object in one streaming pass, without building a tree. The pass goes on to the last byte
 * whatever was found, so a payload that is broken behind the last wanted field is malformed, too.
 *
 * <p>A dot in a wanted name goes into a nested object: {@code instrument.exchange}. A field whose own name has a dot cannot be
 * named. Text and integers are usable; an integer keeps the digits it was written with.
 *
 * <p>Immutable; one instance serves any number of threads.
 */
final class JsonFields {

    /** What was found under one wanted name: a text, or why there is none. */
    record Found(String text, Reason problem, String detail) {
        static Found text(String text) {
            return new Found(text, null, null);
        }

        static Found problem(Reason problem, String detail) {
            return new Found(null, problem, detail);
        }
    }

    /** The payload as a whole is unusable. */
    static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1;

        private final transient Reason reason;

        UnreadableException(Reason reason, String detail) {
            super(detail, null, false, false);
            this.reason = reason;
        }

        Reason reason() {
            return reason;
        }
    }

    /** A wanted field, or an object on the way to one. */
    private static final class Node {
        private static final int NOT_WANTED = -1;

        private final String path;
        private final int id;
        private final Map<String, Node> children = new HashMap<>();
        private int index = NOT_WANTED;

        Node(String path, int id) {
            this.path = path;
            this.id = id;
        }

        void forEachLeaf(Consumer<Node> action) {
            if (index != NOT_WANTED) {
                action.accept(this);
            }
            children.values().forEach(child -> child.forEachLeaf(action));
        }
    }

    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final Node root = new Node("", 0);
    private final List<String> names;
    private final int nodes;

    JsonFields(Collection<String> wanted) {
        this.names = List.copyOf(new LinkedHashSet<>(wanted));
        int count = 1;
        for (int i = 0; i < names.size(); i++) {
            Node node = root;
            for (String step : names.get(i).split("\\.", -1)) {
                if (step.isEmpty()) {
                    throw new IllegalArgumentException("a field name has an empty part: \"" + names.get(i) + "\"");
                }
                Node child = node.children.get(step);
                if (child == null) {
                    child = new Node(node == root ? step : node.path + "." + step, count++);
                    node.children.put(step, child);
                }
                node = child;
            }
            node.index = i;
        }
        this.nodes = count;
    }

    /** The wanted names, without repetition; the array that {@link #read} gives back is in this order. */
    List<String> names() {
        return names;
    }

    /**
     * @throws UnreadableException when the payload is not one valid JSON object from the first byte to the last
     */
    Found[] read(byte[] payload) throws UnreadableException {
        checkStart(payload);
        Found[] found;
        try (JsonParser parser = JSON.createParser(payload)) {
            parser.nextToken();
            Pass pass = new Pass(parser, new Found[names.size()], new boolean[nodes]);
            pass.object(root);
            found = pass.found;
            if (parser.nextToken() != null) {
                throw new UnreadableException(Reason.MALFORMED_JSON, "something follows the JSON object");
            }
        } catch (JsonProcessingException e) {
            // The parser's own message quotes the payload.
            throw new UnreadableException(Reason.MALFORMED_JSON, "not valid JSON near " + position(e.getLocation()));
        } catch (IOException | IllegalStateException e) {
            // IllegalStateException: field names made to collide in the parser's symbol table.
            throw new UnreadableException(Reason.MALFORMED_JSON, "not valid JSON");
        }
        for (int i = 0; i < found.length; i++) {
            if (found[i] == null) {
                found[i] = Found.problem(Reason.MISSING_FIELD, "field " + names.get(i) + " is missing");
            }
        }
        return found;
    }

    /**
     * The parser guesses UTF-16 and UTF-32 from NUL bytes and skips a byte order mark; JSON that systems exchange is UTF-8
     * without one (RFC 8259, section 8.1). A NUL before or right after the first brace is what the guess needs.
     */
    private static void checkStart(byte[] payload) throws UnreadableException {
        int i = 0;
        while (i < payload.length
                && (payload[i] == ' ' || payload[i] == '\n' || payload[i] == '\r' || payload[i] == '\t')) {
            i++;
        }
        if (i == payload.length) {
            throw new UnreadableException(Reason.MALFORMED_JSON, "the payload is empty");
        }
        if (payload[i] != '{') {
            throw new UnreadableException(Reason.NOT_AN_OBJECT, "the payload does not begin as a JSON object");
        }
        if (i + 1 < payload.length && payload[i + 1] == 0) {
            throw new UnreadableException(Reason.MALFORMED_JSON, "the payload is not UTF-8");
        }
    }

    private static String position(JsonLocation location) {
        return location == null ? "an unknown byte" : "byte " + location.getByteOffset();
    }

    /** One reading of one payload. */
    private record Pass(JsonParser parser, Found[] found, boolean[] seen) {

        /** The parser stands on the opening brace; afterwards it stands on the closing one. */
        void object(Node node) throws IOException {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                Node child = node.children.get(parser.currentName());
                JsonToken value = parser.nextToken();
                if (child == null) {
                    parser.skipChildren();
                } else if (seen[child.id]) {
                    parser.skipChildren();
                    child.forEachLeaf(leaf -> found[leaf.index] =
                            Found.problem(Reason.DUPLICATE_FIELD, "field " + child.path + " is there more than once"));
                } else {
                    seen[child.id] = true;
                    value(child, value);
                }
            }
        }

        private void value(Node node, JsonToken value) throws IOException {
            if (node.index != Node.NOT_WANTED) {
                found[node.index] = leaf(node, value);
            }
            if (value == JsonToken.START_OBJECT && !node.children.isEmpty()) {
                object(node);
                return;
            }
            parser.skipChildren();
            node.children
                    .values()
                    .forEach(child -> child.forEachLeaf(leaf -> found[leaf.index] = Found.problem(
                            Reason.MISTYPED_FIELD, "field " + node.path + " is " + kind(value) + ", not an object")));
        }

        private Found leaf(Node node, JsonToken value) throws IOException {
            if (value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT) {
                return Found.text(parser.getText());
            }
            return Found.problem(
                    Reason.MISTYPED_FIELD,
                    "field " + node.path + " is " + kind(value) + ", neither text nor an integer");
        }
    }

    private static String kind(JsonToken token) {
        return switch (token) {
            case VALUE_NULL -> "null";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NUMBER_FLOAT -> "a number with a fraction or an exponent";
            case VALUE_NUMBER_INT -> "an integer";
            case VALUE_STRING -> "a text";
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            default -> "something else";
        };
    }
}
