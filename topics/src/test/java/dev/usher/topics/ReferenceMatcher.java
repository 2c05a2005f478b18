package dev.usher.topics;

import java.util.List;

/**
 * What a broker does with a filter, written down a second time from the documentation and sharing nothing with the code under
 * test: it works on the text of the filter, level by level, and knows no canonical form.
 */
enum ReferenceMatcher {
    /** SMF, where the broker's own multi-level wildcard may also stand last. */
    SMF("*", ">", "\u0003", false),
    /** The same for readers that take any {@code *} inside a level for a prefix wildcard, as JCSMP's dispatcher does. */
    LENIENT_SMF("*", ">", "\u0003", true),
    MQTT("+", null, "#", false);

    private final String one;
    private final String oneOrMore;
    private final String zeroOrMore;
    private final boolean inside;

    ReferenceMatcher(String one, String oneOrMore, String zeroOrMore, boolean inside) {
        this.one = one;
        this.oneOrMore = oneOrMore;
        this.zeroOrMore = zeroOrMore;
        this.inside = inside;
    }

    boolean matches(String filter, List<String> topic) {
        return matches(List.of(filter.split("/", -1)), topic, true);
    }

    private boolean matches(List<String> filter, List<String> topic, boolean first) {
        if (filter.isEmpty()) {
            return topic.isEmpty();
        }
        String head = filter.get(0);
        boolean last = filter.size() == 1;
        if (last && head.equals(zeroOrMore)) {
            return !first || !hidden(topic.get(0));
        }
        if (topic.isEmpty()) {
            return false;
        }
        if (last && head.equals(oneOrMore)) {
            return !first || !hidden(topic.get(0));
        }
        return level(head, topic.get(0), first)
                && matches(filter.subList(1, filter.size()), topic.subList(1, topic.size()), false);
    }

    private boolean level(String filter, String level, boolean first) {
        if (filter.equals(one)) {
            return !(first && hidden(level));
        }
        if (inside ? filter.contains(one) : filter.endsWith(one)) {
            String prefix = filter.substring(0, inside ? filter.indexOf(one) : filter.length() - 1);
            boolean hidden = first && (prefix.isEmpty() ? hidden(level) : level.equals("#P2P"));
            return level.startsWith(prefix) && !hidden;
        }
        return filter.equals(level);
    }

    private static boolean hidden(String first) {
        return first.startsWith("$") || first.equals("#P2P");
    }
}
