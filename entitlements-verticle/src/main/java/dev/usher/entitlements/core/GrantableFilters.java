package dev.usher.entitlements.core;

import dev.usher.topics.TopicFilter;

/**
 * What may be granted at all. A product filter starts with a literal level, so that no product can reach the broker's
 * reserved topics ({@code #…}, {@code $…}, {@code _P2P}) or everything at once.
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
        TopicFilter filter = TopicFilter.parse(smf);
        check(filter);
        return filter;
    }

    static void check(TopicFilter filter) {
        String text = filter.smf()
                .orElseThrow(() -> new NotGrantableException(
                        filter.toString(), "has no exact SMF spelling and would widen when translated"));
        String first = text.substring(0, text.indexOf('/') < 0 ? text.length() : text.indexOf('/'));
        if (first.equals(">") || first.endsWith("*")) {
            throw new NotGrantableException(text, "must be a literal, not a wildcard");
        }
        if (first.startsWith("#") || first.startsWith("$") || first.equals("_P2P")) {
            throw new NotGrantableException(text, "is reserved by the broker and cannot be granted");
        }
        // Exact for MQTT clients too, or refused now rather than when somebody's seat is opened.
        filter.toOnBehalfOfMqtt();
    }
}
