package dev.usher.broker.semp;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The {@code where} query parameter: comparisons joined by AND. {@code *} in the value of an {@code ==} or {@code !=} on
 * a string stands for any text (SEMP v2 spec 2.30, "where").
 */
record Where(List<Condition> conditions) implements Predicate<JsonObject> {
    static final Where EVERYTHING = new Where(List.of());

    Where {
        conditions = List.copyOf(conditions);
    }

    /**
     * @param raw the undecoded value: raw commas separate, escaped commas belong to a value
     * @throws SempRefusal INVALID_PARAMETER for an unknown attribute, a missing operator or an ill-typed value
     */
    static Where parse(String raw, ObjectType type) {
        List<Condition> conditions = new ArrayList<>();
        for (String part : raw.split(",", -1)) {
            conditions.add(Condition.parse(SempQuery.decode(part, "where"), type));
        }
        return new Where(conditions);
    }

    @Override
    public boolean test(JsonObject object) {
        return conditions.stream().allMatch(c -> c.test(object));
    }

    enum Operator {
        // Two-character operators first: parsing takes the first that matches.
        EQ("=="),
        NE("!="),
        LE("<="),
        GE(">="),
        LT("<"),
        GT(">");

        private final String text;

        Operator(String text) {
            this.text = text;
        }

        boolean accepts(int comparison) {
            return switch (this) {
                case EQ -> comparison == 0;
                case NE -> comparison != 0;
                case LE -> comparison <= 0;
                case GE -> comparison >= 0;
                case LT -> comparison < 0;
                case GT -> comparison > 0;
            };
        }
    }

    record Condition(Attribute attribute, Operator operator, Comparable<?> value, Glob wildcard) {

        static Condition parse(String text, ObjectType type) {
            for (int i = 1; i < text.length(); i++) {
                for (Operator operator : Operator.values()) {
                    if (text.startsWith(operator.text, i)) {
                        Attribute attribute = type.require(text.substring(0, i));
                        if (!attribute.readable()) {
                            throw SempRefusal.invalidParameter("where: '" + attribute.name() + "' cannot be compared");
                        }
                        return of(attribute, operator, text.substring(i + operator.text.length()));
                    }
                }
            }
            throw SempRefusal.invalidParameter("where: no comparison in '" + text + "'");
        }

        private static Condition of(Attribute attribute, Operator operator, String value) {
            boolean equality = operator == Operator.EQ || operator == Operator.NE;
            boolean wild = attribute.kind() == Attribute.Kind.STRING && equality && Glob.isWild(value);
            Comparable<?> operand = switch (attribute.kind()) {
                case BOOLEAN -> bool(attribute, equality, value);
                case INTEGER -> integer(attribute, value);
                case STRING -> value;
                case OBJECT -> throw SempRefusal.notSupported("where: '" + attribute.name() + "'");
            };
            return new Condition(attribute, operator, operand, wild ? new Glob(value) : null);
        }

        private static Boolean bool(Attribute attribute, boolean equality, String value) {
            if (!equality || !(value.equals("true") || value.equals("false"))) {
                throw SempRefusal.invalidParameter("where: '" + attribute.name() + "' is a boolean");
            }
            return Boolean.valueOf(value);
        }

        private static Long integer(Attribute attribute, String value) {
            try {
                return Long.valueOf(value);
            } catch (NumberFormatException e) {
                throw SempRefusal.invalidParameter("where: '" + attribute.name() + "' is an integer");
            }
        }

        boolean test(JsonObject object) {
            Object actual = object.getValue(attribute.name());
            if (actual == null) {
                return operator == Operator.NE;
            }
            if (wildcard != null) {
                return wildcard.matches((String) actual) == (operator == Operator.EQ);
            }
            return operator.accepts(compare(actual));
        }

        private int compare(Object actual) {
            return switch (attribute.kind()) {
                case STRING -> ((String) actual).compareTo((String) value);
                case INTEGER -> Long.compare(((Number) actual).longValue(), (Long) value);
                case BOOLEAN -> ((Boolean) actual).compareTo((Boolean) value);
                case OBJECT -> throw new IllegalStateException("objects are not compared");
            };
        }
    }
}
