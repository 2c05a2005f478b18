package dev.usher.topics;

import java.util.ArrayList;
import java.util.List;

/** Takes a template apart into fixed texts and placeholders, and refuses what could not render safely. */
final class TemplateParser {

    private final String text;
    private final ReservedCharacters policy;
    private final List<String> literals = new ArrayList<>();
    private final List<Expression> slots = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();

    private int level = 1;
    private boolean levelIsEmpty = true;
    private Expression inLevel;

    TemplateParser(String text, ReservedCharacters policy) {
        this.text = text;
        this.policy = policy;
    }

    TopicTemplate parse() {
        if (TopicText.utf8Length(text) < 0) {
            throw refuse("has an unpaired surrogate, which has no UTF-8 form");
        }
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '{') {
                at = placeholder(at);
            } else if (c == '/') {
                endLevel();
                literal.append(c);
                at++;
                level++;
            } else {
                fixed(c);
                at++;
            }
        }
        endLevel();
        endLiteral();
        checkSize();
        return new TopicTemplate(text, policy, literals, slots);
    }

    private int placeholder(int open) {
        int end = ExpressionParser.end(text, open);
        if (end < 0) {
            throw refuse("level " + level + ": a '{' has no '}'");
        }
        Expression placeholder;
        try {
            placeholder = new ExpressionParser(text, open).parse();
        } catch (IllegalArgumentException e) {
            throw refuse("level " + level + ": " + e.getMessage());
        }
        if (inLevel != null) {
            throw refuse("level " + level + ": " + inLevel + " and " + placeholder
                    + " share a level, so different values could give one topic; give each a level of its own");
        }
        inLevel = placeholder;
        levelIsEmpty = false;
        slots.add(placeholder);
        endLiteral();
        return end;
    }

    private void fixed(char c) {
        if (c == '}') {
            throw refuse("level " + level + ": a '}' has no '{'");
        }
        if (LevelCodec.isReserved(c, level == 1 && levelIsEmpty)) {
            throw refuse("level " + level + ": the fixed text contains " + TopicText.name(c)
                    + ", which is reserved in topics" + (c == '$' ? " as the first character" : ""));
        }
        literal.append(c);
        levelIsEmpty = false;
    }

    private void endLevel() {
        if (levelIsEmpty) {
            throw refuse("level " + level + " is empty");
        }
        levelIsEmpty = true;
        inLevel = null;
    }

    private void endLiteral() {
        literals.add(literal.toString());
        literal.setLength(0);
    }

    /** A value has at least a byte, so what is too much here is too much for every record; 128 levels are out of reach. */
    private void checkSize() {
        int bytes =
                slots.size() + literals.stream().mapToInt(TopicText::utf8Length).sum();
        if (bytes > TopicText.MAX_BYTES) {
            throw refuse("every topic would have at least " + bytes + " bytes, the limit is " + TopicText.MAX_BYTES);
        }
    }

    private InvalidTopicTemplateException refuse(String reason) {
        return new InvalidTopicTemplateException(text, reason);
    }
}
