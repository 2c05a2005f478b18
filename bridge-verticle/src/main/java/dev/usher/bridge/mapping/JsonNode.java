package dev.usher.bridge.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;

/** A wanted field, or an object on the way to one. */
final class JsonNode {

    static final int NOT_WANTED = -1;

    /** What the scanner is in while it is in nothing that is wanted. */
    static final JsonNode OTHER_OBJECT = new JsonNode("", "", 0);

    static final JsonNode ARRAY = new JsonNode("", "", 0);

    private final String path;
    private final String text;
    private final byte[] name;
    private final long start;
    private final int id;
    private JsonNode[] children = {};
    private int slot = NOT_WANTED;

    private JsonNode(String path, String name, int id) {
        this.path = path;
        this.text = name;
        this.name = name.getBytes(UTF_8);
        this.start = JsonLexer.word(Arrays.copyOf(this.name, Math.max(Long.BYTES, this.name.length)), 0);
        this.id = id;
    }

    /** The tree of these fields; the slot of each is its place in the list. */
    static JsonNode tree(List<String> fields) {
        JsonNode root = new JsonNode("", "", 0);
        int nodes = 1;
        for (int i = 0; i < fields.size(); i++) {
            JsonNode node = root;
            for (String step : fields.get(i).split("\\.", -1)) {
                if (step.isEmpty()) {
                    throw new IllegalArgumentException("a field name has an empty part: \"" + fields.get(i) + "\"");
                }
                JsonNode child = node.named(step);
                if (child == null) {
                    child = new JsonNode(node == root ? step : node.path + "." + step, step, nodes++);
                    node.children = Arrays.copyOf(node.children, node.children.length + 1);
                    node.children[node.children.length - 1] = child;
                }
                node = child;
            }
            node.slot = i;
        }
        return root;
    }

    private JsonNode named(String step) {
        for (JsonNode child : children) {
            if (child.text.equals(step)) {
                return child;
            }
        }
        return null;
    }

    /** How many nodes there are from here on, this one included; their ids are below that for a root. */
    int count() {
        int count = 1;
        for (JsonNode child : children) {
            count += child.count();
        }
        return count;
    }

    boolean hasChildren() {
        return children.length > 0;
    }

    String path() {
        return path;
    }

    int id() {
        return id;
    }

    /** {@link #NOT_WANTED} when only fields inside are. */
    int slot() {
        return slot;
    }

    /** The field with this name, or null. The names are compared as bytes: they have one UTF-8 form. */
    JsonNode child(byte[] json, int from, int to) {
        int length = to - from;
        if (from + Long.BYTES > json.length) {
            return childNearTheEnd(json, from, to);
        }
        long word = JsonLexer.word(json, from);
        if (length < Long.BYTES) {
            word &= (1L << length * Byte.SIZE) - 1;
        }
        for (JsonNode child : children) {
            if (child.start == word
                    && child.name.length == length
                    && (length <= Long.BYTES
                            || Arrays.equals(child.name, Long.BYTES, length, json, from + Long.BYTES, to))) {
                return child;
            }
        }
        return null;
    }

    private JsonNode childNearTheEnd(byte[] json, int from, int to) {
        for (JsonNode child : children) {
            if (Arrays.equals(child.name, 0, child.name.length, json, from, to)) {
                return child;
            }
        }
        return null;
    }

    /** This field is there again. */
    void duplicate(FieldSlots slots) {
        duplicate(slots, "field " + path + " is there more than once");
    }

    private void duplicate(FieldSlots slots, String detail) {
        if (slot != NOT_WANTED) {
            slots.setProblem(slot, FieldKind.DUPLICATE, detail);
        }
        for (JsonNode child : children) {
            child.duplicate(slots, detail);
        }
    }

    /** This field is not an object, so those wanted in it cannot be there. */
    void childrenOf(String kind, FieldSlots slots) {
        for (JsonNode child : children) {
            child.within("field " + path + " is " + kind + ", not an object", slots);
        }
    }

    private void within(String detail, FieldSlots slots) {
        if (slot != NOT_WANTED) {
            slots.setProblem(slot, FieldKind.UNREACHABLE, detail);
        }
        for (JsonNode child : children) {
            child.within(detail, slots);
        }
    }

    /** This field is null, and so is all that is wanted in it. */
    void nothing(FieldSlots slots) {
        if (slot != NOT_WANTED) {
            slots.setNull(slot);
        }
        for (JsonNode child : children) {
            child.nothing(slots);
        }
    }
}
