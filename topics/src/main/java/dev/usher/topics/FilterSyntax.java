package dev.usher.topics;

/** The rules that the strict SMF and MQTT readings share. */
final class FilterSyntax {

    /** SMF: shared subscriptions, and subscriptions that stay on one broker of a mesh. The filter proper comes after. */
    static final String SHARE = "#share";

    static final String NO_EXPORT = "#noexport";

    private FilterSyntax() {}

    static void checkSize(String text) {
        String problem = sizeProblem(text);
        if (problem != null) {
            throw new InvalidTopicFilterException(text, 0, problem);
        }
    }

    /** Why the broker would refuse a filter of this size; null when it would not. */
    static String sizeProblem(String text) {
        if (text.isEmpty()) {
            return "is empty";
        }
        int bytes = TopicText.utf8Length(text);
        if (bytes < 0) {
            return "has an unpaired surrogate, which has no UTF-8 form";
        }
        if (bytes > TopicText.MAX_BYTES) {
            return "has " + bytes + " bytes, the limit is " + TopicText.MAX_BYTES;
        }
        int levels = TopicText.countLevels(text);
        return levels > TopicText.MAX_LEVELS ? "has " + levels + " levels, the limit is " + TopicText.MAX_LEVELS : null;
    }

    /** Why the text of a level, its wildcard taken off, is unusable in any syntax; null when it is usable. */
    static String problem(String text, boolean first) {
        int control = TopicText.indexOfControl(text);
        if (control >= 0) {
            return "contains the control character " + TopicText.name(text.charAt(control));
        }
        if (first && text.startsWith("!")) {
            return "a leading '!' excludes topics on queues and MQTT QoS 1 and is a plain character elsewhere";
        }
        if (first && (text.equals(SHARE) || text.equals(NO_EXPORT))) {
            return "'" + text + "' changes what the rest of the filter means";
        }
        return null;
    }
}
