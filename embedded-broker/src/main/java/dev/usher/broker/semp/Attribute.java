package dev.usher.broker.semp;

import java.util.List;

/**
 * One attribute of a SEMP object as this broker models it.
 *
 * @param name the specification's name
 * @param kind the JSON type
 * @param role how it may be read and written
 * @param max greatest length of a string in characters, or greatest value of an integer
 * @param min least value of an integer; ignored for others
 * @param choices the allowed values of an enumeration; empty when any value is
 * @param defaultValue what a POST or PUT without the attribute sets; null for attributes without one
 */
record Attribute(String name, Kind kind, Role role, long min, long max, List<String> choices, Object defaultValue) {

    enum Kind {
        STRING,
        INTEGER,
        BOOLEAN
    }

    enum Role {
        /** Identifies the object below its parent: required on POST, fixed afterwards. */
        KEY,
        /** Identifies the parent: taken from the path; a body may repeat it. */
        PARENT,
        READ_WRITE,
        /** Never in an answer, and left unchanged by a PUT that does not carry it. */
        WRITE_ONLY,
        READ_ONLY
    }

    Attribute {
        choices = List.copyOf(choices);
    }

    static Attribute key(String name, int maxLength) {
        return new Attribute(name, Kind.STRING, Role.KEY, 0, maxLength, List.of(), null);
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

    boolean identifying() {
        return role == Role.KEY || role == Role.PARENT;
    }

    boolean readable() {
        return role != Role.WRITE_ONLY;
    }

    /** @throws SempRefusal INVALID_PARAMETER when the value is not one this attribute can take */
    void check(Object value) {
        boolean fits;
        if (value == null) {
            fits = false;
        } else if (kind == Kind.STRING) {
            fits = value instanceof String s && fitsString(s);
        } else if (kind == Kind.BOOLEAN) {
            fits = value instanceof Boolean;
        } else {
            fits = isWhole(value) && ((Number) value).longValue() >= min && ((Number) value).longValue() <= max;
        }
        if (!fits) {
            throw SempRefusal.invalidParameter("Invalid value for attribute '" + name + "'");
        }
    }

    private boolean fitsString(String value) {
        if (!choices.isEmpty()) {
            return choices.contains(value);
        }
        return value.length() <= max && !(role == Role.KEY && value.isEmpty());
    }

    private static boolean isWhole(Object value) {
        return value instanceof Integer || value instanceof Long;
    }
}
