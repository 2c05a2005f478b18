package dev.usher.bridge.mapping;

import dev.usher.topics.ExactNumber;
import dev.usher.topics.Placeholder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntPredicate;

/** Reads a {@link Condition}. */
final class ConditionParser {

    private static final int DEEPEST = 100;
    private static final String LITERAL = "a text in single quotes, a number, true or false";

    private final String text;
    private final ConditionTokens tokens;
    private final Set<Placeholder> placeholders = new LinkedHashSet<>();
    private int depth;

    ConditionParser(String text) {
        this.text = text;
        this.tokens = new ConditionTokens(text);
    }

    Condition parse() {
        Condition.Unbound condition = or();
        if (!tokens.atEnd()) {
            throw tokens.expected("and, or, or the end");
        }
        return new Condition(text, List.copyOf(placeholders), condition);
    }

    private Condition.Unbound or() {
        Condition.Unbound left = and();
        while (tokens.skip("or")) {
            Condition.Unbound first = left;
            Condition.Unbound second = and();
            left = binding -> {
                BoundCondition one = first.bind(binding);
                BoundCondition other = second.bind(binding);
                return slots -> one.holds(slots) || other.holds(slots);
            };
        }
        return left;
    }

    private Condition.Unbound and() {
        Condition.Unbound left = not();
        while (tokens.skip("and")) {
            Condition.Unbound first = left;
            Condition.Unbound second = not();
            left = binding -> {
                BoundCondition one = first.bind(binding);
                BoundCondition other = second.bind(binding);
                return slots -> one.holds(slots) && other.holds(slots);
            };
        }
        return left;
    }

    private Condition.Unbound not() {
        if (++depth > DEEPEST) {
            throw tokens.problem("not more than " + DEEPEST + " parentheses and nots in each other");
        }
        Condition.Unbound result;
        if (tokens.skip("not")) {
            result = opposite(not());
        } else if (tokens.skip("(")) {
            result = or();
            if (!tokens.skip(")")) {
                throw tokens.expected("')'");
            }
        } else if (tokens.skip("exists")) {
            result = exists(placeholder());
        } else {
            result = comparison();
        }
        depth--;
        return result;
    }

    private static Condition.Unbound opposite(Condition.Unbound condition) {
        return binding -> {
            BoundCondition bound = condition.bind(binding.opposite());
            return slots -> !bound.holds(slots);
        };
    }

    private static Condition.Unbound exists(Placeholder placeholder) {
        return binding ->
                binding.compare(placeholder, slot -> slots -> slots.kind(slot).exists());
    }

    private Placeholder placeholder() {
        String name = tokens.placeholder();
        if (name == null) {
            throw tokens.expected("a placeholder such as {field}");
        }
        if (name.indexOf('|') >= 0) {
            throw tokens.problemBefore("filters are for templates; a condition compares the value as it is");
        }
        try {
            Placeholder placeholder = Placeholder.parse(name);
            placeholders.add(placeholder);
            return placeholder;
        } catch (IllegalArgumentException e) {
            throw tokens.problemBefore("{" + name + "} " + e.getMessage());
        }
    }

    private Condition.Unbound comparison() {
        if (!tokens.startsPlaceholder()) {
            throw tokens.expected("a placeholder such as {field}, exists, not or '('");
        }
        Placeholder placeholder = placeholder();
        if (tokens.skip("==")) {
            return equal(placeholder, literal());
        }
        if (tokens.skip("!=")) {
            return opposite(equal(placeholder, literal()));
        }
        if (tokens.skip("in")) {
            return in(placeholder, literals());
        }
        if (tokens.skip("not")) {
            if (!tokens.skip("in")) {
                throw tokens.expected("in");
            }
            return opposite(in(placeholder, literals()));
        }
        for (Order order : Order.values()) {
            if (tokens.skip(order.sign)) {
                return ordered(placeholder, order);
            }
        }
        throw tokens.expected("==, !=, <, <=, >, >=, in or not in");
    }

    /** The longer signs first: a part of one is another one. */
    private enum Order {
        AT_MOST("<=", sign -> sign <= 0),
        AT_LEAST(">=", sign -> sign >= 0),
        BELOW("<", sign -> sign < 0),
        ABOVE(">", sign -> sign > 0);

        private final String sign;
        private final IntPredicate test;

        Order(String sign, IntPredicate test) {
            this.sign = sign;
            this.test = test;
        }
    }

    private Condition.Unbound ordered(Placeholder placeholder, Order order) {
        Literal literal = literal();
        if (!(literal instanceof Literal.Number number)) {
            throw tokens.problemBefore(order.sign + " compares numbers; for texts there are ==, != and in");
        }
        return binding -> binding.compare(placeholder, slot -> slots -> {
            OptionalInt compared = number.order(slots, slot);
            return compared.isPresent() && order.test.test(compared.getAsInt());
        });
    }

    private static Condition.Unbound equal(Placeholder placeholder, Literal literal) {
        return binding -> binding.compare(placeholder, slot -> slots -> literal.equalTo(slots, slot));
    }

    private static Condition.Unbound in(Placeholder placeholder, List<Literal> literals) {
        Literal[] any = literals.toArray(Literal[]::new);
        return binding -> binding.compare(placeholder, slot -> slots -> {
            for (Literal literal : any) {
                if (literal.equalTo(slots, slot)) {
                    return true;
                }
            }
            return false;
        });
    }

    private List<Literal> literals() {
        if (!tokens.skip("(")) {
            throw tokens.expected("'(' and a list: ('a', 'b')");
        }
        List<Literal> literals = new ArrayList<>();
        do {
            literals.add(literal());
        } while (tokens.skip(","));
        if (!tokens.skip(")")) {
            throw tokens.expected("',' or ')'");
        }
        return literals;
    }

    private Literal literal() {
        String quoted = tokens.quoted();
        if (quoted != null) {
            return new Literal.Text(quoted);
        }
        for (String truth : List.of("true", "false")) {
            if (tokens.skip(truth)) {
                return new Literal.Truth(truth);
            }
        }
        if (tokens.skip("null")) {
            throw tokens.problemBefore("null is not compared; write exists {field} or not exists {field}");
        }
        String number = tokens.number();
        if (number == null) {
            throw tokens.expected(LITERAL);
        }
        BigDecimal value = ExactNumber.parse(number);
        if (value == null) {
            throw tokens.problemBefore(number + " is no number that JSON has, or one with too many digits");
        }
        return new Literal.Number(value);
    }
}
