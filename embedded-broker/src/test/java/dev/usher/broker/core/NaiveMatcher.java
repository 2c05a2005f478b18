package dev.usher.broker.core;

/**
 * Whether a topic matches a filter, a character after the other, by the rules of PubSub+ docs, "Wildcard Characters in
 * Topic Subscriptions" and "MQTT Topics". Slow, and shares nothing with what it checks.
 */
final class NaiveMatcher {

    private NaiveMatcher() {}

    static boolean matches(String filter, boolean smf, String topic) {
        if (smf) {
            return levels(filter, topic, true, '*', ">", Filter.HASH_IN_SMF);
        }
        boolean inbox = filter.equals("_P2P") || filter.startsWith("_P2P/");
        return levels(inbox ? "#P2P" + filter.substring(4) : filter, topic, true, '+', null, "#");
    }

    /** @param more ends a filter, for one level or more; {@code any} for none or more */
    private static boolean levels(String filter, String topic, boolean first, char wildcard, String more, String any) {
        boolean hidden = first && (topic.startsWith("$") || topic.equals("#P2P") || topic.startsWith("#P2P/"));
        if (filter.equals(any) || filter.equals(more)) {
            return !hidden;
        }
        int filterEnd = filter.indexOf('/');
        int topicEnd = topic.indexOf('/');
        String expected = filterEnd < 0 ? filter : filter.substring(0, filterEnd);
        String actual = topicEnd < 0 ? topic : topic.substring(0, topicEnd);
        if (!level(expected, actual, hidden, wildcard)) {
            return false;
        }
        if (filterEnd < 0) {
            return topicEnd < 0;
        }
        String restOfFilter = filter.substring(filterEnd + 1);
        if (topicEnd < 0) {
            return restOfFilter.equals(any);
        }
        return levels(restOfFilter, topic.substring(topicEnd + 1), false, wildcard, more, any);
    }

    private static boolean level(String expected, String actual, boolean hidden, char wildcard) {
        if (expected.isEmpty() || expected.charAt(expected.length() - 1) != wildcard) {
            return expected.equals(actual);
        }
        String prefix = expected.substring(0, expected.length() - 1);
        // A prefix that was written out reaches what a lone wildcard does not, except the inboxes.
        return actual.startsWith(prefix) && !(hidden && (prefix.isEmpty() || actual.equals("#P2P")));
    }
}
