package dev.usher.broker.semp;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * One attribute of a SEMP object as this broker models it.
 *
 * @param name the specification's name
 * @param kind the JSON type
 * @param role how it may be read and written
 * @param min least length of a string in characters, or least value of an integer
 * @param max greatest length of a string in characters, or greatest value of an integer
 * @param pattern what all of a string must match; empty when anything does
 * @param requires the attributes without which a body may not have this one
 * @param choices the allowed values of an enumeration; empty when any value is
 * @param defaultValue what a POST or PUT without the attribute sets, or the one value of a fixed attribute; null for
 *     attributes without one
 */
record Attribute(
        String name,
        Kind kind,
        Role role,
        long min,
        long max,
        String pattern,
        List<String> requires,
        List<String> choices,
        Object defaultValue) {

    enum Kind {
        STRING,
        INTEGER,
        BOOLEAN,
        /** Attributes of its own, all of them whole numbers, such as a threshold with a set and a clear value. */
        OBJECT;

        static Kind of(Object value) {
            if (value instanceof Boolean) {
                return BOOLEAN;
            }
            if (value instanceof JsonObject) {
                return OBJECT;
            }
            return value instanceof String ? STRING : INTEGER;
        }
    }

    enum Role {
        /** Identifies the object below its parent: required on POST, fixed afterwards. */
        KEY,
        /** Identifies the parent: taken from the path; a body may repeat it. */
        PARENT,
        READ_WRITE,
        /** Never in an answer, and left unchanged by a PUT that does not carry it. */
        WRITE_ONLY,
        READ_ONLY,
        /**
         * Has one value in this broker: a body may repeat it, so that a full object read from elsewhere can be written,
         * and nothing else, which would be ignored.
         */
        FIXED,
        /** The same for a write-only attribute. */
        FIXED_WRITE_ONLY
    }

    Attribute {
        choices = List.copyOf(choices);
        requires = List.copyOf(requires);
    }

    Attribute(String name, Kind kind, Role role, long min, long max, List<String> choices, Object defaultValue) {
        this(name, kind, role, min, max, "", List.of(), choices, defaultValue);
    }

    static Attribute key(String name, int maxLength) {
        return new Attribute(name, Kind.STRING, Role.KEY, 1, maxLength, List.of(), null);
    }

    static Attribute key(String name, List<String> choices) {
        return new Attribute(name, Kind.STRING, Role.KEY, 0, 64, choices, null);
    }

    static Attribute parent(String name) {
        return new Attribute(name, Kind.STRING, Role.PARENT, 0, 256, List.of(), null);
    }

    static Attribute text(String name, int maxLength, String defaultValue) {
        return new Attribute(name, Kind.STRING, Role.READ_WRITE, 0, maxLength, List.of(), defaultValue);
    }

    static Attribute secret(String name, int maxLength, String defaultValue) {
        return new Attribute(name, Kind.STRING, Role.WRITE_ONLY, 0, maxLength, List.of(), defaultValue);
    }

    static Attribute choice(String name, List<String> choices, String defaultValue) {
        return new Attribute(name, Kind.STRING, Role.READ_WRITE, 0, 64, choices, defaultValue);
    }

    static Attribute flag(String name, boolean defaultValue) {
        return new Attribute(name, Kind.BOOLEAN, Role.READ_WRITE, 0, 0, List.of(), defaultValue);
    }

    static Attribute number(String name, long min, long max, Long defaultValue) {
        return new Attribute(name, Kind.INTEGER, Role.READ_WRITE, min, max, List.of(), defaultValue);
    }

    static Attribute shown(String name, Kind kind) {
        return new Attribute(name, kind, Role.READ_ONLY, Long.MIN_VALUE, Long.MAX_VALUE, List.of(), null);
    }

    static Attribute fixed(String name, Object value) {
        return new Attribute(name, Kind.of(value), Role.FIXED, Long.MIN_VALUE, Long.MAX_VALUE, List.of(), value);
    }

    static Attribute fixedSecret(String name, String value) {
        return new Attribute(name, Kind.STRING, Role.FIXED_WRITE_ONLY, 0, Long.MAX_VALUE, List.of(), value);
    }

    /** A copy for strings of this form only, and of at least that many characters. */
    Attribute like(String form, int minLength) {
        return new Attribute(name, kind, role, minLength, max, form, requires, choices, defaultValue);
    }

    /** A copy that a body may have only together with others. */
    Attribute with(List<String> others) {
        return new Attribute(name, kind, role, min, max, pattern, others, choices, defaultValue);
    }

    boolean identifying() {
        return role == Role.KEY || role == Role.PARENT;
    }

    boolean readable() {
        return role != Role.WRITE_ONLY && role != Role.FIXED_WRITE_ONLY;
    }

    boolean isFixed() {
        return role == Role.FIXED || role == Role.FIXED_WRITE_ONLY;
    }

    /**
     * Checks a value of a request body.
     *
     * @throws SempRefusal INVALID_PARAMETER when the value is not one this attribute can take, NOT_SUPPORTED when this
     *     broker would have to ignore it
     */
    void check(Object value) {
        boolean fits;
        if (value == null) {
            fits = false;
        } else if (kind == Kind.STRING) {
            fits = value instanceof String s && fitsString(s);
        } else if (kind == Kind.BOOLEAN) {
            fits = value instanceof Boolean;
        } else if (kind == Kind.OBJECT) {
            fits = value instanceof JsonObject object && object.stream().allMatch(e -> isWhole(e.getValue()));
        } else {
            fits = isWhole(value) && ((Number) value).longValue() >= min && ((Number) value).longValue() <= max;
        }
        if (!fits) {
            throw SempRefusal.invalidParameter("Invalid value for attribute '" + name + "'");
        }
        if (isFixed() && !repeats(value)) {
            throw SempRefusal.notSupported(
                    "Attribute '" + name + "' with another value than " + Json.encode(defaultValue));
        }
    }

    /** Of an attribute with attributes of its own, any of them may be repeated. */
    private boolean repeats(Object value) {
        if (value instanceof JsonObject given && defaultValue instanceof JsonObject fixed) {
            return given.stream().allMatch(e -> same(e.getValue(), fixed.getValue(e.getKey())));
        }
        return same(value, defaultValue);
    }

    private static boolean same(Object a, Object b) {
        return a instanceof Number x && b instanceof Number y ? x.longValue() == y.longValue() : Objects.equals(a, b);
    }

    /** A number as an int; a greater one than that is as good as the greatest. */
    static int toInt(Object value) {
        return (int) Math.min(Integer.MAX_VALUE, ((Number) value).longValue());
    }

    private boolean fitsString(String value) {
        if (!choices.isEmpty()) {
            return choices.contains(value);
        }
        // Half a surrogate pair has no UTF-8: its object could not be found under any path.
        return value.length() >= min
                && value.length() <= max
                && (pattern.isEmpty() || value.matches(pattern))
                && StandardCharsets.UTF_8.newEncoder().canEncode(value);
    }

    private static boolean isWhole(Object value) {
        return value instanceof Integer || value instanceof Long;
    }
}
