package dev.usher.entitlements.core;

import dev.usher.topics.LevelCodec;
import dev.usher.topics.TopicFilter;

/** Topics on which seats are told what becomes of them: {@code usher/notice/<seat>}. */
public final class NoticeTopics {
    /** The first level of everything that is ours; no product may reach into it and no bridge may publish there. */
    public static final String ROOT = "usher";

    private static final TopicFilter ITSELF = TopicFilter.parse(ROOT);
    private static final TopicFilter BELOW = TopicFilter.parse(ROOT + "/>");

    private NoticeTopics() {}

    /** The one topic of a seat, as a filter without wildcards. */
    public static TopicFilter of(String seat) {
        return TopicFilter.parse(ROOT + "/notice/" + LevelCodec.encode(seat));
    }

    /** Whether something of ours would be received through a filter, be it with much else. */
    static boolean reachedBy(TopicFilter filter) {
        return filter.overlaps(BELOW) || filter.overlaps(ITSELF);
    }
}
