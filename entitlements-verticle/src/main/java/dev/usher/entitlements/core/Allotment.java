package dev.usher.entitlements.core;

import dev.usher.topics.TopicFilter;
import dev.usher.topics.TopicFilterSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a seat is given of what it wants.
 *
 * @param given what is injected, besides the seat's notice topic; never more than the rights, nor than what is wanted
 * @param refused wanted and not given, or not in full, with the reason
 */
public record Allotment(Set<TopicFilter> given, Map<TopicFilter, String> refused) {
    /** Nothing wanted, nothing given. */
    public static final Allotment NOTHING = new Allotment(Set.of(), Map.of());

    static final String NOT_GRANTED = "not granted";
    static final String IN_PART = "granted only in part";
    static final String REACHES_NOTICES =
            "it would also receive the notices of other seats; let the seat want filters that start with a literal level";

    public Allotment {
        given = Collections.unmodifiableSet(new LinkedHashSet<>(given));
        refused = Collections.unmodifiableMap(new LinkedHashMap<>(refused));
    }

    /** All that is granted, except what would receive notices of other seats. */
    static Allotment all(Rights rights) {
        Set<TopicFilter> given = new LinkedHashSet<>();
        Map<TopicFilter, String> refused = new LinkedHashMap<>();
        for (TopicFilter granted : rights.all()) {
            if (NoticeTopics.reachedBy(granted)) {
                refused.put(granted, REACHES_NOTICES);
            } else {
                given.add(granted);
            }
        }
        return new Allotment(given, refused);
    }

    /**
     * A wanted filter itself where one granted filter covers it; otherwise the granted filters inside it. Where a wanted and a
     * granted filter merely overlap nothing is given: what they share need not be a filter.
     */
    static Allotment of(List<TopicFilter> wanted, Rights rights) {
        Set<TopicFilter> given = new LinkedHashSet<>();
        Map<TopicFilter, String> refused = new LinkedHashMap<>();
        TopicFilterSet granted = rights.index();
        for (TopicFilter filter : new LinkedHashSet<>(wanted)) {
            boolean covered = granted.covers(filter);
            if (covered && !NoticeTopics.reachedBy(filter)) {
                given.add(filter);
                continue;
            }
            List<TopicFilter> parts = new ArrayList<>(granted.coveredBy(filter));
            parts.removeIf(NoticeTopics::reachedBy);
            given.addAll(parts);
            String why = covered ? REACHES_NOTICES : parts.isEmpty() ? NOT_GRANTED : IN_PART;
            refused.put(filter, why);
        }
        return new Allotment(given, refused);
    }
}
