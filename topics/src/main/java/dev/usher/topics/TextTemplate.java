package dev.usher.topics;

import java.util.ArrayList;
import java.util.List;

/**
 * Fixed text with values of a record in it, for what is not a topic: {@code {price | number '0.00'} {currency}}. Values are shown
 * as they are. Immutable and safe for use by many threads.
 */
public final class TextTemplate {

    private final String text;
    private final String[] literals;
    private final List<Expression> expressions;

    private TextTemplate(String text, List<String> literals, List<Expression> expressions) {
        this.text = text;
        this.literals = literals.toArray(String[]::new);
        this.expressions = List.copyOf(expressions);
    }

    /**
     * The template with this text.
     *
     * @throws InvalidTopicTemplateException when braces do not pair, or a placeholder or filter is unknown
     */
    public static TextTemplate parse(String template) throws InvalidTopicTemplateException {
        List<String> literals = new ArrayList<>();
        List<Expression> expressions = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        if (TopicText.utf8Length(template) < 0) {
            throw refuse(template, "has an unpaired surrogate, which has no UTF-8 form");
        }
        int at = 0;
        while (at < template.length()) {
            char c = template.charAt(at);
            if (c == '{') {
                int end = ExpressionParser.end(template, at);
                if (end < 0) {
                    throw refuse(template, "character " + (at + 1) + ": a '{' has no '}'");
                }
                try {
                    expressions.add(new ExpressionParser(template, at).parse());
                } catch (IllegalArgumentException e) {
                    throw refuse(template, "character " + (at + 1) + ": " + e.getMessage());
                }
                literals.add(literal.toString());
                literal.setLength(0);
                at = end;
            } else if (c == '}') {
                throw refuse(template, "character " + (at + 1) + ": a '}' has no '{'");
            } else {
                literal.append(c);
                at++;
            }
        }
        literals.add(literal.toString());
        return new TextTemplate(template, literals, expressions);
    }

    private static InvalidTopicTemplateException refuse(String template, String reason) {
        return InvalidTopicTemplateException.ofText(template, reason);
    }

    /** What a record has to provide, in the order of the text, repeated as there. */
    public List<Expression> expressions() {
        return expressions;
    }

    /**
     * The text with these values.
     *
     * @param values one for each of {@link #expressions()}, filters applied
     */
    public String render(String... values) {
        if (values.length != expressions.size()) {
            throw new IllegalArgumentException(
                    "the template has " + expressions.size() + " values, there are " + values.length);
        }
        if (values.length == 1 && literals[0].isEmpty() && literals[1].isEmpty()) {
            return values[0];
        }
        StringBuilder out = new StringBuilder(literals[0]);
        for (int i = 0; i < values.length; i++) {
            out.append(values[i]).append(literals[i + 1]);
        }
        return out.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TextTemplate that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The template as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
