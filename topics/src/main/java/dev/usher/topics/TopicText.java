package dev.usher.topics;

/** What every topic and filter text has in common: separators, limits, and how a broken one is shown in a message. */
final class TopicText {

    /** PubSub+ docs, SMF Topics: a topic has at most 250 bytes of UTF-8. */
    static final int MAX_BYTES = 250;

    /** PubSub+ docs, SMF Topics: a topic has at most 128 levels. */
    static final int MAX_LEVELS = 128;

    static final char SEPARATOR = '/';

    private TopicText() {}

    /** Length in UTF-8 bytes, or -1 when the text has an unpaired surrogate and so has no UTF-8 form. */
    static int utf8Length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes += 1;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (!Character.isSurrogate(c)) {
                bytes += 3;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes += 4;
                i++;
            } else {
                return -1;
            }
        }
        return bytes;
    }

    static int countLevels(String text) {
        int levels = 1;
        for (int i = text.indexOf(SEPARATOR); i >= 0; i = text.indexOf(SEPARATOR, i + 1)) {
            levels++;
        }
        return levels;
    }

    /** All levels, the empty ones included. */
    static String[] split(String text) {
        return text.split("/", -1);
    }

    /** The first C0, DEL or C1 control character, or -1. */
    static int indexOfControl(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return i;
            }
        }
        return -1;
    }

    /** The character as a message may show it: `'/' (U+002F)`, or only the code when it cannot be printed. */
    static String name(char c) {
        String code = String.format("U+%04X", (int) c);
        return Character.isISOControl(c) || Character.isSurrogate(c) ? code : "'" + c + "' (" + code + ")";
    }

    /** The text in quotes with control characters and lone surrogates made visible, so that no message can be forged. */
    static String quote(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean lone = utf8Length(String.valueOf(c)) < 0 && !partOfPair(text, i);
            if (Character.isISOControl(c) || lone) {
                out.append(String.format("\\u%04X", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    private static boolean partOfPair(String text, int i) {
        boolean first = i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
        return first || (i > 0 && Character.isSurrogatePair(text.charAt(i - 1), text.charAt(i)));
    }
}
