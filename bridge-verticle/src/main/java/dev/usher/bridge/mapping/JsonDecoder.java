package dev.usher.bridge.mapping;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.usher.bridge.core.InboundRecord;
import dev.usher.bridge.core.MapOutcome;
import dev.usher.bridge.core.Reason;
import dev.usher.bridge.mapping.JsonLexer.BrokenException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One pass over the bytes of a payload, without recursion and without a String; see {@link JsonFormat} for what is valid. */
final class JsonDecoder implements PayloadDecoder {

    static final int DEEPEST = 1_000;

    private static final byte[] TRUE = "true".getBytes(US_ASCII);
    private static final byte[] FALSE = "false".getBytes(US_ASCII);
    private static final byte[] NULL = "null".getBytes(US_ASCII);

    private final JsonNode root;
    private final boolean[] seen;

    /** What the scanner is in, from the outermost object to the innermost. */
    private final JsonNode[] open = new JsonNode[DEEPEST + 1];

    private final JsonLexer lexer = new JsonLexer();
    private final JsonTexts texts = new JsonTexts();
    private byte[] json = {};
    private FieldSlots slots;

    JsonDecoder(List<String> fields) {
        this.root = JsonNode.tree(fields);
        this.seen = new boolean[root.count()];
    }

    @Override
    public Optional<MapOutcome.Unmappable> decode(InboundRecord record, FieldSlots into) {
        json = record.payload();
        slots = into;
        lexer.start(json);
        texts.start();
        Arrays.fill(seen, false);
        int at = lexer.space(0);
        if (at == json.length) {
            return malformed("the payload is empty");
        }
        if (json[at] != '{') {
            return Optional.of(
                    new MapOutcome.Unmappable(Reason.NOT_AN_OBJECT, "the payload does not begin as a JSON object"));
        }
        try {
            at = lexer.space(object(at));
            if (at < json.length) {
                return malformed("something follows the JSON object at byte " + at);
            }
            return Optional.empty();
        } catch (BrokenException e) {
            return malformed("not valid JSON: " + e.getMessage());
        }
    }

    private static Optional<MapOutcome.Unmappable> malformed(String detail) {
        return Optional.of(new MapOutcome.Unmappable(Reason.MALFORMED_JSON, detail));
    }

    /** From the outermost opening brace to behind its closing one. */
    private int object(int from) throws BrokenException {
        JsonNode in = root;
        int depth = 1;
        open[1] = root;
        int at = lexer.space(from + 1);
        boolean empty = lexer.peek(at) == '}';
        while (true) {
            if (!empty) {
                JsonNode field = null;
                if (in != JsonNode.ARRAY) {
                    int start = quote(at);
                    int end = lexer.text(start);
                    field = in.hasChildren() || lexer.escaped() ? field(in, start, end) : null;
                    at = lexer.space(end + 1);
                    if (lexer.peek(at) != ':') {
                        throw new BrokenException("a name without a colon", at);
                    }
                    at = lexer.space(at + 1);
                }
                int c = lexer.peek(at);
                if (c == '{' || c == '[') {
                    if (++depth > DEEPEST) {
                        throw new BrokenException("nested deeper than " + DEEPEST, at);
                    }
                    in = c == '[' ? array(field) : inner(field);
                    open[depth] = in;
                    at = lexer.space(at + 1);
                    empty = lexer.peek(at) == (c == '[' ? ']' : '}');
                    continue;
                }
                at = scalar(c, at, field);
            }
            // Behind a value, or at the closing bracket of something empty.
            while (true) {
                at = lexer.space(at);
                int c = lexer.peek(at);
                if (c == ',') {
                    at = lexer.space(at + 1);
                    break;
                }
                empty = false;
                if (c != (in == JsonNode.ARRAY ? ']' : '}')) {
                    throw new BrokenException("neither a comma nor the end of what is open", at);
                }
                at++;
                if (--depth == 0) {
                    return at;
                }
                in = open[depth];
            }
        }
    }

    private int quote(int at) throws BrokenException {
        if (lexer.peek(at) != '"') {
            throw new BrokenException("not the name of a field", at);
        }
        return at + 1;
    }

    /** The wanted field with this name, or null; also when it is there again and so not to be read. */
    private JsonNode field(JsonNode in, int start, int end) throws BrokenException {
        JsonNode field = lexer.escaped() ? unescaped(in, start, end) : in.child(json, start, end);
        if (field != null && seen[field.id()]) {
            field.duplicate(slots);
            return null;
        }
        if (field != null) {
            seen[field.id()] = true;
        }
        return field;
    }

    private JsonNode unescaped(JsonNode in, int start, int end) throws BrokenException {
        int from = texts.used();
        if (!texts.add(json, start, end)) {
            throw new BrokenException("a name with an unpaired surrogate", start);
        }
        return in.child(texts.buffer(), from, texts.used());
    }

    private JsonNode array(JsonNode field) {
        if (field != null) {
            shape(field, "an array");
            field.childrenOf("an array", slots);
        }
        return JsonNode.ARRAY;
    }

    private JsonNode inner(JsonNode field) {
        if (field == null) {
            return JsonNode.OTHER_OBJECT;
        }
        shape(field, "an object");
        return field;
    }

    private void shape(JsonNode field, String kind) {
        if (field.slot() != JsonNode.NOT_WANTED) {
            slots.setProblem(
                    field.slot(),
                    FieldKind.WRONG_SHAPE,
                    "field " + field.path() + " is " + kind + ", neither text nor a number");
        }
    }

    private int scalar(int first, int at, JsonNode field) throws BrokenException {
        switch (first) {
            case '"' -> {
                int end = lexer.text(at + 1);
                if (field != null) {
                    text(field, at + 1, end);
                }
                return end + 1;
            }
            case 't' -> {
                return value(field, FieldKind.BOOLEAN, at, lexer.literal(at, TRUE));
            }
            case 'f' -> {
                return value(field, FieldKind.BOOLEAN, at, lexer.literal(at, FALSE));
            }
            case 'n' -> {
                int end = lexer.literal(at, NULL);
                if (field != null) {
                    field.nothing(slots);
                }
                return end;
            }
            default -> {
                int end = lexer.number(at);
                return value(field, lexer.numberKind(), at, end);
            }
        }
    }

    private void text(JsonNode field, int start, int end) throws BrokenException {
        if (!lexer.escaped()) {
            value(field, FieldKind.TEXT, start, end);
            return;
        }
        field.childrenOf("a text", slots);
        if (field.slot() == JsonNode.NOT_WANTED) {
            return;
        }
        int from = texts.used();
        if (texts.add(json, start, end)) {
            slots.set(field.slot(), FieldKind.TEXT, texts.buffer(), from, texts.used());
        } else {
            slots.setProblem(
                    field.slot(),
                    FieldKind.NOT_TEXT,
                    "field " + field.path() + " has an unpaired surrogate, which has no UTF-8 form");
        }
    }

    private int value(JsonNode field, FieldKind kind, int start, int end) {
        if (field != null) {
            if (field.slot() != JsonNode.NOT_WANTED) {
                slots.set(field.slot(), kind, json, start, end);
            }
            if (field.hasChildren()) {
                field.childrenOf(kind == FieldKind.TEXT ? "a text" : "a plain value", slots);
            }
        }
        return end;
    }
}
