package dev.usher.bridge.mapping;

/** Cuts a condition into words, signs, placeholders and literals. Positions in messages count from 1. */
final class ConditionTokens {

    private final String text;
    private int at;

    /** Where the last token that was taken began. */
    private int last;

    ConditionTokens(String text) {
        this.text = text;
        space();
    }

    boolean atEnd() {
        return at == text.length();
    }

    /** Takes a word or sign if it comes next. */
    boolean skip(String token) {
        if (!text.startsWith(token, at)) {
            return false;
        }
        int end = at + token.length();
        if (isWord(token.charAt(0)) && end < text.length() && isWord(text.charAt(end))) {
            return false;
        }
        take(end);
        return true;
    }

    boolean startsPlaceholder() {
        return !atEnd() && text.charAt(at) == '{';
    }

    /** What stands between the braces, or null when no placeholder comes next. */
    String placeholder() {
        if (!startsPlaceholder()) {
            return null;
        }
        int close = text.indexOf('}', at);
        if (close < 0) {
            throw problem("a '{' has no '}'");
        }
        String name = text.substring(at + 1, close);
        take(close + 1);
        return name;
    }

    /** A text in single quotes, in which a quote is written twice; null when none comes next. */
    String quoted() {
        if (atEnd() || text.charAt(at) != '\'') {
            return null;
        }
        StringBuilder quoted = new StringBuilder();
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\'') {
                quoted.append(c);
            } else if (i + 1 < text.length() && text.charAt(i + 1) == '\'') {
                quoted.append(c);
                i++;
            } else {
                take(i + 1);
                return quoted.toString();
            }
        }
        throw problem("a text has no closing quote");
    }

    /** What looks like a number, or null. */
    String number() {
        if (atEnd() || "+-.0123456789".indexOf(text.charAt(at)) < 0) {
            return null;
        }
        int end = at + 1;
        while (end < text.length() && (isWord(text.charAt(end)) || "+-.".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        String number = text.substring(at, end);
        take(end);
        return number;
    }

    private void take(int end) {
        last = at;
        at = end;
        space();
    }

    private void space() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    IllegalArgumentException expected(String what) {
        return problem("expected " + what + ", not " + next());
    }

    private String next() {
        if (atEnd()) {
            return "the end";
        }
        int end = at + 1;
        while (end < text.length() && isWord(text.charAt(at)) && isWord(text.charAt(end))) {
            end++;
        }
        String next = text.substring(at, end);
        String hint = switch (next) {
            case "=" -> " (equality is ==)";
            case "&" -> " (write and)";
            case "|" -> " (write or)";
            case "!" -> " (write not)";
            case "\"" -> " (texts are in single quotes)";
            default -> "";
        };
        return "\"" + next + "\"" + hint;
    }

    /** A problem with what comes next. */
    IllegalArgumentException problem(String what) {
        return problem(what, at);
    }

    /** A problem with what was taken last. */
    IllegalArgumentException problemBefore(String what) {
        return problem(what, last);
    }

    private IllegalArgumentException problem(String what, int where) {
        return new IllegalArgumentException("condition \"" + text + "\": character " + (where + 1) + ": " + what);
    }
}
