package dev.usher.entitlements.core;

import dev.usher.topics.TopicFilter;

/**
 * What may be granted at all. A product filter starts with a literal level, so that no product reaches everything at once
 * without saying so, and never into what the broker ({@code #…}, {@code $…}, {@code _P2P}) or we ({@code usher}) keep to
 * ourselves.
 */
public final class GrantableFilters {
    private GrantableFilters() {}

    /**
     * Parses a filter that somebody wants to grant.
     *
     * @throws dev.usher.topics.InvalidTopicFilterException naming the level and the reason
     * @throws NotGrantableException if it reaches where no product may
     */
    public static TopicFilter parse(String smf) {
        return parse(smf, false);
    }

    /**
     * As {@link #parse(String)}, for a product that may be granted everything.
     *
     * @param allowEverything whether the filter may start with a wildcard
     */
    public static TopicFilter parse(String smf, boolean allowEverything) {
        TopicFilter filter = TopicFilter.parse(smf);
        check(filter, allowEverything);
        return filter;
    }

    static void check(TopicFilter filter, boolean allowEverything) {
        String first = firstLevel(filter);
        if (first.startsWith("#") || first.startsWith("$") || first.equals("_P2P")) {
            throw new NotGrantableException(filter.toString(), "is reserved by the broker and cannot be granted");
        }
        if (first.equals(NoticeTopics.ROOT)) {
            throw new NotGrantableException(
                    filter.toString(), "is reserved for notices of seats and cannot be granted");
        }
        if (!allowEverything && startsWithWildcard(first)) {
            throw new NotGrantableException(
                    filter.toString(),
                    "must be a literal, not a wildcard; a product that is to reach that far needs allowEverything: true");
        }
        // Exact for MQTT clients too, or refused now rather than when somebody's seat is opened.
        filter.toOnBehalfOfMqtt();
    }

    /** Whether only a product that says so may have it. */
    static boolean isWide(TopicFilter filter) {
        return startsWithWildcard(firstLevel(filter));
    }

    private static boolean startsWithWildcard(String first) {
        return first.equals(">") || first.endsWith("*");
    }

    private static String firstLevel(TopicFilter filter) {
        String text = filter.smf()
                .orElseThrow(() -> new NotGrantableException(
                        filter.toString(), "has no exact SMF spelling and would widen when translated"));
        return text.substring(0, text.indexOf('/') < 0 ? text.length() : text.indexOf('/'));
    }
}
