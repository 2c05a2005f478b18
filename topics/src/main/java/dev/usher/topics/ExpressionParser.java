package dev.usher.topics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads what stands between braces. Texts are in single quotes; a quote in a text is written twice. */
final class ExpressionParser {

    private static final String FILTERS = "there are date, default, lower, number and upper";

    /** A piece of a filter: a word, or a quoted text. */
    private record Token(String text, boolean quoted) {}

    private final String text;
    private final int open;
    private int at;

    /** @param open where the opening brace stands in the text */
    ExpressionParser(String text, int open) {
        this.text = text;
        this.open = open;
    }

    /**
     * The index behind the closing brace, or -1 when there is none. Quoted texts behind the first {@code |} may have braces.
     */
    static int end(String text, int open) {
        boolean piped = false;
        boolean quoted = false;
        for (int i = open + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                quoted = c != '\'';
            } else if (c == '\'' && piped) {
                quoted = true;
            } else if (c == '|') {
                piped = true;
            } else if (c == '}') {
                return i + 1;
            } else if (c == '{') {
                return -1;
            }
        }
        return -1;
    }

    /** @throws IllegalArgumentException when it is no expression; the message begins with the expression itself */
    Expression parse() {
        int end = end(text, open);
        String whole = text.substring(open, end);
        String inner = text.substring(open + 1, end - 1);
        int pipe = inner.indexOf('|');
        try {
            String name = pipe < 0 ? inner : inner.substring(0, pipe).stripTrailing();
            Placeholder placeholder = Placeholder.parse(name);
            List<ValueFilter> filters = new ArrayList<>();
            at = pipe < 0 ? inner.length() : pipe;
            while (at < inner.length()) {
                at++;
                while (at < inner.length() && inner.charAt(at) == ' ') {
                    at++;
                }
                int start = at;
                try {
                    filters.add(filter(tokens(inner)));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(
                            "filter " + (filters.size() + 1) + " (character " + (open + 2 + start) + "): "
                                    + e.getMessage(),
                            e);
                }
            }
            return new Expression(placeholder, pipe < 0 ? placeholder.toString() : whole, filters);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(whole + " " + e.getMessage(), e);
        }
    }

    /** Up to the next {@code |} or the end. */
    private List<Token> tokens(String inner) {
        List<Token> tokens = new ArrayList<>();
        while (at < inner.length() && inner.charAt(at) != '|') {
            char c = inner.charAt(at);
            if (c == ' ') {
                at++;
            } else if (c == '\'') {
                tokens.add(new Token(quoted(inner), true));
            } else {
                int start = at;
                while (at < inner.length() && " '|".indexOf(inner.charAt(at)) < 0) {
                    at++;
                }
                tokens.add(new Token(inner.substring(start, at), false));
            }
        }
        return tokens;
    }

    private String quoted(String inner) {
        StringBuilder quoted = new StringBuilder();
        for (at++; at < inner.length(); at++) {
            char c = inner.charAt(at);
            if (c != '\'') {
                quoted.append(c);
            } else if (at + 1 < inner.length() && inner.charAt(at + 1) == '\'') {
                quoted.append(c);
                at++;
            } else {
                at++;
                return quoted.toString();
            }
        }
        throw new IllegalArgumentException("a text has no closing quote");
    }

    private static ValueFilter filter(List<Token> tokens) {
        if (tokens.isEmpty() || tokens.get(0).quoted()) {
            throw new IllegalArgumentException("the name of a filter is missing; " + FILTERS);
        }
        String name = tokens.get(0).text();
        List<Token> arguments = tokens.subList(1, tokens.size());
        return switch (name) {
            case "upper" -> alone(name, arguments, CaseFilter.UPPER);
            case "lower" -> alone(name, arguments, CaseFilter.LOWER);
            case "default" -> {
                check(shape(arguments, "'"), "default takes one text in single quotes: default 'XNAS'");
                yield new DefaultFilter(arguments.get(0).text());
            }
            case "number" -> number(arguments);
            case "date" -> date(arguments);
            default -> throw new IllegalArgumentException("there is no filter " + name + "; " + FILTERS);
        };
    }

    private static ValueFilter alone(String name, List<Token> arguments, ValueFilter filter) {
        check(arguments.isEmpty(), name + " takes nothing behind it");
        return filter;
    }

    private static ValueFilter number(List<Token> arguments) {
        boolean exact = shape(arguments, "'w") && arguments.get(1).text().equals("exact");
        check(
                arguments.isEmpty() || shape(arguments, "'") || exact,
                "number takes nothing, or a pattern in single quotes and perhaps exact: number '0.00' exact");
        return arguments.isEmpty()
                ? new NumberFilter()
                : new NumberFilter(arguments.get(0).text(), exact);
    }

    private static ValueFilter date(List<Token> arguments) {
        int from = arguments.size() - 2;
        boolean unit = from >= 1
                && shape(arguments.subList(from, from + 2), "ww")
                && arguments.get(from).text().equals("from");
        List<Token> texts = unit ? arguments.subList(0, from) : arguments;
        check(
                shape(texts, "'") || shape(texts, "''"),
                "date takes a pattern, perhaps a time zone, both in single quotes, and perhaps from seconds, millis, micros or"
                        + " nanos: date 'yyyyMMdd' 'America/New_York' from seconds");
        return new DateFilter(
                texts.get(0).text(),
                texts.size() == 2 ? texts.get(1).text() : "UTC",
                unit ? unit(arguments.get(from + 1).text()) : DateFilter.Unit.MILLIS);
    }

    private static DateFilter.Unit unit(String name) {
        for (DateFilter.Unit unit : DateFilter.Unit.values()) {
            if (unit.name().toLowerCase(Locale.ROOT).equals(name)) {
                return unit;
            }
        }
        throw new IllegalArgumentException("date knows seconds, millis, micros and nanos, not " + name);
    }

    /** @param shape a quote for each text, a w for each word */
    private static boolean shape(List<Token> tokens, String shape) {
        if (tokens.size() != shape.length()) {
            return false;
        }
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).quoted() != (shape.charAt(i) == '\'')) {
                return false;
            }
        }
        return true;
    }

    private static void check(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException(problem);
        }
    }
}
